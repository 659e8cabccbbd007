#include "engine/duckdb/auto_refresh.h"

#include <chrono>

#include "base/log.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

/// Changes that come close together are refreshed for once.
constexpr std::chrono::milliseconds kDelay{500};

std::unique_ptr<::duckdb::MaterializedQueryResult> run_query(::duckdb::Connection& connection,
                                                             const std::string& text) {
  auto result = connection.Query(text);
  if (result->HasError()) result->ThrowError();
  return std::unique_ptr<::duckdb::MaterializedQueryResult>(result.release());
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
    // The view's query fails, say, since a value cannot be cast any more; REFRESH tells its user.
    spdlog::warn("a materialized view of database {} could not be refreshed: {}", database, exception.what());
  }
}

bool AutoRefresh::refresh_all(const std::string& database) {
  ::duckdb::Connection connection(instance_);
  const auto views =
      run_query(connection, "SELECT schema_name, view_name, engine_text FROM " + internal_table(database, "views") +
                                " WHERE materialized AND auto_refresh ORDER BY created_at");
  bool all = true;
  for (std::size_t row = 0; row < views->RowCount(); ++row) {
    const auto table = quote_names({database, views->GetValue(0, row).ToString(), views->GetValue(1, row).ToString()});
    try {
      run_query(connection, "BEGIN TRANSACTION");
      run_query(connection, "DELETE FROM " + table);
      run_query(connection, "INSERT INTO " + table + " " + views->GetValue(2, row).ToString());
      run_query(connection, "COMMIT");
    } catch (const std::exception& exception) {
      if (connection.HasActiveTransaction()) connection.Rollback();
      if (::duckdb::ErrorData(exception).Type() != ::duckdb::ExceptionType::TRANSACTION) throw;
      all = false;
    }
  }
  return all;
}

}  // namespace slipher::engine
