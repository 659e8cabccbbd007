#pragma once
#include "base/result.h"
#include "engine/duckdb/load/load_target.h"
#include "engine/duckdb/load/source_files.h"

namespace slipher::engine {

/// COPY of delimited text, CSV, fixed-width text and JSON. Returns the rows loaded.
Result<std::int64_t> copy_text(SessionContext& session, const sql::CopyStatement& copy, const LoadTarget& target,
                               const std::vector<DataFile>& files);

}  // namespace slipher::engine
