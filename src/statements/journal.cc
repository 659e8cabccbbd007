#include "statements/journal.h"

#include <future>

#include "base/log.h"

namespace slipher::statements {

void Journal::commit(RecordPointer snapshot, bool visible, std::function<void(Result<void>)> done) {
  auto transaction = store_.begin();
  transaction->update(*snapshot);
  store_.commit(std::move(transaction), [statement = statement_, &timers = timers_, snapshot, visible,
                                         done = std::move(done)](Result<void> committed) {
    if (committed && visible) statement->publish(snapshot, timers);
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
    if (!committed) {
      self->is_dirty_ = true;  // the next tick tries again
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
