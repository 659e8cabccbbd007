#pragma once
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "statements/live_statement.h"

namespace slipher::statements {

/// The statements in memory: all live ones by id, and the last that ended, bounded by their bytes, so that the usual
/// Describe and GetStatementResult right after the end read nothing from the disk. Counts the active ones per
/// warehouse.
class Registry {
 public:
  explicit Registry(std::size_t recent_bytes = 16 * 1024 * 1024) : recent_limit_(recent_bytes) {}

  /// Takes one of the warehouse's `limit` places; too_many_active_statements() when there is none.
  Result<void> reserve(const std::string& warehouse, std::size_t limit);
  /// Gives a place back.
  void release(const std::string& warehouse);

  void add(const std::shared_ptr<LiveStatement>& statement);
  /// Forgets a live statement that never became durable.
  void drop(const std::string& id);
  /// A live statement ended: from now on `record` answers for it.
  void retire(const RecordPointer& record);
  /// Forgets an ended record whose durable form changed.
  void invalidate(const std::string& id);

  std::shared_ptr<LiveStatement> find_live(const std::string& id) const;
  RecordPointer find_recent(const std::string& id);
  std::vector<std::shared_ptr<LiveStatement>> all_live() const;
  std::size_t live_count() const;

 private:
  struct Recent {
    RecordPointer record;
    std::size_t bytes;
  };
  void erase_recent(const std::string& id);

  const std::size_t recent_limit_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<LiveStatement>> live_;
  std::unordered_map<std::string, std::size_t> active_;  // by warehouse
  std::list<Recent> recent_;                             // last used first
  std::unordered_map<std::string, std::list<Recent>::iterator> recent_places_;
  std::size_t recent_bytes_ = 0;
};

}  // namespace slipher::statements
