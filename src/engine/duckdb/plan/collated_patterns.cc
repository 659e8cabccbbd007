#include "engine/duckdb/plan/collated_patterns.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "duckdb/planner/expression/bound_aggregate_expression.hpp"
#include "duckdb/planner/expression/bound_cast_expression.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"
#include "duckdb/planner/operator/logical_distinct.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine {
namespace {

using ExpressionPointer = ::duckdb::unique_ptr<::duckdb::Expression>;

constexpr std::array<std::string_view, 4> kPatternFunctions = {"~~", "!~~", "like_escape", "not_like_escape"};

bool ignores_case(const ::duckdb::Expression& text) {
  if (text.GetExpressionClass() == ::duckdb::ExpressionClass::BOUND_CAST)
    return ignores_case(*text.Cast<::duckdb::BoundCastExpression>().child);
  return declared_type(text.return_type).ignores_case;
}

void to_lower(::duckdb::ClientContext& context, ExpressionPointer& text) {
  text = functions::bound_call(context, "lower", functions::bound_arguments(std::move(text)));
}

void visit_aggregate(::duckdb::ClientContext& context, ::duckdb::BoundAggregateExpression& aggregate) {
  if (!aggregate.IsDistinct() || aggregate.function.name != "count" || aggregate.children.size() != 1) return;
  if (ignores_case(*aggregate.children[0])) to_lower(context, aggregate.children[0]);
}

/// ~ and SIMILAR TO once more, with the option that ignores case.
void ignore_case_in_expression(::duckdb::ClientContext& context, ExpressionPointer& expression) {
  auto& call = expression->Cast<::duckdb::BoundFunctionExpression>();
  const bool whole = call.function.name == "regexp_full_match";
  if ((!whole && call.function.name != "regexp_matches") || !ignores_case(*call.children[0])) return;
  auto arguments = functions::bound_arguments(std::move(call.children[0]), std::move(call.children[1]),
                                              functions::bound_constant(::duckdb::Value(whole ? "si" : "i")));
  expression = functions::bound_call(context, whole ? "regexp_full_match" : "regexp_matches", std::move(arguments));
}

void visit(::duckdb::ClientContext& context, ExpressionPointer& expression) {
  ::duckdb::ExpressionIterator::EnumerateChildren(*expression,
                                                  [&](ExpressionPointer& child) { visit(context, child); });
  if (expression->GetExpressionClass() == ::duckdb::ExpressionClass::BOUND_AGGREGATE)
    return visit_aggregate(context, expression->Cast<::duckdb::BoundAggregateExpression>());
  if (expression->GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_FUNCTION) return;
  auto& call = expression->Cast<::duckdb::BoundFunctionExpression>();
  if (call.function.name.starts_with("regexp_")) return ignore_case_in_expression(context, expression);
  const auto known = std::find(kPatternFunctions.begin(), kPatternFunctions.end(), call.function.name);
  if (known == kPatternFunctions.end() || call.children.size() < 2 || !ignores_case(*call.children[0])) return;
  to_lower(context, call.children[0]);
  to_lower(context, call.children[1]);
}

}  // namespace

void ignore_case_in_patterns(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan) {
  for (auto& child : plan.children) ignore_case_in_patterns(context, *child);
  ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(plan, [&](ExpressionPointer* each) { visit(context, *each); });
  if (plan.type != ::duckdb::LogicalOperatorType::LOGICAL_DISTINCT) return;
  // Those of UNION; DuckDB has seen to the others.
  for (auto& target : plan.Cast<::duckdb::LogicalDistinct>().distinct_targets) {
    const bool is_column = target->GetExpressionClass() == ::duckdb::ExpressionClass::BOUND_COLUMN_REF;
    if (is_column && ignores_case(*target)) to_lower(context, target);
  }
}

}  // namespace slipher::engine
