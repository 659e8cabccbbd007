#pragma once
#include <string>

#include "duckdb.hpp"

namespace slipher::engine {

/// DuckDB keeps the catalog's name in the views, macros and column defaults that name objects of their own database,
/// and so does own_catalog in the texts of queries and functions. Puts `database`, the name that a database is attached
/// under now, in the place of `from` in all of them. In the open transaction of `connection`; throws what DuckDB
/// throws.
void rename_catalog(::duckdb::Connection& connection, const std::string& database, const std::string& from);
/// Whether rename_catalog() will be able to. DuckDB changes no macro that a table's default calls, and one that calls
/// another names it in full.
bool can_rename_catalog(::duckdb::Connection& connection, const std::string& database, const std::string& to);

}  // namespace slipher::engine
