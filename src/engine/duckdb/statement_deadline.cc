#include "engine/duckdb/statement_deadline.h"

#include <utility>

namespace slipher::engine {
namespace {

/// An interrupt that comes at a bad moment is lost, so it is repeated.
constexpr std::chrono::milliseconds kAgain{100};

class WatchedStream final : public ResultStream {
 public:
  WatchedStream(std::unique_ptr<ResultStream> inner, const StatementDeadline& deadline)
      : inner_(std::move(inner)), deadline_(deadline) {}
  const std::vector<Column>& columns() const override { return inner_->columns(); }
  Result<bool> next(Chunk& chunk) override {
    auto more = inner_->next(chunk);
    return more ? more : Result<bool>(deadline_.explain(more.error()));
  }

 private:
  std::unique_ptr<ResultStream> inner_;
  const StatementDeadline& deadline_;
};

}  // namespace

void StatementDeadline::start(TimerQueue& timers, std::chrono::milliseconds timeout) {
  stop();
  // A new state: a callback of the statement before may still be on its way.
  auto state = std::make_shared<State>();
  state->interrupt = state_->interrupt;
  state_ = state;
  if (timeout.count() <= 0) return;
  state->running = true;
  timers.schedule(SystemClock().now() + timeout, [state, &timers] { fire(state, timers); });
}

void StatementDeadline::fire(const std::shared_ptr<State>& state, TimerQueue& timers) {
  std::lock_guard lock(state->mutex);
  if (!state->running) return;
  state->passed = true;
  state->interrupt();
  timers.schedule(SystemClock().now() + kAgain, [state, &timers] { fire(state, timers); });
}

void StatementDeadline::stop() {
  std::lock_guard lock(state_->mutex);
  state_->running = false;
}

bool StatementDeadline::has_passed() const {
  std::lock_guard lock(state_->mutex);
  return state_->passed;
}

Error StatementDeadline::explain(Error error) const {
  if (error.code != ErrorCode::kCanceled || !has_passed()) return error;
  return Error(ErrorCode::kSql, "ERROR: canceling statement due to statement timeout");
}

std::unique_ptr<ResultStream> StatementDeadline::watch(std::unique_ptr<ResultStream> stream) const {
  return std::make_unique<WatchedStream>(std::move(stream), *this);
}

}  // namespace slipher::engine
