#pragma once
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "statements/journal.h"

namespace slipher::statements {

/// What runs now. While there is something, one timer ticks for all: it writes progress behind, repeats interrupts of
/// statements that were asked to stop (engines may lose one), and stops those that ran too long.
class RunningSet : public std::enable_shared_from_this<RunningSet> {
 public:
  static constexpr milliseconds kTick{25};

  /// `longest` = Limits::statement_timeout; 0 = none.
  RunningSet(const Clock& clock, TimerQueue& timers, seconds longest)
      : clock_(clock), timers_(timers), longest_(longest) {}

  void add(const std::shared_ptr<LiveStatement>& statement, const std::shared_ptr<Journal>& journal);
  void remove(const LiveStatement& statement);
  /// Starts to store what a running statement has come to, now and not with the next tick.
  void store_now(const LiveStatement& statement);

 private:
  struct Entry {
    std::shared_ptr<LiveStatement> statement;
    std::shared_ptr<Journal> journal;
    Timestamp deadline;
  };
  void schedule();
  void tick();

  const Clock& clock_;
  TimerQueue& timers_;
  const seconds longest_;
  std::mutex mutex_;
  std::unordered_map<const LiveStatement*, Entry> running_;
  bool is_ticking_ = false;
};

}  // namespace slipher::statements
