#pragma once
#include "base/result.h"
#include "engine/duckdb/load/load_history.h"
#include "engine/duckdb/load/load_target.h"
#include "engine/duckdb/load/source_files.h"

namespace slipher::engine {

/// COPY of delimited text, CSV, fixed-width text, JSON and Avro. Returns the rows loaded; the report gets what happened
/// to files and rows, also when it fails.
Result<std::int64_t> copy_text(SessionContext& session, const sql::CopyStatement& copy, const LoadTarget& target,
                               const std::vector<DataFile>& files, LoadReport& report);

}  // namespace slipher::engine
