#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "statements/background.h"
#include "statements/marker_cleaner.h"
#include "statements/registry.h"
#include "statements/result_store.h"
#include "statements/running_set.h"
#include "statements/scheduler.h"
#include "statements/service.h"
#include "statements/service_metrics.h"
#include "statements/sessions.h"
#include "statements/token_table.h"

namespace slipher::statements {

/// What the parts of this room share. Everything that calls back later (timers, the store's writer, runners) holds it
/// by weak or shared pointer, so that a late call after the service's end finds either a whole one or none.
struct Core : std::enable_shared_from_this<Core> {
  /// Made by make_core(), which also wires the sessions.
  Core(Service::Dependencies dependencies_in, Limits limits_in);
  static std::shared_ptr<Core> make(Service::Dependencies dependencies, Limits limits);

  std::int64_t take_query_id() { return next_query_id.fetch_add(1, std::memory_order_relaxed); }
  Timestamp now() const { return dependencies.clock.now(); }
  /// When the result of a statement that ended at `ended` expires; the epoch = never.
  Timestamp result_expiry(Timestamp ended) const;
  bool knows_warehouse(const std::string& id);
  void remember_warehouse(const std::string& id);

  Service::Dependencies dependencies;
  const Limits limits;
  ServiceMetrics metrics;
  ResultStore results;
  Registry registry;
  TokenTable tokens;
  Background background;
  Scheduler scheduler;
  MarkerCleaner markers;
  std::shared_ptr<Sessions> sessions;
  std::shared_ptr<RunningSet> running;
  std::atomic<bool> is_stopping{false};
  std::atomic<std::int64_t> next_query_id;

 private:
  std::mutex warehouses_mutex_;
  std::unordered_set<std::string> known_warehouses_;
};

/// Ends a session durably, and gives its connection to a background thread to close: that may roll a lot back.
void retire_session(Core& core, const SessionPointer& session);

}  // namespace slipher::statements
