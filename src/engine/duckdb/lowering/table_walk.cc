#include "engine/duckdb/lowering/table_walk.h"

#include "duckdb/parser/expression/subquery_expression.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/query_node/list.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/list.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::ParsedExpression;
using ::duckdb::ParsedExpressionIterator;
using ::duckdb::TableRef;
using Visit = std::function<void(::duckdb::BaseTableRef&)>;

void walk_expression(ParsedExpression& expression, const Visit& visit) {
  if (expression.GetExpressionClass() == ::duckdb::ExpressionClass::SUBQUERY)
    for_each_table(*expression.Cast<::duckdb::SubqueryExpression>().subquery->node, visit);
  ParsedExpressionIterator::EnumerateChildren(
      expression, [&](::duckdb::unique_ptr<ParsedExpression>& child) { walk_expression(*child, visit); });
}

using VisitSelect = std::function<void(::duckdb::SelectNode&)>;

void walk_selects_of(ParsedExpression& expression, const VisitSelect& visit) {
  if (expression.GetExpressionClass() == ::duckdb::ExpressionClass::SUBQUERY)
    for_each_select(*expression.Cast<::duckdb::SubqueryExpression>().subquery->node, visit);
  ParsedExpressionIterator::EnumerateChildren(
      expression, [&](::duckdb::unique_ptr<ParsedExpression>& child) { walk_selects_of(*child, visit); });
}

// Without the subqueries of the query's tables and expressions, to which DuckDB's iterator leads.
void visit_own_selects(::duckdb::QueryNode& node, const VisitSelect& visit) {
  for (auto& entry : node.cte_map.map) visit_own_selects(*entry.second->query->node, visit);
  switch (node.type) {
    case ::duckdb::QueryNodeType::SELECT_NODE:
      return visit(node.Cast<::duckdb::SelectNode>());
    case ::duckdb::QueryNodeType::SET_OPERATION_NODE: {
      auto& set = node.Cast<::duckdb::SetOperationNode>();
      visit_own_selects(*set.left, visit);
      return visit_own_selects(*set.right, visit);
    }
    case ::duckdb::QueryNodeType::RECURSIVE_CTE_NODE: {
      auto& recursive = node.Cast<::duckdb::RecursiveCTENode>();
      visit_own_selects(*recursive.left, visit);
      return visit_own_selects(*recursive.right, visit);
    }
    case ::duckdb::QueryNodeType::CTE_NODE: {
      auto& common = node.Cast<::duckdb::CTENode>();
      visit_own_selects(*common.query, visit);
      return visit_own_selects(*common.child, visit);
    }
    default:
      return;
  }
}

}  // namespace

void for_each_select(::duckdb::QueryNode& node, const VisitSelect& visit) {
  visit_own_selects(node, visit);
  ParsedExpressionIterator::EnumerateQueryNodeChildren(
      node,
      [&](::duckdb::unique_ptr<ParsedExpression>& child) {
        if (child) walk_selects_of(*child, visit);
      },
      [&](TableRef& table) {
        if (table.type == ::duckdb::TableReferenceType::SUBQUERY)
          visit_own_selects(*table.Cast<::duckdb::SubqueryRef>().subquery->node, visit);
      });
}

void for_each_joined_table(TableRef& from, const Visit& visit) {
  if (from.type == ::duckdb::TableReferenceType::BASE_TABLE) return visit(from.Cast<::duckdb::BaseTableRef>());
  if (from.type != ::duckdb::TableReferenceType::JOIN) return;
  auto& join = from.Cast<::duckdb::JoinRef>();
  for_each_joined_table(*join.left, visit);
  for_each_joined_table(*join.right, visit);
}

void for_each_table(::duckdb::QueryNode& node, const Visit& visit) {
  ParsedExpressionIterator::EnumerateQueryNodeChildren(
      node,
      [&](::duckdb::unique_ptr<ParsedExpression>& child) {
        if (child) walk_expression(*child, visit);
      },
      [&](TableRef& table) {
        if (table.type == ::duckdb::TableReferenceType::BASE_TABLE) visit(table.Cast<::duckdb::BaseTableRef>());
      });
}

}  // namespace slipher::engine
