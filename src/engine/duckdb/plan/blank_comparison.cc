#include "engine/duckdb/plan/blank_comparison.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"
#include "duckdb/planner/operator/list.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/super_extremes.h"
#include "engine/duckdb/plan/comparison_functions.h"
#include "engine/duckdb/plan/distinct_rows.h"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::ExpressionType;
using ::duckdb::LogicalOperator;
using ::duckdb::LogicalOperatorType;
using ::duckdb::LogicalType;
using ::duckdb::string_t;
using ::duckdb::unique_ptr;
using ::duckdb::Value;

bool is_super(const LogicalType& type) { return declared_type(type).kind == DeclaredKind::kSuper; }

std::string constant_without_blanks(const Expression& constant) {
  const auto& text = ::duckdb::StringValue::Get(constant.Cast<::duckdb::BoundConstantExpression>().value);
  return text.substr(0, size_without_blanks(text.data(), text.size()));
}

bool is_text_constant(const Expression& expression) {
  return expression.GetExpressionClass() == ExpressionClass::BOUND_CONSTANT &&
         expression.return_type.id() == ::duckdb::LogicalTypeId::VARCHAR &&
         !expression.Cast<::duckdb::BoundConstantExpression>().value.IsNull();
}

/// A constant that was cast to the declared type of what it is compared with is a constant of that type.
void settle_constant(unique_ptr<Expression>& expression) {
  if (expression->GetExpressionClass() != ExpressionClass::BOUND_CAST || !is_comparable_text(expression->return_type))
    return;
  auto& child = expression->Cast<::duckdb::BoundCastExpression>().child;
  if (!is_text_constant(*child) || !is_comparable_text(child->return_type)) return;
  const auto type = expression->return_type;
  auto constant = std::move(child);
  constant->Cast<::duckdb::BoundConstantExpression>().value.Reinterpret(type);
  constant->return_type = type;
  constant->SetAlias(expression->GetAlias());
  expression = std::move(constant);
}

Value text_value(std::string text, const LogicalType& type) {
  Value value(std::move(text));
  value.Reinterpret(type);
  return value;
}

void cut(unique_ptr<Expression>& text) {
  if (!may_end_in_blanks(*text)) return;
  const auto type = text->return_type;
  if (is_text_constant(*text)) {
    text->Cast<::duckdb::BoundConstantExpression>().value = text_value(constant_without_blanks(*text), type);
    return;
  }
  if (text->GetExpressionClass() != ExpressionClass::BOUND_CONSTANT) cut_blanks(text);
}

/// Makes a value what it is compared by.
void comparable(unique_ptr<Expression>& value) {
  if (is_super(value->return_type)) return make_super_key(value);
  cut(value);
}

/// Two sides of a comparison; SUPER beside another type was made to meet it by casts.
void comparable(unique_ptr<Expression>& left, unique_ptr<Expression>& right, bool by_order = false) {
  if (is_super(left->return_type) != is_super(right->return_type)) return;
  if (by_order && is_super(left->return_type))
    make_super_key(left, *right);
  else
    comparable(left);
  comparable(right);
}

/// What only divides rows need not be of a declared type either.
void partition_by(unique_ptr<Expression>& key) {
  comparable(key);
  if (can_be_plain(*key)) return plain_text(key);
  if (!is_cut(*key)) return;
  key->return_type = LogicalType::VARCHAR;
  key->Cast<::duckdb::BoundFunctionExpression>().function.return_type = LogicalType::VARCHAR;
}

unique_ptr<Expression> comparison(ExpressionType type, unique_ptr<Expression> left, unique_ptr<Expression> right) {
  return ::duckdb::make_uniq<::duckdb::BoundComparisonExpression>(type, std::move(left), std::move(right));
}

/// column = 'text' with a range around it, which the storage can skip by: 'text' and blanks lie below 'text!'.
void compare_with_constant(unique_ptr<Expression>& equality) {
  auto& node = equality->Cast<::duckdb::BoundComparisonExpression>();
  auto& column = is_text_constant(*node.right) ? node.left : node.right;
  auto& constant = is_text_constant(*node.right) ? node.right : node.left;
  const auto type = constant->return_type;
  const auto text = constant_without_blanks(*constant);
  const auto bound = [&](std::string value) {
    return ::duckdb::make_uniq<::duckdb::BoundConstantExpression>(text_value(std::move(value), type));
  };
  auto all = ::duckdb::make_uniq<::duckdb::BoundConjunctionExpression>(ExpressionType::CONJUNCTION_AND);
  all->children.push_back(comparison(ExpressionType::COMPARE_GREATERTHANOREQUALTO, column->Copy(), bound(text)));
  all->children.push_back(comparison(ExpressionType::COMPARE_LESSTHAN, column->Copy(), bound(text + '!')));
  auto exact = column->Copy();
  cut(exact);
  all->children.push_back(comparison(ExpressionType::COMPARE_EQUAL, std::move(exact), bound(text)));
  all->SetAlias(equality->GetAlias());
  equality = std::move(all);
}

