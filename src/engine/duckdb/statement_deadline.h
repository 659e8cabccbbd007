#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

#include "base/timer_queue.h"
#include "engine/warehouse.h"

namespace slipher::engine {

/// The statement_timeout of the statement that a connection runs: from start() until stop(), the queue interrupts it
/// once its time is over. start(), stop() and has_passed() belong to the connection's thread.
class StatementDeadline {
 public:
  /// `interrupt` may be called from the queue's thread while a deadline is running.
  explicit StatementDeadline(std::function<void()> interrupt) : state_(std::make_shared<State>()) {
    state_->interrupt = std::move(interrupt);
  }
  ~StatementDeadline() { stop(); }
  StatementDeadline(const StatementDeadline&) = delete;
  StatementDeadline& operator=(const StatementDeadline&) = delete;

  /// Starts anew; a `timeout` of zero means none.
  void start(TimerQueue& timers, std::chrono::milliseconds timeout);
  /// From its return on, nothing is interrupted.
  void stop();
  /// Whether the deadline that was started last interrupted its statement.
  bool has_passed() const;

  /// `error`, or what the client shall hear of when it is due to the deadline.
  Error explain(Error error) const;
  /// `stream`, its errors explained. The deadline outlives it.
  std::unique_ptr<ResultStream> watch(std::unique_ptr<ResultStream> stream) const;

 private:
  struct State {
    std::mutex mutex;
    std::function<void()> interrupt;
    bool running = false;
    bool passed = false;
  };
  static void fire(const std::shared_ptr<State>& state, TimerQueue& timers);

  std::shared_ptr<State> state_;  // of its own, for callbacks that are late
};

}  // namespace slipher::engine
