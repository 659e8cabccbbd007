#include "engine/duckdb/refresh/auto_refresh.h"

#include <chrono>

#include "base/log.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/refresh/refresh_view.h"

namespace slipher::engine {
namespace {

/// Changes that come close together are refreshed for once.
constexpr std::chrono::milliseconds kDelay{500};

constexpr const char* kSystemUser = "rdsdb";

::duckdb::unique_ptr<::duckdb::MaterializedQueryResult> run_query(::duckdb::Connection& connection,
                                                                  const std::string& text) {
  auto result = connection.Query(text);
  if (result->HasError()) result->ThrowError();
  return result;
}

}  // namespace

void AutoRefresh::enable(const std::string& database) {
  std::lock_guard lock(mutex_);
  enabled_.insert(database);
}

void AutoRefresh::note_change(const std::string& database) {
  std::lock_guard lock(mutex_);
  if (!enabled_.contains(database) || !pending_.insert(database).second) return;
  if (!queue_) queue_ = std::make_unique<TimerQueue>(clock_);
  queue_->schedule(clock_.now() + kDelay, [this, database] { run(database); });
}

void AutoRefresh::run(const std::string& database) {
  {
    std::lock_guard lock(mutex_);
    pending_.erase(database);
  }
  try {
    if (!refresh_all(database)) note_change(database);
  } catch (const std::exception& exception) {
    spdlog::warn("the materialized views of database {} could not be refreshed: {}", database, exception.what());
  }
}

bool AutoRefresh::refresh_all(const std::string& database) {
  ::duckdb::Connection connection(instance_);
  auto& changes = TransactionChanges::of(*connection.context, extents_);
  const auto views = run_query(connection, "SELECT schema_name, view_name FROM " + internal_table(database, "views") +
                                               " WHERE materialized AND auto_refresh ORDER BY created_at");
  const RunQuery run = [&connection](const std::string& text) {
    return guarded([&]() -> Result<::duckdb::unique_ptr<::duckdb::MaterializedQueryResult>> {
      return run_query(connection, text);
    });
  };
  bool all = true;
  for (std::size_t row = 0; row < views->RowCount(); ++row) {
    const TableName view{database, views->GetValue(0, row).ToString(), views->GetValue(1, row).ToString()};
    const auto started = clock_.now();
    connection.BeginTransaction();
    auto refreshed = refresh_view(*connection.context, changes, run, view);
    if (refreshed) {
      auto committed = run("COMMIT");
      if (!committed) refreshed = committed.error();
    }
    if (refreshed) {
      RefreshRecord record{kSystemUser, database, view.schema, view.name};
      record.is_automatic = true;
      record.status = to_status(*refreshed);
      activity_.add_refresh(std::move(record), 0, started);
      continue;
    }
    if (connection.HasActiveTransaction()) connection.Rollback();
    if (refreshed.error().message.starts_with(kConflictPrefix)) {
      all = false;
    } else {  // its query fails, say, since a value cannot be cast any more; REFRESH tells its user
      spdlog::warn("materialized view {} of database {} could not be refreshed: {}", view.name, database,
                   refreshed.error().message);
    }
  }
  return all;
}

}  // namespace slipher::engine
