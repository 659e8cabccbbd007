#include "statements/live_statement.h"

#include <utility>

#include "statements/messages.h"

namespace slipher::statements {

RecordPointer LiveStatement::visible() const {
  std::lock_guard lock(mutex_);
  return visible_;
}

void LiveStatement::write(store::Transaction& transaction, const store::StatementRecord& record) const {
  if (visible()) {
    transaction.update(record);
  } else {
    transaction.put(record);
    if (token_) transaction.put(*token_);
  }
}

bool LiveStatement::has_come(const Until& until, const store::StatementRecord& record) {
  return until.is_stored || is_terminal(record.state) || (until.sub && is_terminal(record.subs[*until.sub].state));
}

void LiveStatement::publish(RecordPointer record, TimerQueue& timers) {
  std::vector<Wait> ended;
  {
    std::lock_guard lock(mutex_);
    visible_ = record;
    for (auto wait = waits_.begin(); wait != waits_.end();) {
      if (!has_come(wait->second.until, *record)) {
        ++wait;
        continue;
      }
      ended.push_back(std::move(wait->second));
      wait = waits_.erase(wait);
    }
  }
  for (auto& wait : ended) {
    timers.cancel(wait.timer);
    wait.answer(record);
  }
}

Result<void> LiveStatement::park(const std::shared_ptr<LiveStatement>& statement, Until until, Timestamp deadline,
                                 TimerQueue& timers, std::size_t limit, std::function<void(RecordPointer)> answer) {
  RecordPointer record;
  {
    std::lock_guard lock(statement->mutex_);
    record = statement->visible_;
    if (!statement->refusal_ && (!record || !has_come(until, *record))) {
      if (limit > 0 && statement->waits_.size() >= limit) return too_many_waiting_requests(limit);
      const auto number = statement->next_wait_++;
      auto& wait = statement->waits_[number];
      wait.until = until;
      wait.answer = std::move(answer);
      wait.timer = timers.schedule(deadline, [weak = std::weak_ptr(statement), number] {
        if (const auto alive = weak.lock()) alive->time_out(number);
      });
      return {};
    }
  }
  answer(std::move(record));
  return {};
}

void LiveStatement::time_out(std::uint64_t number) {
  std::function<void(RecordPointer)> answer;
  RecordPointer record;
  {
    std::lock_guard lock(mutex_);
    const auto found = waits_.find(number);
    if (found == waits_.end()) return;
    answer = std::move(found->second.answer);
    waits_.erase(found);
    record = visible_;
  }
  answer(std::move(record));
}

void LiveStatement::refuse(Error error, TimerQueue& timers) {
  {
    std::lock_guard lock(mutex_);
    refusal_ = std::move(error);
  }
  release_waiters(timers);
}

std::optional<Error> LiveStatement::refusal() const {
  std::lock_guard lock(mutex_);
  return refusal_;
}

void LiveStatement::release_waiters(TimerQueue& timers) {
  std::unordered_map<std::uint64_t, Wait> waits;
  RecordPointer record;
  {
    std::lock_guard lock(mutex_);
    waits.swap(waits_);
    record = visible_;
  }
  for (auto& [number, wait] : waits) {
    timers.cancel(wait.timer);
    wait.answer(record);
  }
}

void LiveStatement::ask_to_stop(StopReason reason) {
  std::lock_guard lock(run_mutex_);
  if (stop_reason_ == StopReason::kNone) stop_reason_ = reason;
  if (connection_) connection_->interrupt();
}

StopReason LiveStatement::stop_reason() const {
  std::lock_guard lock(run_mutex_);
  return stop_reason_;
}

void LiveStatement::repeat_interrupt() {
  std::lock_guard lock(run_mutex_);
  if (stop_reason_ != StopReason::kNone && connection_) connection_->interrupt();
}

bool LiveStatement::arm(engine::Connection& connection) {
  std::lock_guard lock(run_mutex_);
  if (stop_reason_ != StopReason::kNone) return false;
  connection_ = &connection;
  return true;
}

bool LiveStatement::disarm() {
  std::lock_guard lock(run_mutex_);
  connection_ = nullptr;
  return stop_reason_ == StopReason::kNone;
}

}  // namespace slipher::statements
