#include "engine/duckdb/lowering/table_walk.h"

#include "duckdb/parser/expression/subquery_expression.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/statement/select_statement.hpp"

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

}  // namespace

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
