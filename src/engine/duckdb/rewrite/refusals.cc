#include "engine/duckdb/rewrite/refusals.h"

#include <algorithm>
#include <array>
#include <string>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/rewrite/rewriter.h"

namespace slipher::engine {
namespace {

/// Table functions that a query may call; everything else in FROM f(...) is refused, whatever DuckDB knows.
constexpr std::array<std::string_view, 3> kTableFunctions = {"generate_series", "unnest", "rs_unnest"};

/// Schemas of the engine, never of the user; "main" is the engine's default schema, which Slipher leaves empty.
constexpr std::array<std::string_view, 2> kHiddenSchemas = {"main", kInternalSchema};

constexpr std::array<std::string_view, 2> kHiddenCatalogs = {"system", "temp"};

/// Views and functions of the engine's own that answer to bare names.
constexpr std::array<std::string_view, 3> kEnginePrefixes = {"duckdb_", "pragma_", "sqlite_"};

bool has(const auto& list, const std::string& name) { return std::find(list.begin(), list.end(), name) != list.end(); }

bool is_engine_name(const std::string& name) {
  return std::any_of(kEnginePrefixes.begin(), kEnginePrefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

std::string lower(std::string_view text) { return ::duckdb::StringUtil::Lower(std::string(text)); }

}  // namespace

void check_relation(std::string_view catalog, std::string_view schema, std::string_view name) {
  const auto catalog_name = lower(catalog);
  const auto schema_name = lower(schema);
  const auto table_name = lower(name);
  // A two-part name may be schema.table or catalog.table to DuckDB: "temp.t", "system.t".
  if (has(kHiddenCatalogs, catalog_name) || has(kHiddenCatalogs, schema_name) || has(kHiddenSchemas, schema_name))
    throw Refusal{"schema \"" + (schema_name.empty() ? catalog_name : schema_name) + "\" does not exist"};
  // DuckDB looks for a file of a table's name before it says that there is no such table, and tells when there is one.
  if (is_engine_name(table_name) || table_name.starts_with(kTemporaryPrefix) ||
      table_name.find('/') != std::string::npos)
    throw Refusal{"relation \"" + table_name + "\" does not exist"};
}

bool is_engine_catalog(std::string_view name) {
  constexpr std::array<std::string_view, 4> kNames = {"pg_enum", "pg_sequence", "pg_sequences",
                                                      "pg_prepared_statements"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool is_table_function(std::string_view name) { return has(kTableFunctions, std::string(name)); }

void check_table_function(const ::duckdb::ParsedExpression& call) {
  if (call.GetExpressionClass() != ::duckdb::ExpressionClass::FUNCTION)
    throw Refusal{"syntax error: only functions and tables may stand in FROM"};
  const auto& function = call.Cast<::duckdb::FunctionExpression>();
  const auto name = lower(function.function_name);
  if (!has(kTableFunctions, name)) throw Refusal{"function " + name + "(...) does not exist"};
}

}  // namespace slipher::engine
