#pragma once
#include <string>

#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// Throws Refusal when an unqualified name without a row in the function table is that of a function of DuckDB's that
/// Redshift does not have. It would read files or settings, or let a program pass here that fails there.
void check_engine_function(const std::string& name, const SessionContext& session);

}  // namespace slipher::engine
