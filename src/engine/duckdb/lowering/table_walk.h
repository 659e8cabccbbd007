#pragma once
#include <functional>

#include "duckdb/parser/query_node.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/tableref/basetableref.hpp"

namespace slipher::engine {

/// Calls `visit` for every table that a query names, subqueries, expressions and WITH included; also for the names that
/// WITH gives, which look like tables.
void for_each_table(::duckdb::QueryNode& node, const std::function<void(::duckdb::BaseTableRef&)>& visit);

/// Calls `visit` for every SELECT of a query, those of subqueries, expressions and WITH included.
void for_each_select(::duckdb::QueryNode& node, const std::function<void(::duckdb::SelectNode&)>& visit);

/// Calls `visit` for the tables that FROM names itself, behind its joins and in none of its subqueries.
void for_each_joined_table(::duckdb::TableRef& from, const std::function<void(::duckdb::BaseTableRef&)>& visit);

}  // namespace slipher::engine
