#include "engine/duckdb/plan/number_comparison.h"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"
#include "duckdb/planner/operator/logical_comparison_join.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/plan/comparison_functions.h"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::ExpressionType;
using ::duckdb::LogicalType;
using ::duckdb::unique_ptr;

enum class Side { kOther, kText, kSuper };

/// Where the operand of a cast stands, by the cast's own place. DuckDB copies the operand of BETWEEN, and a copied
/// column has lost its place.
using Places = std::unordered_map<::duckdb::idx_t, ::duckdb::idx_t>;

void note_places(const Expression& expression, Places& places) {
  if (expression.GetExpressionClass() == ExpressionClass::BOUND_CAST) {
    const auto place = expression.GetQueryLocation();
    const auto operand = expression.Cast<::duckdb::BoundCastExpression>().child->GetQueryLocation();
    if (place.IsValid() && operand.IsValid()) places[place.GetIndex()] = operand.GetIndex();
  }
  ::duckdb::ExpressionIterator::EnumerateChildren(expression,
                                                  [&](const Expression& child) { note_places(child, places); });
}

void note_places(::duckdb::LogicalOperator& plan, Places& places) {
  for (auto& child : plan.children) note_places(*child, places);
  ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(
      plan, [&](unique_ptr<Expression>* each) { note_places(**each, places); });
}

/// A cast that a comparison made has the place of its operand in the statement; one that was written has its own.
bool is_implicit(const ::duckdb::BoundCastExpression& cast, const Places& places) {
  const auto place = cast.GetQueryLocation();
  if (!place.IsValid()) return true;
  const auto operand = places.find(place.GetIndex());
  return operand != places.end() && operand->second == place.GetIndex();
}

/// What a comparison cast to a number by itself; SUPER also to a boolean.
Side implicit_cast_of(const Expression& expression, const Places& places) {
  const bool is_boolean = expression.return_type.id() == ::duckdb::LogicalTypeId::BOOLEAN;
  if (expression.GetExpressionClass() != ExpressionClass::BOUND_CAST ||
      (!is_boolean && !expression.return_type.IsNumeric()))
    return Side::kOther;
  const auto& cast = expression.Cast<::duckdb::BoundCastExpression>();
  const auto& operand = *cast.child;
  if (!is_implicit(cast, places) || operand.return_type.id() != ::duckdb::LogicalTypeId::VARCHAR ||
      operand.GetExpressionClass() == ExpressionClass::BOUND_CONSTANT)
    return Side::kOther;
  if (declared_type(operand.return_type).kind == DeclaredKind::kSuper) return Side::kSuper;
  return is_boolean ? Side::kOther : Side::kText;
}

void as_text(::duckdb::ClientContext& context, unique_ptr<Expression>& number) {
  if (number->GetExpressionClass() == ExpressionClass::BOUND_CONSTANT && number->return_type.IsIntegral()) {
    const auto& value = number->Cast<::duckdb::BoundConstantExpression>().value;
    const auto text = value.IsNull() ? ::duckdb::Value(LogicalType::VARCHAR) : ::duckdb::Value(value.ToString());
    number = ::duckdb::make_uniq<::duckdb::BoundConstantExpression>(text);
    return;
  }
  number = ::duckdb::BoundCastExpression::AddCastToType(context, std::move(number), LogicalType::VARCHAR);
}

bool is_equality(ExpressionType comparison) {
  return comparison == ExpressionType::COMPARE_EQUAL || comparison == ExpressionType::COMPARE_NOTEQUAL ||
         comparison == ExpressionType::COMPARE_DISTINCT_FROM || comparison == ExpressionType::COMPARE_NOT_DISTINCT_FROM;
}

void without_cast(unique_ptr<Expression>& cast) {
  auto child = std::move(cast->Cast<::duckdb::BoundCastExpression>().child);
  cast = std::move(child);
}

class NumberComparison {
 public:
  NumberComparison(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan) : context_(context) {
    note_places(plan, places_);
  }
  void visit(::duckdb::LogicalOperator& plan);

 private:
  using Operands = std::vector<unique_ptr<Expression>*>;
  void visit(unique_ptr<Expression>& expression);
  /// Makes operands that are compared with each other of one kind again; the first that was cast decides. For equality
  /// a SUPER value of another type is another value, while it has no order.
  void meet(const Operands& operands, bool for_equality);
  Side side_of(const Expression& expression) const { return implicit_cast_of(expression, places_); }

  ::duckdb::ClientContext& context_;
  Places places_;
};

void NumberComparison::meet(const Operands& operands, bool for_equality) {
  Side side = Side::kOther;
  for (auto* operand : operands) {
    if (side == Side::kOther) side = side_of(**operand);
  }
  if (side == Side::kOther) return;
  // "In comparisons with DECIMAL the text becomes a number": as DuckDB has it.
  const bool is_decimal = std::any_of(operands.begin(), operands.end(), [&](auto* operand) {
    return side_of(**operand) == Side::kOther && (*operand)->return_type.id() == ::duckdb::LogicalTypeId::DECIMAL;
  });
  if (side == Side::kText && is_decimal) return;
  // In an order booleans stay what they were cast to.
  if (!for_equality && (*operands.front())->return_type.id() == ::duckdb::LogicalTypeId::BOOLEAN) return;
  for (auto* operand : operands) {
    if (side_of(**operand) == side)
      without_cast(*operand);
    else
      as_text(context_, *operand);
    if (side == Side::kSuper) for_equality ? make_super_key(*operand) : make_number_key(*operand);
  }
}

void NumberComparison::visit(unique_ptr<Expression>& expression) {
  ::duckdb::ExpressionIterator::EnumerateChildren(*expression, [&](unique_ptr<Expression>& child) { visit(child); });
  switch (expression->GetExpressionClass()) {
    case ExpressionClass::BOUND_COMPARISON: {
      auto& node = expression->Cast<::duckdb::BoundComparisonExpression>();
      return meet({&node.left, &node.right}, is_equality(expression->GetExpressionType()));
    }
    case ExpressionClass::BOUND_BETWEEN: {
      auto& node = expression->Cast<::duckdb::BoundBetweenExpression>();
      return meet({&node.input, &node.lower, &node.upper}, false);
    }
    case ExpressionClass::BOUND_OPERATOR: {
      const auto type = expression->GetExpressionType();
      if (type != ExpressionType::COMPARE_IN && type != ExpressionType::COMPARE_NOT_IN) return;
      Operands operands;
      for (auto& each : expression->Cast<::duckdb::BoundOperatorExpression>().children) operands.push_back(&each);
      return meet(operands, true);
    }
    default:
      return;
  }
}

void NumberComparison::visit(::duckdb::LogicalOperator& plan) {
  for (auto& child : plan.children) visit(*child);
  ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(plan, [&](unique_ptr<Expression>* each) { visit(*each); });
  if (plan.type != ::duckdb::LogicalOperatorType::LOGICAL_COMPARISON_JOIN &&
      plan.type != ::duckdb::LogicalOperatorType::LOGICAL_DELIM_JOIN)
    return;
  for (auto& condition : plan.Cast<::duckdb::LogicalComparisonJoin>().conditions)
    meet({&condition.left, &condition.right}, is_equality(condition.comparison));
}

}  // namespace

void compare_with_numbers(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan) {
  NumberComparison(context, plan).visit(plan);
}

}  // namespace slipher::engine
