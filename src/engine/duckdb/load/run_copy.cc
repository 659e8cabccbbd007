#include "engine/duckdb/errors.h"
#include "engine/duckdb/load/load.h"
#include "engine/duckdb/load/load_target.h"
#include "engine/duckdb/load/parquet_copy.h"
#include "engine/duckdb/load/source_files.h"
#include "engine/duckdb/load/text_copy.h"

namespace slipher::engine {

Result<std::int64_t> run_copy(SessionContext& session, const sql::CopyStatement& copy) {
  return guarded([&]() -> Result<std::int64_t> {
    const auto target = find_load_target(session, copy);
    if (!target) return target.error();
    if (target->columns.empty()) return sql_failure("COPY has no column to load");
    const auto files = find_data_files(*session.objects, copy.from, copy.manifest);
    if (!files) return files.error();
    auto rows = copy.format == sql::CopyFormat::kParquet ? copy_parquet(session, copy, *target, *files)
                                                         : copy_text(session, copy, *target, *files);
    if (!rows) return rows;
    session.last_copy_rows = *rows;
    session.last_copy_id = session.query_id;
    return rows;
  });
}

}  // namespace slipher::engine
