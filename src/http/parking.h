#pragma once
#include <atomic>
#include <memory>
#include <utility>

#include "base/http_message.h"
#include "http/core.h"

namespace slipher::http {

/// Where a connection and the answer to its request meet. The connection hands the request over, then asks must_wait();
/// the answer comes through complete(), from any thread, before or after that, or after the connection has gone.
class Parking {
 public:
  explicit Parking(std::weak_ptr<ConnectionHandle> connection) : connection_(std::move(connection)) {}

  /// Keeps the first answer and wakes the connection if it waits.
  void complete(RawResponse response) {
    if (taken_.exchange(true)) return;
    response_ = std::move(response);
    if (state_.exchange(State::kDone, std::memory_order_acq_rel) != State::kParked) return;
    if (const auto connection = connection_.lock()) connection->wake();
  }

  /// Called once, by the connection: false when the answer is there already.
  bool must_wait() {
    auto expected = State::kHandling;
    return state_.compare_exchange_strong(expected, State::kParked, std::memory_order_acq_rel);
  }
  bool is_done() const { return state_.load(std::memory_order_acquire) == State::kDone; }
  /// The answer; only once is_done().
  RawResponse take() { return std::move(response_); }

 private:
  enum class State { kHandling, kParked, kDone };
  std::weak_ptr<ConnectionHandle> connection_;
  std::atomic<State> state_{State::kHandling};
  std::atomic<bool> taken_{false};
  RawResponse response_;
};

}  // namespace slipher::http
