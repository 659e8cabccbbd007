#include "objects/worker_pool.h"

#include <utility>

namespace slipher::objects {

WorkerPool::~WorkerPool() {
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void WorkerPool::run(std::function<void()> task) {
  std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  if (idle_ < static_cast<int>(tasks_.size()) && static_cast<int>(threads_.size()) < limit_)
    threads_.emplace_back([this] { work(); });
  wake_.notify_one();
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    wake_.wait(lock, [&] { return closed_ || !tasks_.empty(); });
    --idle_;
    if (tasks_.empty()) return;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
  }
}

void TaskGroup::run(std::function<void()> task) {
  {
    std::lock_guard lock(mutex_);
    ++running_;
  }
  pool_.run([this, task = std::move(task)] {
    task();
    std::lock_guard lock(mutex_);
    --running_;
    changed_.notify_all();  // under the lock: the group may be gone right after it
  });
}

void TaskGroup::wait_until_at_most(std::size_t count) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return running_ <= count; });
}

}  // namespace slipher::objects
