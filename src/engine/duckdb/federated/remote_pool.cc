#include "engine/duckdb/federated/remote_pool.h"

#include <algorithm>

#include "engine/duckdb/errors.h"

namespace slipher::engine {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLook{50};
/// How long it is believed that a server does not answer.
constexpr std::chrono::seconds kSilence{5};

}  // namespace

// The timer's thread first: its callback looks at the rest.
RemotePool::~RemotePool() { timers_.reset(); }

std::unique_ptr<RemoteConnection> RemotePool::take_idle(const RemoteTarget& target) {
  std::lock_guard lock(mutex_);
  // The one that came last is the warmest.
  const auto found =
      std::find_if(idle_.rbegin(), idle_.rend(), [&](const Idle& each) { return each.connection->target() == target; });
  if (found == idle_.rend()) return nullptr;
  auto connection = std::move(found->connection);
  idle_.erase(std::next(found).base());
  return connection;
}

void RemotePool::leave() {
  std::lock_guard lock(mutex_);
  --open_;
  room_.notify_one();
}

Result<void> RemotePool::wait_for_room(const RemoteConnection::IsInterrupted& is_interrupted) {
  const auto deadline = steady_clock::now() + settings_.connect_timeout;
  std::unique_ptr<RemoteConnection> oldest;  // closed without the lock
  std::unique_lock lock(mutex_);
  while (open_ >= settings_.connections) {
    if (!idle_.empty()) {
      oldest = std::move(idle_.front().connection);
      idle_.erase(idle_.begin());
      return {};  // its place is taken
    }
    if (is_interrupted && is_interrupted()) return canceled_error();
    if (steady_clock::now() >= deadline)
      return sql_failure("too many connections to remote servers: all " + std::to_string(settings_.connections) +
                         " of federated.connections are in use");
    room_.wait_for(lock, kLook);
  }
  ++open_;
  return {};
}

Result<std::unique_ptr<RemoteConnection>> RemotePool::open(const RemoteTarget& target,
                                                           const RemoteConnection::IsInterrupted& is_interrupted) {
  if (!settings_.find_login) return sql_failure("secret \"" + target.secret_arn + "\": there are no secrets");
  const auto login = settings_.find_login(target.secret_arn);
  if (!login) return sql_failure("secret \"" + target.secret_arn + "\": " + login.error().message);
  if (auto error = known_silence(target)) return *error;
  const auto started = steady_clock::now();
  auto connection = RemoteConnection::open(target, *login, settings_, is_interrupted);
  const auto now = steady_clock::now();
  std::lock_guard lock(mutex_);
  silent_.erase(target);
  if (!connection && now - started >= settings_.connect_timeout)
    silent_.insert_or_assign(target, std::pair(now, connection.error()));
  return connection;
}

/// A statement that names many tables of a server that does not answer waits for it once.
std::optional<Error> RemotePool::known_silence(const RemoteTarget& target) {
  std::lock_guard lock(mutex_);
  const auto found = silent_.find(target);
  if (found == silent_.end() || steady_clock::now() - found->second.first > kSilence) return std::nullopt;
  return found->second.second;
}

Result<std::unique_ptr<RemoteConnection>> RemotePool::take(const RemoteTarget& target,
                                                           const RemoteConnection::IsInterrupted& is_interrupted) {
  while (auto connection = take_idle(target)) {
    if (connection->settle()) return connection;
    drop(std::move(connection));
  }
  if (auto room = wait_for_room(is_interrupted); !room) return room.error();
  auto connection = open(target, is_interrupted);
  if (!connection) leave();
  return connection;
}

void RemotePool::give(std::unique_ptr<RemoteConnection> connection) {
  if (settings_.idle_timeout.count() <= 0) return drop(std::move(connection));
  connection->keep("ROLLBACK");
  std::lock_guard lock(mutex_);
  idle_.push_back({std::move(connection), steady_clock::now()});
  room_.notify_one();
  if (closing_is_scheduled_) return;
  closing_is_scheduled_ = true;
  if (!timers_) timers_ = std::make_unique<TimerQueue>(clock_);
  timers_->schedule(clock_.now() + settings_.idle_timeout, [this] { close_idle(); });
}

void RemotePool::drop(std::unique_ptr<RemoteConnection> connection) {
  if (!connection) return;
  connection.reset();
  leave();
}

void RemotePool::close_idle() {
  std::vector<Idle> closed;
  {
    std::lock_guard lock(mutex_);
    const auto limit = steady_clock::now() - settings_.idle_timeout;
    const auto kept = std::partition(idle_.begin(), idle_.end(), [&](const Idle& each) { return each.since > limit; });
    std::move(kept, idle_.end(), std::back_inserter(closed));
    idle_.erase(kept, idle_.end());
    open_ -= static_cast<int>(closed.size());
    closing_is_scheduled_ = !idle_.empty();
    if (closing_is_scheduled_) timers_->schedule(clock_.now() + settings_.idle_timeout, [this] { close_idle(); });
    room_.notify_all();
  }
}

}  // namespace slipher::engine
