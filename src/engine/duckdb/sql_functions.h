#pragma once
#include <string>
#include <string_view>

#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// What DuckDB knows a user's SQL function by: no name of DuckDB's own, and none that a query can hit by accident.
std::string engine_function_name(std::string_view name);

/// The schema in which the session finds a SQL function: `schema`, or the first one of the search path when it is
/// empty. "" = there is no such function.
std::string find_sql_function(const SessionContext& session, std::string_view schema, std::string_view name);

}  // namespace slipher::engine
