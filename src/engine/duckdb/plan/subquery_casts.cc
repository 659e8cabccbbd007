#include "engine/duckdb/plan/subquery_casts.h"

#include "duckdb/function/cast/cast_function_set.hpp"
#include "duckdb/planner/expression/bound_cast_expression.hpp"
#include "duckdb/planner/operator/logical_comparison_join.hpp"

namespace slipher::engine {
namespace {

void rebind(::duckdb::ClientContext& context, ::duckdb::Expression& operand) {
  if (operand.GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_CAST) return;
  auto& cast = operand.Cast<::duckdb::BoundCastExpression>();
  ::duckdb::GetCastFunctionInput input(context);
  cast.bound_cast =
      ::duckdb::CastFunctionSet::Get(context).GetCastFunction(cast.child->return_type, cast.return_type, input);
}

}  // namespace

void use_registered_casts(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan) {
  for (auto& child : plan.children) use_registered_casts(context, *child);
  if (plan.type != ::duckdb::LogicalOperatorType::LOGICAL_COMPARISON_JOIN &&
      plan.type != ::duckdb::LogicalOperatorType::LOGICAL_DELIM_JOIN)
    return;
  for (auto& condition : plan.Cast<::duckdb::LogicalComparisonJoin>().conditions) {
    rebind(context, *condition.left);
    rebind(context, *condition.right);
  }
}

}  // namespace slipher::engine
