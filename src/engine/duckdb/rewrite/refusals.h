#pragma once
#include <string_view>

namespace duckdb {
class ParsedExpression;
}

namespace slipher::engine {

/// Throws Refusal when a name leads to what users have no business in: the engine's own catalogs and schemas, its
/// duckdb_...() views, Slipher's internal schema. Empty parts are unqualified. `name` may be empty (CREATE SCHEMA).
void check_relation(std::string_view catalog, std::string_view schema, std::string_view name);

/// Whether a name is that of one of the few table functions of Redshift.
bool is_table_function(std::string_view name);

/// Throws Refusal unless `call`, which stands in FROM, is one of the few table functions of Redshift.
void check_table_function(const duckdb::ParsedExpression& call);

/// Whether a bare name would lead to a view of the engine's own pg_catalog.
bool is_engine_catalog(std::string_view name);

}  // namespace slipher::engine
