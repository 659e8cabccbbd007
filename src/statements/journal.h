#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "base/result.h"
#include "base/timer_queue.h"
#include "statements/live_statement.h"
#include "store/store.h"

namespace slipher::statements {

/// The working record of a statement that a runner holds, and its way to the disk. Changes become durable, then
/// visible, a moment later (write_behind(), called by a ticker), or when the runner needs them to be (flush()), or with
/// the terminal state; many changes in a moment cost one commit. The runner changes; the ticker only copies.
class Journal : public std::enable_shared_from_this<Journal> {
 public:
  Journal(store::Store& store, TimerQueue& timers, std::shared_ptr<LiveStatement> statement,
          store::StatementRecord record)
      : store_(store), timers_(timers), statement_(std::move(statement)), record_(std::move(record)) {}

  /// The runner's view; only the runner may look without change().
  const store::StatementRecord& record() const { return record_; }
  template <class Change>
  void change(Change&& apply) {
    std::lock_guard lock(mutex_);
    apply(record_);
    is_dirty_ = true;
  }

  /// Makes every change durable before it returns, and visible unless it is for recovery's eyes only.
  Result<void> flush(bool visible = true);
  /// Starts a commit of what changed, unless one is under way or the end was reached. Does not wait.
  void write_behind();
  /// No commit after this one's: gives the record away for the terminal commit.
  store::StatementRecord end();

 private:
  void commit(RecordPointer snapshot, bool visible, std::function<void(Result<void>)> done);

  store::Store& store_;
  TimerQueue& timers_;
  const std::shared_ptr<LiveStatement> statement_;

  std::mutex order_mutex_;  // commits leave in the order of their snapshots
  std::mutex mutex_;        // guards what follows
  store::StatementRecord record_;
  bool is_dirty_ = false;
  bool is_writing_ = false;
  bool has_ended_ = false;
  bool has_complained_ = false;
};

}  // namespace slipher::statements
