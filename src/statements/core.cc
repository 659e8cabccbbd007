#include "statements/core.h"

#include <algorithm>
#include <thread>

#include "base/log.h"

namespace slipher::statements {
namespace {

std::size_t runner_count(const Limits& limits) {
  if (limits.runners > 0) return limits.runners;
  return 4 * std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

/// Query ids only grow, across restarts too: the clock gives the start, and nobody runs 4096 statements a second for
/// long.
std::int64_t first_query_id(Timestamp now) {
  constexpr std::int64_t kEpoch = 1'577'836'800;  // 2020-01-01
  return std::max<std::int64_t>(1, (std::chrono::floor<seconds>(now).time_since_epoch().count() - kEpoch) * 4096);
}

}  // namespace

Core::Core(Service::Dependencies dependencies_in, Limits limits_in)
    : dependencies(std::move(dependencies_in)),
      limits(limits_in),
      metrics(dependencies.metrics),
      results(dependencies.results_directory),
      scheduler(runner_count(limits)),
      next_query_id(first_query_id(dependencies.clock.now())) {}

std::shared_ptr<Core> Core::make(Service::Dependencies dependencies, Limits limits) {
  auto core = std::make_shared<Core>(std::move(dependencies), limits);
  Sessions::Hooks hooks;
  hooks.closed = [weak = std::weak_ptr(core)](const SessionPointer& session) {
    if (const auto alive = weak.lock()) retire_session(*alive, session);
  };
  hooks.interrupt = [weak = std::weak_ptr(core)](const std::string& statement_id) {
    const auto alive = weak.lock();
    if (!alive) return;
    if (const auto statement = alive->registry.find_live(statement_id)) {
      statement->ask_to_stop(StopReason::kSessionEnd);
    }
  };
  core->sessions =
      std::make_shared<Sessions>(core->dependencies.clock, core->dependencies.timers, core->limits, std::move(hooks));
  core->running =
      std::make_shared<RunningSet>(core->dependencies.clock, core->dependencies.timers, core->limits.statement_timeout);
  return core;
}

Timestamp Core::result_expiry(Timestamp ended) const {
  return limits.result_retention > seconds(0) ? ended + limits.result_retention : Timestamp{};
}

bool Core::knows_warehouse(const std::string& id) {
  std::lock_guard lock(warehouses_mutex_);
  return known_warehouses_.count(id) > 0;
}

void Core::remember_warehouse(const std::string& id) {
  std::lock_guard lock(warehouses_mutex_);
  known_warehouses_.insert(id);
}

void retire_session(Core& core, const SessionPointer& session) {
  session->record.closed = true;
  session->record.updated_at = core.now();
  auto transaction = core.dependencies.store.begin();
  transaction->put(session->record);
  core.dependencies.store.commit(std::move(transaction), [id = session->record.id](Result<void> committed) {
    if (!committed) spdlog::error("session {}: its end is not stored: {}", id, committed.error().message);
  });
  auto close = [session] {
    if (session->connection && session->connection->transaction_state() != engine::TransactionState::kIdle) {
      if (auto undone = session->connection->rollback(); !undone) {
        spdlog::warn("session {}: rollback failed: {}", session->record.id, undone.error().message);
      }
    }
    session->connection.reset();
  };
  std::function<void()> job = close;
  if (!core.background.post(std::move(job))) close();
}

}  // namespace slipher::statements
