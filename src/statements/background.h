#pragma once
#include <functional>
#include <thread>
#include <vector>

#include "base/bounded_queue.h"

namespace slipher::statements {

/// Two threads for short work with the disk: pages of waiting requests, closing connections, cleaning up. Never SQL.
class Background {
 public:
  Background() : queue_(kMostJobs) {
    for (int i = 0; i < 2; ++i) {
      threads_.emplace_back([this] {
        while (auto job = queue_.pop()) (*job)();
      });
    }
  }
  ~Background() { stop(); }

  /// False when too much waits, or after stop(); `job` is then untouched.
  bool post(std::function<void()>&& job) { return queue_.try_push(std::move(job)); }
  /// Runs what waits, then ends the threads.
  void stop() {
    queue_.close();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  static constexpr std::size_t kMostJobs = 20000;
  BoundedQueue<std::function<void()>> queue_;
  std::vector<std::thread> threads_;
};

}  // namespace slipher::statements
