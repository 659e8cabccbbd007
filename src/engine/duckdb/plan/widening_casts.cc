#include "engine/duckdb/plan/widening_casts.h"

#include <utility>

#include "duckdb/planner/expression/bound_cast_expression.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"
#include "engine/duckdb/functions/wide_decimals.h"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::LogicalOperatorType;
using functions::BoundPointer;

/// DuckDB compares a column as it is stored where it sees the cast.
bool is_comparison(const Expression& expression) {
  return expression.GetExpressionClass() == ExpressionClass::BOUND_COMPARISON ||
         expression.GetExpressionClass() == ExpressionClass::BOUND_BETWEEN ||
         expression.GetExpressionClass() == ExpressionClass::BOUND_OPERATOR;
}

void widen(BoundPointer& expression) {
  if (expression->GetExpressionClass() != ExpressionClass::BOUND_CAST) return;
  auto& cast = expression->Cast<::duckdb::BoundCastExpression>();
  if (cast.try_cast || !functions::only_widens(cast.child->return_type, cast.return_type)) return;
  auto alias = expression->GetAlias();
  const auto type = cast.return_type;
  expression = functions::widened(std::move(cast.child), type);
  expression->SetAlias(std::move(alias));
}

void visit(BoundPointer& expression) {
  const bool compares = is_comparison(*expression);
  ::duckdb::ExpressionIterator::EnumerateChildren(*expression, [&](BoundPointer& child) {
    visit(child);
    if (!compares) widen(child);
  });
}

/// A filter above is moved to a column's cast here.
bool may_be_filtered(const Expression& expression) {
  return expression.GetExpressionClass() == ExpressionClass::BOUND_CAST &&
         expression.Cast<::duckdb::BoundCastExpression>().child->GetExpressionClass() ==
             ExpressionClass::BOUND_COLUMN_REF;
}

}  // namespace

void use_own_widening(::duckdb::LogicalOperator& plan) {
  for (auto& child : plan.children) use_own_widening(*child);
  const bool computes = plan.type == LogicalOperatorType::LOGICAL_PROJECTION ||
                        plan.type == LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY;
  ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(plan, [&](BoundPointer* each) {
    visit(*each);
    if (computes && !may_be_filtered(**each)) widen(*each);
  });
}

}  // namespace slipher::engine
