#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "duckdb/common/types.hpp"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// What DuckDB knows a user's SQL function by: no name of DuckDB's own, and none that a query can hit by accident.
std::string engine_function_name(std::string_view name);

/// The schema in which the session finds a SQL function: `schema`, or the first one of the search path when it is
/// empty. "" = there is no such function.
std::string find_sql_function(const SessionContext& session, std::string_view schema, std::string_view name);

/// What the parameters of a user's SQL function say of a call's arguments.
struct SqlFunctionParameters {
  /// Whether one of the functions of that name takes so many.
  bool fits = false;
  /// By place, the type of an untyped literal there; nothing where it may stay a text.
  std::vector<std::optional<::duckdb::LogicalType>> literals;
};
SqlFunctionParameters parameters_of(const SessionContext& session, const std::string& schema, std::string_view name,
                                    std::size_t arguments);

}  // namespace slipher::engine
