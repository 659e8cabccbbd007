#include "base/timer_queue.h"

namespace slipher {

TimerQueue::TimerQueue(const Clock& clock, bool start_thread) : clock_(clock) {
  if (start_thread) thread_ = std::thread([this] { loop(); });
}

TimerQueue::~TimerQueue() { stop(); }

void TimerQueue::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

TimerQueue::TimerId TimerQueue::schedule(Timestamp deadline, std::function<void()> callback) {
  std::lock_guard lock(mutex_);
  const auto id = next_++;
  const auto [place, inserted] = due_.emplace(std::pair(deadline, id), std::move(callback));
  deadlines_.emplace(id, deadline);
  if (place == due_.begin()) wake_.notify_all();
  return id;
}

bool TimerQueue::cancel(TimerId id) {
  std::lock_guard lock(mutex_);
  const auto found = deadlines_.find(id);
  if (found == deadlines_.end()) return false;
  due_.erase({found->second, id});
  deadlines_.erase(found);
  return true;
}

void TimerQueue::run_due() {
  std::unique_lock lock(mutex_);
  while (!due_.empty() && due_.begin()->first.first <= clock_.now()) {
    auto node = due_.extract(due_.begin());
    deadlines_.erase(node.key().second);
    lock.unlock();
    node.mapped()();
    node.mapped() = nullptr;  // what the callback holds is released without the lock
    lock.lock();
  }
}

void TimerQueue::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (due_.empty()) {
      wake_.wait(lock);
      continue;
    }
    const auto wait = due_.begin()->first.first - clock_.now();
    if (wait > microseconds(0)) {
      wake_.wait_for(lock, wait);
      continue;
    }
    lock.unlock();
    run_due();
    lock.lock();
  }
}

}  // namespace slipher
