#pragma once
#include <functional>

#include "duckdb/parser/query_node.hpp"
#include "duckdb/parser/tableref/basetableref.hpp"

namespace slipher::engine {

/// Calls `visit` for every table that a query names, subqueries, expressions and WITH included; also for the names that
/// WITH gives, which look like tables.
void for_each_table(::duckdb::QueryNode& node, const std::function<void(::duckdb::BaseTableRef&)>& visit);

}  // namespace slipher::engine
