#pragma once
#include <atomic>
#include <functional>
#include <thread>

namespace slipher::app {

/// Calls a function when the user types Ctrl-C; the second time the process ends. Make it before other threads start:
/// it takes the signal away from them.
class InterruptWatch {
 public:
  explicit InterruptWatch(std::function<void()> on_interrupt);
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  bool interrupted() const { return count_ > 0; }

 private:
  void loop(const std::function<void()>& on_interrupt);

  std::atomic<bool> stopping_{false};
  std::atomic<int> count_{0};
  std::thread thread_;
};

}  // namespace slipher::app
