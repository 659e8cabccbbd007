#pragma once
#include <set>
#include <string>
#include <string_view>

#include "duckdb.hpp"
#include "duckdb/parser/query_node.hpp"

namespace slipher::engine {

/// What hide_rows() puts before a table's name.
inline constexpr std::string_view kHiddenTable = "rs_table_";

/// To DuckDB a table's name is a column that holds its rows, which comes before an alias of the select list. In
/// Redshift it is no column: SELECT n AS ev, ev * 2 FROM ev. Gives the tables of `names` (in lower case) an alias that
/// no column has, here and wherever they qualify a column. For a query that is rewritten already.
void hide_rows(::duckdb::QueryNode& query, const std::set<std::string>& names);

}  // namespace slipher::engine
