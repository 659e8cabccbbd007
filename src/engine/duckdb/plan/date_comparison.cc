#include "engine/duckdb/plan/date_comparison.h"

#include <optional>
#include <utility>

#include "duckdb/common/types/timestamp.hpp"
#include "duckdb/execution/expression_executor.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::ExpressionType;
using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;
using ExpressionPointer = ::duckdb::unique_ptr<Expression>;

/// A constant timestamp: its day, and whether it is the day's first moment.
struct Moment {
  ::duckdb::date_t day;
  bool is_midnight;
};

bool is_date_as_timestamp(const Expression& expression) {
  if (expression.GetExpressionClass() != ExpressionClass::BOUND_CAST) return false;
  const auto& cast = expression.Cast<::duckdb::BoundCastExpression>();
  return !cast.try_cast && cast.return_type.id() == LogicalTypeId::TIMESTAMP &&
         cast.child->return_type.id() == LogicalTypeId::DATE && !cast.child->IsFoldable();
}

std::optional<Moment> constant_moment(::duckdb::ClientContext& context, const Expression& expression) {
  if (expression.return_type.id() != LogicalTypeId::TIMESTAMP || !expression.IsFoldable()) return std::nullopt;
  ::duckdb::Value value;
  if (!::duckdb::ExpressionExecutor::TryEvaluateScalar(context, expression, value) || value.IsNull())
    return std::nullopt;
  const auto timestamp = value.GetValue<::duckdb::timestamp_t>();
  if (!::duckdb::Timestamp::IsFinite(timestamp)) return std::nullopt;
  const auto day = ::duckdb::Timestamp::GetDate(timestamp);
  return Moment{day, ::duckdb::Timestamp::GetTime(timestamp).micros == 0};
}

/// The comparison of dates that says the same as `date` `comparison` `moment` of timestamps; COMPARE_INVALID = none.
ExpressionType date_comparison(ExpressionType comparison, bool is_midnight) {
  switch (comparison) {
    case ExpressionType::COMPARE_LESSTHAN:
      return is_midnight ? comparison : ExpressionType::COMPARE_LESSTHANOREQUALTO;
    case ExpressionType::COMPARE_GREATERTHANOREQUALTO:
      return is_midnight ? comparison : ExpressionType::COMPARE_GREATERTHAN;
    case ExpressionType::COMPARE_LESSTHANOREQUALTO:
    case ExpressionType::COMPARE_GREATERTHAN:
      return comparison;
    case ExpressionType::COMPARE_EQUAL:
    case ExpressionType::COMPARE_NOTEQUAL:
      return is_midnight ? comparison : ExpressionType::INVALID;
    default:
      return ExpressionType::INVALID;
  }
}

ExpressionPointer date_of(Expression& cast) { return std::move(cast.Cast<::duckdb::BoundCastExpression>().child); }
ExpressionPointer constant(::duckdb::date_t day) {
  return ::duckdb::make_uniq<::duckdb::BoundConstantExpression>(::duckdb::Value::DATE(day));
}

void compare(::duckdb::ClientContext& context, Expression& expression) {
  auto& node = expression.Cast<::duckdb::BoundComparisonExpression>();
  const bool is_left = is_date_as_timestamp(*node.left);
  if (!is_left && !is_date_as_timestamp(*node.right)) return;
  const auto moment = constant_moment(context, is_left ? *node.right : *node.left);
  if (!moment) return;
  const auto written = expression.GetExpressionType();
  const auto comparison =
      date_comparison(is_left ? written : ::duckdb::FlipComparisonExpression(written), moment->is_midnight);
  if (comparison == ExpressionType::INVALID) return;
  node.left = date_of(is_left ? *node.left : *node.right);
  node.right = constant(moment->day);
  node.SetExpressionTypeUnsafe(comparison);
}

/// Bounds become dates when the value and both of them can.
void between(::duckdb::ClientContext& context, Expression& expression) {
  auto& node = expression.Cast<::duckdb::BoundBetweenExpression>();
  if (!is_date_as_timestamp(*node.input)) return;
  const auto lower = constant_moment(context, *node.lower);
  const auto upper = constant_moment(context, *node.upper);
  if (!lower || !upper) return;
  node.input = date_of(*node.input);
  node.lower = constant(lower->day);
  node.upper = constant(upper->day);
  node.lower_inclusive = node.lower_inclusive && lower->is_midnight;
  node.upper_inclusive = node.upper_inclusive || !upper->is_midnight;
}

void visit(::duckdb::ClientContext& context, Expression& expression) {
  ::duckdb::ExpressionIterator::EnumerateChildren(expression, [&](Expression& child) { visit(context, child); });
  if (expression.GetExpressionClass() == ExpressionClass::BOUND_COMPARISON) return compare(context, expression);
  if (expression.GetExpressionClass() == ExpressionClass::BOUND_BETWEEN) between(context, expression);
}

}  // namespace

void compare_dates_as_dates(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan) {
  for (auto& child : plan.children) compare_dates_as_dates(context, *child);
  ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(plan,
                                                         [&](ExpressionPointer* each) { visit(context, **each); });
}

}  // namespace slipher::engine
