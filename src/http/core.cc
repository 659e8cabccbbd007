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

// drain() and close() only post to the connection's strand, so that calling them under the lock is safe.
void Core::drain_all() {
  std::lock_guard lock(mutex_);
  for (auto* connection : connections_) connection->drain();
}

void Core::close_all() {
  std::lock_guard lock(mutex_);
  for (auto* connection : connections_) connection->close();
}

}  // namespace slipher::http
