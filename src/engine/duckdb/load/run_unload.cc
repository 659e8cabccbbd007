#include "engine/duckdb/errors.h"
#include "engine/duckdb/load/internal_query.h"
#include "engine/duckdb/load/load.h"
#include "engine/duckdb/load/load_history.h"
#include "engine/duckdb/load/parquet_unload.h"
#include "engine/duckdb/load/state_in_context.h"
#include "engine/duckdb/load/unload_plan.h"
#include "engine/duckdb/load/unload_sink.h"
#include "sql/token_cursor.h"

namespace slipher::engine {
namespace {

/// Whether the query has a LIMIT of its own; one inside of parentheses is fine.
bool has_outer_limit(std::string_view query) {
  int depth = 0;
  for (const auto& token : sql::tokenize(query)) {
    if (token.is("(")) ++depth;
    if (token.is(")")) --depth;
    if (depth == 0 && token.is("limit")) return true;
  }
  return false;
}

Result<void> unload_text(SessionContext& session, const ::duckdb::shared_ptr<UnloadPlan>& plan,
                         const std::string& query) {
  const StateInContext<UnloadPlan> in_context(session, plan);
  // The copy function opens its files itself; DuckDB only wants a name.
  const auto result =
      run_internal(session, "COPY (" + query + ") TO 'unload' (FORMAT " +
                                (plan->statement.parallel ? kParallelUnload : kSerialUnload) + ", USE_TMP_FILE false)");
  if (!result) return result.error();
  return {};
}

/// As SYS_UNLOAD_HISTORY names it.
const char* format_name(sql::UnloadFormat format) {
  switch (format) {
    case sql::UnloadFormat::kCsv:
      return "CSV";
    case sql::UnloadFormat::kFixedWidth:
      return "FIXEDWIDTH";
    case sql::UnloadFormat::kJson:
      return "JSON";
    case sql::UnloadFormat::kParquet:
      return "PARQUET";
    default:
      return "TEXT";
  }
}

const char* compression_name(const sql::UnloadStatement& unload) {
  if (unload.format == sql::UnloadFormat::kParquet) return "snappy";
  switch (unload.compression) {
    case sql::Compression::kGzip:
      return "gzip";
    case sql::Compression::kZstd:
      return "zstd";
    case sql::Compression::kBzip2:
      return "bzip2";
    default:
      return "none";
  }
}

Result<std::int64_t> unload_files(SessionContext& session, const sql::UnloadStatement& unload, UnloadReport& report) {
  auto prefix = objects::parse_location(unload.to);
  if (!prefix) return prefix.error();
  const auto plan = ::duckdb::make_shared_ptr<UnloadPlan>(unload, *session.objects, *std::move(prefix));
  if (auto free = plan->check_destination(); !free) return free.error();
  const auto query = session.translate_query(unload.query);
  if (!query) return query.error();
  const bool parquet = unload.format == sql::UnloadFormat::kParquet;
  auto written = parquet ? unload_parquet(session, *plan, *query) : unload_text(session, plan, *query);
  if (!written) return written.error();
  if (auto published = plan->publish(); !published) return published.error();
  for (const auto& file : plan->files())
    report.files.push_back({"s3://" + file.location.bucket + "/" + file.location.key, file.rows, file.bytes});
  return plan->rows();
}

}  // namespace

Result<std::int64_t> run_unload(SessionContext& session, const sql::UnloadStatement& unload) {
  return guarded([&]() -> Result<std::int64_t> {
    if (has_outer_limit(unload.query))
      return sql_failure("LIMIT clause is not supported in the outer SELECT of UNLOAD; use it in a nested query");
    UnloadReport report{.started_at = SystemClock().now(),
                        .format = format_name(unload.format),
                        .compression = compression_name(unload),
                        .location = unload.to,
                        .files = {}};
    auto rows = guarded([&] { return unload_files(session, unload, report); });
    record_unload(session, report, rows);
    if (!rows) return rows;
    session.last_unload_rows = *rows;
    session.last_unload_id = session.query_id;
    return rows;
  });
}

}  // namespace slipher::engine