/// text = 'text' and text <> 'text' where nothing can be skipped: one look at each text, or at each of a dictionary.
void compare_computed(unique_ptr<Expression>& comparison) {
  auto& node = comparison->Cast<::duckdb::BoundComparisonExpression>();
  const bool is_left = is_text_constant(*node.left);
  auto& constant = is_left ? node.left : node.right;
  auto& text = is_left ? node.right : node.left;
  cut(constant);
  auto alias = comparison->GetAlias();
  const bool is_equal = comparison->GetExpressionType() == ExpressionType::COMPARE_EQUAL;
  auto result = equals_text(std::move(text), std::move(constant));
  if (!is_equal) {
    auto negated =
        ::duckdb::make_uniq<::duckdb::BoundOperatorExpression>(ExpressionType::OPERATOR_NOT, LogicalType::BOOLEAN);
    negated->children.push_back(std::move(result));
    result = std::move(negated);
  }
  comparison = std::move(result);
  comparison->SetAlias(std::move(alias));
}

LogicalType list_type(const Expression& list) {
  return list.Cast<::duckdb::BoundOperatorExpression>().children[0]->return_type;
}

/// column IN ('text', ...) with a range around it, as for one text.
void bound_list(unique_ptr<Expression>& expression) {
  auto& list = expression->Cast<::duckdb::BoundOperatorExpression>().children;
  const auto type = list[0]->return_type;
  if (list[0]->GetExpressionClass() != ExpressionClass::BOUND_COLUMN_REF || !may_end_in_blanks(*list[0]) ||
      !std::all_of(list.begin() + 1, list.end(), [](const auto& each) { return is_text_constant(*each); }))
    return;
  std::vector<std::string> texts;
  for (std::size_t i = 1; i < list.size(); i++) texts.push_back(constant_without_blanks(*list[i]));
  const auto lowest = *std::min_element(texts.begin(), texts.end());
  for (auto& text : texts) text += '!';
  const auto above = *std::max_element(texts.begin(), texts.end());
  const auto bound = [&](std::string text) {
    return ::duckdb::make_uniq<::duckdb::BoundConstantExpression>(text_value(std::move(text), type));
  };
  auto all = ::duckdb::make_uniq<::duckdb::BoundConjunctionExpression>(ExpressionType::CONJUNCTION_AND);
  all->children.push_back(comparison(ExpressionType::COMPARE_GREATERTHANOREQUALTO, list[0]->Copy(), bound(lowest)));
  all->children.push_back(comparison(ExpressionType::COMPARE_LESSTHAN, list[0]->Copy(), bound(above)));
  all->SetAlias(expression->GetAlias());
  for (auto& each : list) cut(each);
  all->children.push_back(std::move(expression));
  expression = std::move(all);
}

/// MAX and MIN of SUPER values.
void find_extreme(::duckdb::AggregateFunction& function, const ::duckdb::vector<unique_ptr<Expression>>& arguments) {
  const bool greatest = function.name == "max";
  if (arguments.size() == 1 && (greatest || function.name == "min") && is_super(arguments[0]->return_type))
    function = functions::super_extreme(greatest, arguments[0]->return_type);
}

bool is_distinction(ExpressionType type) {
  return type == ExpressionType::COMPARE_DISTINCT_FROM || type == ExpressionType::COMPARE_NOT_DISTINCT_FROM;
}

