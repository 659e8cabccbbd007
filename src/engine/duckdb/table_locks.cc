#include "engine/duckdb/table_locks.h"

#include <algorithm>

namespace slipher::engine {

bool TableLocks::lock(const Table& table, std::int64_t owner) {
  std::lock_guard lock(mutex_);
  auto& state = tables_[table];
  const bool is_written =
      std::any_of(state.writers.begin(), state.writers.end(), [&](std::int64_t writer) { return writer != owner; });
  if (is_written || (state.locker != 0 && state.locker != owner)) return false;
  if (state.locker == 0) ++locks_;
  state.locker = owner;
  return true;
}

bool TableLocks::use(const Table& table, std::int64_t owner, bool writes) {
  std::lock_guard lock(mutex_);
  const auto found = tables_.find(table);
  if (found != tables_.end() && found->second.locker != 0 && found->second.locker != owner) return false;
  if (writes) tables_[table].writers.insert(owner);
  return true;
}

std::vector<TableLocks::Held> TableLocks::held() const {
  std::lock_guard lock(mutex_);
  std::vector<Held> all;
  for (const auto& [table, state] : tables_) {
    if (state.locker != 0) all.push_back({table, state.locker, true});
    for (const auto writer : state.writers) all.push_back({table, writer, false});
  }
  return all;
}

void TableLocks::release(std::int64_t owner) {
  std::lock_guard lock(mutex_);
  for (auto at = tables_.begin(); at != tables_.end();) {
    auto& state = at->second;
    state.writers.erase(owner);
    if (state.locker == owner) {
      state.locker = 0;
      --locks_;
    }
    at = state.locker == 0 && state.writers.empty() ? tables_.erase(at) : std::next(at);
  }
}

}  // namespace slipher::engine
