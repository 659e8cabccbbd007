#include "engine/duckdb/markers.h"

#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

constexpr const char* kTable = "commit_markers";

std::string boolean(bool value) { return value ? "true" : "false"; }

}  // namespace

std::string marker_text(const std::string& database, const CommitMarker& marker) {
  return "INSERT INTO " + internal_table(database, kTable) + " VALUES (" + quote_text(marker.statement_id) + ", " +
         std::to_string(marker.rows) + ", " + boolean(marker.has_result_set) + ", " + boolean(marker.final) +
         ", current_timestamp AT TIME ZONE 'UTC')";
}

Result<void> write_marker(StatementRunner& runner, const std::string& database, const CommitMarker& marker) {
  auto written = runner.change(marker_text(database, marker));
  if (!written) return written.error();
  return {};
}

Result<std::optional<CommitMarker>> read_marker(::duckdb::Connection& connection, const std::string& database,
                                                std::string_view statement_id) {
  return guarded([&]() -> Result<std::optional<CommitMarker>> {
    const auto result = connection.Query("SELECT rows, has_result_set, final FROM " + internal_table(database, kTable) +
                                         " WHERE statement_id = " + quote_text(statement_id) +
                                         " ORDER BY final DESC, committed_at DESC LIMIT 1");
    if (result->HasError()) return to_error(result->GetErrorObject());
    if (result->RowCount() == 0) return std::optional<CommitMarker>();
    CommitMarker marker;
    marker.statement_id = statement_id;
    marker.rows = result->GetValue(0, 0).GetValue<std::int64_t>();
    marker.has_result_set = result->GetValue(1, 0).GetValue<bool>();
    marker.final = result->GetValue(2, 0).GetValue<bool>();
    return std::optional(marker);
  });
}

Result<void> remove_markers(::duckdb::Connection& connection, const std::string& database,
                            const std::vector<std::string>& statement_ids) {
  return guarded([&]() -> Result<void> {
    const auto table = internal_table(database, kTable);
    const auto result = connection.Query("DELETE FROM " + table + " WHERE statement_id IN (SELECT unnest(" +
                                         quote_list(statement_ids) + "::VARCHAR[]))");
    if (result->HasError()) return to_error(result->GetErrorObject());
    return {};
  });
}

}  // namespace slipher::engine
