#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.h"

namespace slipher::statements {

/// The runner threads and what waits for them. One queue per warehouse, served in turn, so that a warehouse with much
/// work does not hold up the others; a quarter of the places stays out of any single warehouse's reach. Inside a
/// warehouse: first come, first served. A statement that only waits for another one (BlockedSection) holds no place
/// meanwhile: what it waits for may be behind it in the queue. Calls (metadata) have a queue and two threads of their
/// own, so that they are answered whatever runs.
class Scheduler {
 public:
  /// `places`: how many statements run at once.
  explicit Scheduler(std::size_t places);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  void start();
  /// Queues a statement of `warehouse`. Bounded by Limits::active_statements, which the caller has checked.
  void enqueue(const std::string& warehouse, const std::string& id, std::function<void()> run);
  /// The same where few wait, so that a runner takes it soon; false otherwise.
  bool enqueue_if_short(const std::string& warehouse, const std::string& id, std::function<void()> run);
  /// Takes a statement out of the queue and gives its work to the caller; nothing when a runner has it already, or it
  /// is unknown.
  std::function<void()> take_out(const std::string& warehouse, const std::string& id);
  /// Queues a call; false when too many wait or the scheduler is stopped.
  bool post(std::function<void()> call);

  /// Hands out nothing more; what is queued stays queued.
  void pause();
  /// Waits until no runner works, at most `longest`; true when none does.
  bool wait_idle(milliseconds longest);
  /// pause(), waits for the threads to end, runs the calls that are left on this thread, and drops queued statements.
  void stop();

  std::size_t queued() const;
  std::size_t running() const;

 private:
  static constexpr std::size_t kMostCalls = 1000;
  static constexpr std::size_t kCallThreads = 2;
  /// Threads that are made when statements wait for each other; with more of these, places are held.
  static constexpr std::size_t kMostExtraThreads = 500;
  static constexpr std::size_t kShortQueuePerPlace = 4;

  struct Item {
    std::string id;
    std::function<void()> run;
  };
  struct Lane {
    std::list<Item> items;
    std::size_t running = 0;
  };
  class Runner;
  void loop();
  void add_thread();
  void blocked(const std::string& lane);
  void unblocked(const std::string& lane);
  void push(const std::string& warehouse, const std::string& id, std::function<void()> run);
  /// The next work in turn and the lane that it counts for ("" for calls).
  bool take(std::function<void()>& work, std::string& lane);

  const std::size_t places_count_;
  const std::size_t most_per_lane_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  std::unordered_map<std::string, Lane> lanes_;
  std::deque<std::string> turns_;  // lanes with items, each once
  std::deque<std::function<void()>> calls_;
  std::unordered_map<std::string, std::list<Item>::iterator> places_;  // by statement id
  std::size_t running_ = 0;                                            // statements and calls
  std::size_t taken_ = 0;                                              // places
  std::size_t idle_threads_ = 0;
  bool paused_ = false;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace slipher::statements
