#pragma once
#include "base/result.h"
#include "engine/duckdb/load/load_history.h"
#include "engine/duckdb/load/load_target.h"
#include "engine/duckdb/load/source_files.h"

namespace slipher::engine {

/// COPY of Parquet files: their columns go to the table's by position. Returns the rows loaded;
/// the report gets the files.
Result<std::int64_t> copy_parquet(SessionContext& session, const sql::CopyStatement& copy, const LoadTarget& target,
                                  const std::vector<DataFile>& files, LoadReport& report);

}  // namespace slipher::engine
