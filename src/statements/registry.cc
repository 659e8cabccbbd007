#include "statements/registry.h"

#include "statements/messages.h"

namespace slipher::statements {

/// A rough measure; what grows is texts and results.
static std::size_t memory_of(const store::StatementRecord& record) {
  std::size_t bytes = sizeof(record) + record.statement_name.size() + record.error.size() + 512;
  for (const auto& sub : record.subs) bytes += sizeof(sub) + sub.sql.size() + sub.result.size() + sub.error.size();
  for (const auto& [name, value] : record.parameters) bytes += name.size() + value.size() + 64;
  return bytes;
}

Result<void> Registry::reserve(const std::string& warehouse, std::size_t limit) {
  std::lock_guard lock(mutex_);
  auto& count = active_[warehouse];
  if (count >= limit) return too_many_active_statements(limit);
  ++count;
  return {};
}

void Registry::release(const std::string& warehouse) {
  std::lock_guard lock(mutex_);
  const auto found = active_.find(warehouse);
  if (found == active_.end()) return;
  if (--found->second == 0) active_.erase(found);
}

void Registry::add(const std::shared_ptr<LiveStatement>& statement) {
  std::lock_guard lock(mutex_);
  live_.emplace(statement->id(), statement);
}

void Registry::drop(const std::string& id) {
  std::lock_guard lock(mutex_);
  live_.erase(id);
}

void Registry::erase_recent(const std::string& id) {
  const auto found = recent_places_.find(id);
  if (found == recent_places_.end()) return;
  recent_bytes_ -= found->second->bytes;
  recent_.erase(found->second);
  recent_places_.erase(found);
}

void Registry::retire(const RecordPointer& record) {
  std::lock_guard lock(mutex_);
  live_.erase(record->id);
  const auto found = active_.find(record->warehouse);
  if (found != active_.end() && --found->second == 0) active_.erase(found);
  const auto bytes = memory_of(*record);
  if (bytes > recent_limit_ / 4) return;
  erase_recent(record->id);
  recent_.push_front({record, bytes});
  recent_places_.emplace(record->id, recent_.begin());
  recent_bytes_ += bytes;
  while (recent_bytes_ > recent_limit_) erase_recent(std::string(recent_.back().record->id));
}

void Registry::invalidate(const std::string& id) {
  std::lock_guard lock(mutex_);
  erase_recent(id);
}

std::shared_ptr<LiveStatement> Registry::find_live(const std::string& id) const {
  std::lock_guard lock(mutex_);
  const auto found = live_.find(id);
  return found == live_.end() ? nullptr : found->second;
}

RecordPointer Registry::find_recent(const std::string& id) {
  std::lock_guard lock(mutex_);
  const auto found = recent_places_.find(id);
  if (found == recent_places_.end()) return nullptr;
  recent_.splice(recent_.begin(), recent_, found->second);
  return found->second->record;
}

std::vector<std::shared_ptr<LiveStatement>> Registry::all_live() const {
  std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<LiveStatement>> all;
  all.reserve(live_.size());
  for (const auto& [id, statement] : live_) all.push_back(statement);
  return all;
}

std::size_t Registry::live_count() const {
  std::lock_guard lock(mutex_);
  return live_.size();
}

}  // namespace slipher::statements
