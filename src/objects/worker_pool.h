#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace slipher::objects {

/// Threads that run tasks in the order in which they came. They start with the first task. The owner of a task waits
/// for it (TaskGroup); a task never waits for another one.
class WorkerPool {
 public:
  explicit WorkerPool(int threads) : limit_(threads) {}
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  /// Runs what is left, then ends.
  ~WorkerPool();

  void run(std::function<void()> task);

 private:
  void work();

  const int limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  int idle_ = 0;
  bool closed_ = false;
};

/// Tasks that belong together: how many are under way is known, and none outlives the group.
class TaskGroup {
 public:
  explicit TaskGroup(WorkerPool& pool) : pool_(pool) {}
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  ~TaskGroup() { wait_until_at_most(0); }

  void run(std::function<void()> task);
  /// Waits until no more than `count` tasks are under way.
  void wait_until_at_most(std::size_t count);

 private:
  WorkerPool& pool_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t running_ = 0;
};

}  // namespace slipher::objects
