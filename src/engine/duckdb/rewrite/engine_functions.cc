#include "engine/duckdb/rewrite/engine_functions.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "duckdb.hpp"
#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/entry_lookup_info.hpp"
#include "engine/duckdb/rewrite/rewriter.h"

namespace slipher::engine {
namespace {

/// Functions that mean in DuckDB what they mean in Redshift, by name.
constexpr std::string_view kShared[] = {"abs",        "acos",       "age",        "any_value",   "array_to_string",
                                        "ascii",      "asin",       "atan",       "atan2",       "avg",
                                        "bit_and",    "bit_length", "bit_or",     "bool_and",    "bool_or",
                                        "chr",        "cos",        "cot",        "count",       "cume_dist",
                                        "day",        "degrees",    "dense_rank", "exp",         "first_value",
                                        "greatest",   "isfinite",   "lag",        "last_value",  "listagg",
                                        "median",     "lead",       "least",      "left",        "ln",
                                        "lower",      "ltrim",      "max",        "md5",         "min",
                                        "month",      "nth_value",  "ntile",      "nullif",      "percent_rank",
                                        "pi",         "pow",        "power",      "radians",     "random",
                                        "rank",       "replace",    "reverse",    "right",       "round",
                                        "row_number", "setseed",    "rtrim",      "sha1",        "sin",
                                        "sqrt",       "stddev",     "stddev_pop", "stddev_samp", "string_to_array",
                                        "sum",        "tan",        "upper",      "var_pop",     "var_samp",
                                        "variance",   "year"};

/// What DuckDB's parser makes of syntax.
constexpr std::string_view kSyntax[] = {"ilike_escape",
                                        "like_escape",
                                        "list_value",
                                        "not_ilike_escape",
                                        "not_like_escape",
                                        "quantile_cont",
                                        "quantile_disc",
                                        "regexp_full_match",
                                        "row",
                                        "unnest"};

/// Functions of Slipher's own, which the normalised text may name.
constexpr std::string_view kOwnPrefix = "rs_";

bool has(const auto& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Whether there is a function of that name, scalar, aggregate or of a table; an empty catalog: where the session
/// looks.
bool exists(const SessionContext& session, const std::string& catalog, const std::string& name) {
  auto& context = *session.connection->context;
  bool found = false;
  context.RunFunctionInTransaction([&] {
    for (const auto type :
         {::duckdb::CatalogType::SCALAR_FUNCTION_ENTRY, ::duckdb::CatalogType::TABLE_FUNCTION_ENTRY}) {
      found = found || ::duckdb::Catalog::GetEntry(context, catalog, catalog.empty() ? INVALID_SCHEMA : "main",
                                                   ::duckdb::EntryLookupInfo(type, name),
                                                   ::duckdb::OnEntryNotFound::RETURN_NULL);
    }
  });
  return found;
}

}  // namespace

bool is_engine_function(const std::string& name, const SessionContext& session) {
  if (has(kShared, name) || has(kSyntax, name) || name.starts_with(kOwnPrefix) || !session.connection) return false;
  return exists(session, "system", name);
}

bool is_missing_function(const std::string& name, const SessionContext& session) {
  if (is_engine_function(name, session)) return true;
  return session.connection && !exists(session, INVALID_CATALOG, name);
}

void check_schema(const std::string& schema, const SessionContext& session) {
  if (!session.connection) return;
  auto& context = *session.connection->context;
  bool exists = false;
  context.RunFunctionInTransaction([&] {
    exists = ::duckdb::Catalog::GetSchema(context, session.database, schema, ::duckdb::OnEntryNotFound::RETURN_NULL) !=
             nullptr;
  });
  if (!exists) throw Refusal{"schema \"" + schema + "\" does not exist"};
}

}  // namespace slipher::engine
