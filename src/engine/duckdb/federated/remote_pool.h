#pragma once
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/timer_queue.h"
#include "engine/duckdb/federated/remote_connection.h"

namespace slipher::engine {

/// A warehouse's connections to remote servers: how many there are, and those without work. Safe to call from any
/// thread; outlives the connections that it gave.
class RemotePool {
 public:
  explicit RemotePool(FederatedSettings settings) : settings_(std::move(settings)) {}
  ~RemotePool();

  /// An idle connection outside of a transaction, or a new one. Waits while there are too many.
  Result<std::unique_ptr<RemoteConnection>> take(const RemoteTarget& target,
                                                 const RemoteConnection::IsInterrupted& is_interrupted);
  /// Ends its transaction, and keeps it for the next.
  void give(std::unique_ptr<RemoteConnection> connection);
  /// Closes it.
  void drop(std::unique_ptr<RemoteConnection> connection);

  const FederatedSettings& settings() const { return settings_; }

 private:
  struct Idle {
    std::unique_ptr<RemoteConnection> connection;
    std::chrono::steady_clock::time_point since;
  };

  std::unique_ptr<RemoteConnection> take_idle(const RemoteTarget& target);
  Result<void> wait_for_room(const RemoteConnection::IsInterrupted& is_interrupted);
  Result<std::unique_ptr<RemoteConnection>> open(const RemoteTarget& target,
                                                 const RemoteConnection::IsInterrupted& is_interrupted);
  std::optional<Error> known_silence(const RemoteTarget& target);
  void leave();
  void close_idle();

  const FederatedSettings settings_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::vector<Idle> idle_;
  int open_ = 0;  // idle ones too
  bool closing_is_scheduled_ = false;
  /// Targets that did not answer, and when that was last found out.
  std::map<RemoteTarget, std::pair<std::chrono::steady_clock::time_point, Error>> silent_;
  const SystemClock clock_;
  std::unique_ptr<TimerQueue> timers_;  // once there is something to close
};

}  // namespace slipher::engine
