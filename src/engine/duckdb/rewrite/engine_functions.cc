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

}  // namespace

void check_engine_function(const std::string& name, const SessionContext& session) {
  if (has(kShared, name) || has(kSyntax, name) || name.starts_with(kOwnPrefix) || !session.connection) return;
  auto& context = *session.connection->context;
  bool is_known = false;
  context.RunFunctionInTransaction([&] {
    for (const auto type :
         {::duckdb::CatalogType::SCALAR_FUNCTION_ENTRY, ::duckdb::CatalogType::TABLE_FUNCTION_ENTRY}) {
      const ::duckdb::EntryLookupInfo lookup(type, name);
      is_known = is_known ||
                 ::duckdb::Catalog::GetEntry(context, "system", "main", lookup, ::duckdb::OnEntryNotFound::RETURN_NULL);
    }
  });
  if (is_known) throw Refusal{"function " + name + "(...) does not exist"};
}

}  // namespace slipher::engine
