#include "statements/journal.h"

#include <algorithm>
#include <future>
#include <utility>

#include "base/log.h"

namespace slipher::statements {

/// What a client may see of a record: no counts of a sub-statement that has not ended.
static RecordPointer shown(const RecordPointer& record) {
  const auto is_ahead = [](const auto& sub) { return !is_terminal(sub.state) && sub.result_rows >= 0; };
  if (std::none_of(record->subs.begin(), record->subs.end(), is_ahead)) return record;
  auto masked = std::make_shared<store::StatementRecord>(*record);
  for (auto& sub : masked->subs) {
    if (!is_ahead(sub)) continue;
    sub.result_rows = sub.result_bytes = -1;
    sub.has_result_set = false;
    sub.result.clear();
  }
  return masked;
}

void Journal::commit(RecordPointer snapshot, bool visible, std::function<void(Result<void>)> done) {
  auto transaction = store_.begin();
  statement_->write(*transaction, *snapshot);
  store_.commit(std::move(transaction), [statement = statement_, &timers = timers_, snapshot, visible,
                                         done = std::move(done)](Result<void> committed) {
    if (committed && visible) statement->publish(shown(snapshot), timers);
    done(std::move(committed));
  });
}

Result<void> Journal::flush(bool visible) {
  auto promise = std::make_shared<std::promise<Result<void>>>();
  auto outcome = promise->get_future();
  {
    std::lock_guard order(order_mutex_);
    RecordPointer snapshot;
    {
      std::lock_guard lock(mutex_);
      snapshot = std::make_shared<const store::StatementRecord>(record_);
      is_dirty_ = false;
    }
    commit(std::move(snapshot), visible,
           [promise](Result<void> committed) { promise->set_value(std::move(committed)); });
  }
  return outcome.get();
}

void Journal::write_behind() {
  std::lock_guard order(order_mutex_);
  RecordPointer snapshot;
  {
    std::lock_guard lock(mutex_);
    if (!is_dirty_ || is_writing_ || has_ended_) return;
    snapshot = std::make_shared<const store::StatementRecord>(record_);
    is_dirty_ = false;
    is_writing_ = true;
  }
  commit(std::move(snapshot), true, [self = shared_from_this()](Result<void> committed) {
    std::lock_guard lock(self->mutex_);
    self->is_writing_ = false;
    if (committed) return;
    self->is_dirty_ = true;  // the next tick tries again
    if (!std::exchange(self->has_complained_, true)) {
      spdlog::error("statement {}: progress is not stored: {}", self->statement_->id(), committed.error().message);
    }
  });
}

store::StatementRecord Journal::end() {
  std::lock_guard order(order_mutex_);
  std::lock_guard lock(mutex_);
  has_ended_ = true;
  return std::move(record_);
}

}  // namespace slipher::statements
