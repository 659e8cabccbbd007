#pragma once
#include <string>

#include "base/result.h"
#include "engine/duckdb/load/unload_plan.h"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// Writes the rows of `query`, SQL for DuckDB, as Parquet files that `plan` then knows. DuckDB's own writer does the
/// work, in a staged folder.
Result<void> unload_parquet(SessionContext& session, UnloadPlan& plan, const std::string& query);

}  // namespace slipher::engine
