#pragma once
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/clock.h"

namespace slipher {

/// Runs callbacks at deadlines: parked requests, idle sessions, expiry. One thread for any number of timers;
/// scheduling and cancelling are O(log n). Callbacks run on that thread, one after the other, without the queue's lock:
/// keep them short, and hand real work to another thread.
class TimerQueue {
 public:
  using TimerId = std::uint64_t;

  /// `clock` outlives the queue. With `start_thread` false nothing runs until run_due() is called (tests).
  explicit TimerQueue(const Clock& clock, bool start_thread = true);
  /// Stops the thread; callbacks that are not due yet never run.
  ~TimerQueue();
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;

  TimerId schedule(Timestamp deadline, std::function<void()> callback);
  /// True when the callback will not run; false when it has run, is running, or is unknown.
  bool cancel(TimerId id);
  /// Runs what is due now, on the caller's thread.
  void run_due();
  /// Stops the thread, as the destructor does; schedule() afterwards is kept but never runs.
  void stop();

 private:
  void loop();

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::pair<Timestamp, TimerId>, std::function<void()>> due_;
  std::unordered_map<TimerId, Timestamp> deadlines_;
  TimerId next_ = 1;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace slipher
