#include "engine/duckdb/errors.h"
#include "engine/duckdb/load/load.h"
#include "engine/duckdb/load/load_history.h"
#include "engine/duckdb/load/load_target.h"
#include "engine/duckdb/load/parquet_copy.h"
#include "engine/duckdb/load/source_files.h"
#include "engine/duckdb/load/text_copy.h"

namespace slipher::engine {
namespace {

/// The engine knows files by their paths; whoever reads the error knows them as objects.
Error with_objects(Error error, const std::vector<DataFile>& files) {
  for (const auto& file : files) {
    const auto at = error.message.find(file.path);
    if (at != std::string::npos) error.message.replace(at, file.path.size(), file.uri);
  }
  return error;
}

Result<std::int64_t> load_files(SessionContext& session, const sql::CopyStatement& copy, const LoadTarget& target,
                                LoadReport& report) {
  const auto files = find_data_files(*session.objects, copy.from, copy.manifest);
  if (!files) return files.error();
  auto rows = guarded([&] {
    return copy.format == sql::CopyFormat::kParquet ? copy_parquet(session, copy, target, *files, report)
                                                    : copy_text(session, copy, target, *files, report);
  });
  return rows ? rows : with_objects(rows.error(), *files);
}

/// A load that lost against another transaction starts over: that is no load that failed.
bool is_conflict(const Result<std::int64_t>& rows) {
  return !rows && rows.error().message.starts_with(kConflictPrefix);
}

}  // namespace

Result<std::int64_t> run_copy(SessionContext& session, const sql::CopyStatement& copy) {
  return guarded([&]() -> Result<std::int64_t> {
    const auto target = find_load_target(session, copy);
    if (!target) return target.error();
    if (target->columns.empty()) return sql_failure("COPY has no column to load");
    // The load begins: a failure from here on counts as the session's last COPY, with no rows.
    session.last_copy_rows = 0;
    session.last_copy_id = session.query_id;
    LoadReport report{
        .started_at = SystemClock().now(), .schema = target->name[1], .table = target->name.back(), .files = {}};
    auto rows = guarded([&] { return load_files(session, copy, *target, report); });
    if (rows) session.last_copy_rows = *rows;
    if (!is_conflict(rows)) record_load(session, copy, report, rows);
    return rows;
  });
}

}  // namespace slipher::engine
