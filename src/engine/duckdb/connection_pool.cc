#include "engine/duckdb/connection_pool.h"

#include <algorithm>
#include <utility>

namespace slipher::engine {

std::unique_ptr<::duckdb::Connection> ConnectionPool::take(const std::string& database) {
  std::lock_guard lock(mutex_);
  // The one that came last is the warmest.
  const auto found =
      std::find_if(idle_.rbegin(), idle_.rend(), [&](const Idle& each) { return each.database == database; });
  if (found == idle_.rend()) return nullptr;
  auto connection = std::move(found->connection);
  idle_.erase(std::next(found).base());
  return connection;
}

void ConnectionPool::give(const std::string& database, std::unique_ptr<::duckdb::Connection> connection) {
  std::lock_guard lock(mutex_);
  if (is_closed_) return;
  if (idle_.size() == kMaxIdle) idle_.erase(idle_.begin());
  idle_.push_back({database, std::move(connection)});
}

void ConnectionPool::close() {
  std::lock_guard lock(mutex_);
  is_closed_ = true;
  idle_.clear();
}

}  // namespace slipher::engine
