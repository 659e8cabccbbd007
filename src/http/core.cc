#include "http/core.h"

namespace slipher::http {

void Core::enter(ConnectionHandle* connection) {
  std::lock_guard lock(mutex_);
  connections_.insert(connection);
}

void Core::leave(ConnectionHandle* connection) {
  std::lock_guard lock(mutex_);
  connections_.erase(connection);
  if (connections_.empty()) empty_.notify_all();
}

std::size_t Core::live() const {
  std::lock_guard lock(mutex_);
  return connections_.size();
}

bool Core::wait_until_empty(milliseconds longest) {
  std::unique_lock lock(mutex_);
  return empty_.wait_for(lock, longest, [this] { return connections_.empty(); });
}

// Held outside of the lock: letting go of the last reference leaves, which takes the lock.
std::vector<std::shared_ptr<ConnectionHandle>> Core::hold_all() const {
  std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<ConnectionHandle>> held;
  held.reserve(connections_.size());
  for (auto* connection : connections_) {
    if (auto shared = connection->weak_from_this().lock()) held.push_back(std::move(shared));
  }
  return held;
}

void Core::drain_all() {
  for (const auto& connection : hold_all()) connection->drain();
}

void Core::close_all() {
  for (const auto& connection : hold_all()) connection->close();
}

}  // namespace slipher::http