/// `filters`: rows are chosen by the expression, so that a range can skip some.
void compare(unique_ptr<Expression>& expression, bool filters) {
  switch (expression->GetExpressionClass()) {
    case ExpressionClass::BOUND_COMPARISON: {
      auto& node = expression->Cast<::duckdb::BoundComparisonExpression>();
      settle_constant(node.left);
      settle_constant(node.right);
      const bool left_constant = is_text_constant(*node.left);
      const auto& other = left_constant ? node.right : node.left;
      const auto type = expression->GetExpressionType();
      const bool is_equality = type == ExpressionType::COMPARE_EQUAL || type == ExpressionType::COMPARE_NOTEQUAL;
      if (!filters && is_equality && left_constant != is_text_constant(*node.right) && may_end_in_blanks(*other))
        return compare_computed(expression);
      const bool is_range = type == ExpressionType::COMPARE_EQUAL && left_constant != is_text_constant(*node.right) &&
                            may_end_in_blanks(*other) &&
                            other->GetExpressionClass() == ExpressionClass::BOUND_COLUMN_REF;
      if (is_range) return compare_with_constant(expression);
      return comparable(node.left, node.right, !is_equality && !is_distinction(type));
    }
    case ExpressionClass::BOUND_BETWEEN: {
      auto& node = expression->Cast<::duckdb::BoundBetweenExpression>();
      if (is_super(node.input->return_type)) {
        make_super_key(node.lower, *node.input);
        make_super_key(node.upper, *node.input);
      } else {
        comparable(node.lower);
        comparable(node.upper);
      }
      return comparable(node.input);
    }
    case ExpressionClass::BOUND_OPERATOR: {
      const auto type = expression->GetExpressionType();
      if (type != ExpressionType::COMPARE_IN && type != ExpressionType::COMPARE_NOT_IN) return;
      for (auto& each : expression->Cast<::duckdb::BoundOperatorExpression>().children) settle_constant(each);
      if (type == ExpressionType::COMPARE_IN && is_comparable_text(list_type(*expression))) {
        const auto before = expression.get();
        bound_list(expression);
        if (expression.get() != before) return;
      }
      for (auto& each : expression->Cast<::duckdb::BoundOperatorExpression>().children) comparable(each);
      return;
    }
    case ExpressionClass::BOUND_AGGREGATE: {
      auto& node = expression->Cast<::duckdb::BoundAggregateExpression>();
      find_extreme(node.function, node.children);
      if (!node.IsDistinct()) return;
      for (auto& each : node.children) node.function.name == "count" ? comparable(each) : cut(each);
      return;
    }
    case ExpressionClass::BOUND_WINDOW: {
      auto& node = expression->Cast<::duckdb::BoundWindowExpression>();
      if (node.aggregate) find_extreme(*node.aggregate, node.children);
      for (auto& each : node.partitions) partition_by(each);
      for (auto& order : node.orders) {
        if (is_super(order.expression->return_type)) comparable(order.expression);
        if (can_be_plain(*order.expression)) plain_text(order.expression);
      }
      return;
    }
    default:
      return;
  }
}

void visit(unique_ptr<Expression>& expression, bool filters) {
  ::duckdb::ExpressionIterator::EnumerateChildren(*expression,
                                                  [&](unique_ptr<Expression>& child) { visit(child, filters); });
  compare(expression, filters);
}

/// A filter above is moved into what a projection computes.
bool may_filter(const LogicalOperator& op, const Expression& expression) {
  switch (op.type) {
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY:
    case LogicalOperatorType::LOGICAL_WINDOW:
      return false;
    case LogicalOperatorType::LOGICAL_PROJECTION:
      return expression.GetExpressionClass() == ExpressionClass::BOUND_COMPARISON;
    default:
      return true;
  }
}

/// `correlated`: below a join that repeats values of the outer query, which must come back as they were.
void visit(::duckdb::Binder& binder, unique_ptr<LogicalOperator>& plan, bool correlated) {
  auto& op = *plan;
  const bool is_delim = op.type == LogicalOperatorType::LOGICAL_DELIM_JOIN;
  for (auto& child : op.children) visit(binder, child, correlated || is_delim);
  ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(
      op, [&](unique_ptr<Expression>* each) { visit(*each, may_filter(op, **each)); });
  switch (op.type) {
    case LogicalOperatorType::LOGICAL_COMPARISON_JOIN:
    case LogicalOperatorType::LOGICAL_DELIM_JOIN:
      for (auto& condition : op.Cast<::duckdb::LogicalComparisonJoin>().conditions) {
        if (condition.comparison == ExpressionType::COMPARE_NOT_DISTINCT_FROM && (correlated || is_delim)) continue;
        comparable(condition.left, condition.right);
      }
      break;
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY:
      if (correlated) break;
      for (auto& group : op.Cast<::duckdb::LogicalAggregate>().groups) cut(group);
      break;
    case LogicalOperatorType::LOGICAL_DISTINCT:
      if (correlated || group_distinct_rows(binder, plan)) break;
      for (auto& target : op.Cast<::duckdb::LogicalDistinct>().distinct_targets) comparable(target);
      break;
    case LogicalOperatorType::LOGICAL_ORDER_BY:
      for (auto& order : op.Cast<::duckdb::LogicalOrder>().orders) {
        if (is_super(order.expression->return_type)) comparable(order.expression);
      }
      break;
    default:
      break;
  }
}

}  // namespace

void ignore_trailing_blanks(::duckdb::Binder& binder, unique_ptr<LogicalOperator>& plan) { visit(binder, plan, false); }

}  // namespace slipher::engine
