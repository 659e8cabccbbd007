#pragma once
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "base/timer_queue.h"
#include "duckdb.hpp"
#include "engine/duckdb/catalog/activity.h"
#include "engine/duckdb/refresh/view_extents.h"

namespace slipher::engine {

/// Refreshes the materialized views WITH AUTO REFRESH of a warehouse, on a thread of its own, a moment after a
/// transaction has changed their database. Safe to call from any thread.
class AutoRefresh {
 public:
  /// All outlive it.
  AutoRefresh(::duckdb::DuckDB& instance, ViewExtents& extents, Activity& activity, const Clock& clock)
      : instance_(instance), extents_(extents), activity_(activity), clock_(clock) {}

  /// The database may have such views from now on.
  void enable(const std::string& database);
  /// A transaction has changed the database.
  void note_change(const std::string& database);

 private:
  void run(const std::string& database);
  /// False when another transaction was in the way.
  bool refresh_all(const std::string& database);

  ::duckdb::DuckDB& instance_;
  ViewExtents& extents_;
  Activity& activity_;
  const Clock& clock_;
  std::mutex mutex_;
  std::set<std::string> enabled_;
  std::set<std::string> pending_;
  std::unique_ptr<TimerQueue> queue_;  // goes first: it waits for a refresh that runs
};

}  // namespace slipher::engine
