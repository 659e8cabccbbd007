#pragma once
#include <string>

#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// Whether an unqualified name without a row in the function table is that of a function of DuckDB's that Redshift does
/// not have. It would read files or settings, or let a program pass here that fails there.
bool is_engine_function(const std::string& name, const SessionContext& session);
/// Whether users have no function of that name: there is none, or it is one of the engine's.
bool is_missing_function(const std::string& name, const SessionContext& session);
/// Throws Refusal when the session's database has no such schema: DuckDB takes x.f() for f(x) then.
void check_schema(const std::string& schema, const SessionContext& session);

}  // namespace slipher::engine
