#pragma once
#include <string_view>

#include "duckdb/parser/tableref.hpp"

namespace duckdb {
class DatabaseInstance;
}

namespace slipher::engine {

struct SystemView;

/// Registers `slipher_view(schema, name)`: a table function that DuckDB's binder replaces by the query of a system view
/// (system_views.h), so that users' views hold a view's name and not what it was made of on the day. Queries of views
/// are SQL of DuckDB's, in which
///
/// - {fact:name} is a view of schema `facts`; slipher_relations() and its like (fact_functions.h) are functions;
/// - {own:name} is an internal table (own_catalog.h) of the connected database, {all:name} the same of all databases
///   together with a column database_name;
/// - {sees:owner} is whether the session's user may see a row of the user of that name;
/// - {acl:owner letters} is what the owner has of an object, then `a.acl` ({fact:acls} AS a); NULL without that;
/// - {user}, {database}, {pid}, {temporary_schema} are literals, {search_path} and {encodings} lists of them;
/// - schemas and tables otherwise mean what they mean to DuckDB, whatever the session's search path is.
void register_system_views(duckdb::DatabaseInstance& database);

/// The view that a call of the function stands for; nullptr for every other table.
const SystemView* called_view(const duckdb::TableRef& table);

/// The function's call with a view's name as a table of FROM.
duckdb::unique_ptr<duckdb::TableRef> view_call(std::string_view schema, std::string_view name);

}  // namespace slipher::engine
