#include "engine/duckdb/blank_comparison.h"

#include <string>
#include <utility>

#include "duckdb.hpp"
#include "duckdb/function/scalar_function.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"
#include "duckdb/planner/operator/list.hpp"
#include "engine/duckdb/declared_types.h"

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

bool is_comparable_text(const LogicalType& type) {
  if (type.id() != ::duckdb::LogicalTypeId::VARCHAR || type.IsJSONType()) return false;
  const auto kind = declared_type(type).kind;
  return kind == DeclaredKind::kNone || kind == DeclaredKind::kVarchar || kind == DeclaredKind::kChar;
}

std::size_t size_without_blanks(const char* text, std::size_t size) {
  while (size > 0 && text[size - 1] == ' ') size--;
  return size;
}

/// Nearly no value ends in a blank: then it is passed on as it is.
void cut_blanks(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  ::duckdb::UnaryExecutor::Execute<string_t, string_t>(arguments.data[0], result, arguments.size(), [](string_t text) {
    const auto size = text.GetSize();
    const auto* bytes = text.GetData();
    if (size == 0 || bytes[size - 1] != ' ') return text;
    return string_t(bytes, static_cast<std::uint32_t>(size_without_blanks(bytes, size)));
  });
  ::duckdb::StringVector::AddHeapReference(result, arguments.data[0]);
}

std::string constant_without_blanks(const Expression& constant) {
  const auto& text = ::duckdb::StringValue::Get(constant.Cast<::duckdb::BoundConstantExpression>().value);
  return text.substr(0, size_without_blanks(text.data(), text.size()));
}

bool is_text_constant(const Expression& expression) {
  return expression.GetExpressionClass() == ExpressionClass::BOUND_CONSTANT &&
         expression.return_type.id() == ::duckdb::LogicalTypeId::VARCHAR &&
         !expression.Cast<::duckdb::BoundConstantExpression>().value.IsNull();
}

Value text_value(std::string text, const LogicalType& type) {
  Value value(std::move(text));
  value.Reinterpret(type);
  return value;
}

/// Whether a text may end in blanks: not that of a CHAR column.
bool may_end_in_blanks(const Expression& expression) {
  if (!is_comparable_text(expression.return_type)) return false;
  return expression.GetExpressionClass() != ExpressionClass::BOUND_COLUMN_REF ||
         declared_type(expression.return_type).kind != DeclaredKind::kChar;
}

void cut(unique_ptr<Expression>& text) {
  if (!may_end_in_blanks(*text)) return;
  const auto type = text->return_type;
  if (is_text_constant(*text)) {
    text->Cast<::duckdb::BoundConstantExpression>().value = text_value(constant_without_blanks(*text), type);
    return;
  }
  if (text->GetExpressionClass() == ExpressionClass::BOUND_CONSTANT) return;
  auto alias = text->GetAlias();
  ::duckdb::ScalarFunction function("rs_cut_blanks", {type}, type, cut_blanks);
  ::duckdb::vector<unique_ptr<Expression>> arguments;
  arguments.push_back(std::move(text));
  text =
      ::duckdb::make_uniq<::duckdb::BoundFunctionExpression>(type, std::move(function), std::move(arguments), nullptr);
  text->SetAlias(std::move(alias));
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

void compare(unique_ptr<Expression>& expression) {
  switch (expression->GetExpressionClass()) {
    case ExpressionClass::BOUND_COMPARISON: {
      auto& node = expression->Cast<::duckdb::BoundComparisonExpression>();
      const bool left_constant = is_text_constant(*node.left);
      const auto& other = left_constant ? node.right : node.left;
      const bool is_range = expression->GetExpressionType() == ExpressionType::COMPARE_EQUAL &&
                            left_constant != is_text_constant(*node.right) && may_end_in_blanks(*other) &&
                            other->GetExpressionClass() == ExpressionClass::BOUND_COLUMN_REF;
      if (is_range) return compare_with_constant(expression);
      cut(node.left);
      return cut(node.right);
    }
    case ExpressionClass::BOUND_BETWEEN: {
      auto& node = expression->Cast<::duckdb::BoundBetweenExpression>();
      cut(node.input);
      cut(node.lower);
      return cut(node.upper);
    }
    case ExpressionClass::BOUND_OPERATOR: {
      const auto type = expression->GetExpressionType();
      if (type != ExpressionType::COMPARE_IN && type != ExpressionType::COMPARE_NOT_IN) return;
      for (auto& each : expression->Cast<::duckdb::BoundOperatorExpression>().children) cut(each);
      return;
    }
    case ExpressionClass::BOUND_AGGREGATE: {
      auto& node = expression->Cast<::duckdb::BoundAggregateExpression>();
      if (!node.IsDistinct()) return;
      for (auto& each : node.children) cut(each);
      return;
    }
    case ExpressionClass::BOUND_WINDOW:
      for (auto& each : expression->Cast<::duckdb::BoundWindowExpression>().partitions) cut(each);
      return;
    default:
      return;
  }
}

void visit(unique_ptr<Expression>& expression) {
  ::duckdb::ExpressionIterator::EnumerateChildren(*expression, [](unique_ptr<Expression>& child) { visit(child); });
  compare(expression);
}

/// `correlated`: below a join that repeats values of the outer query, which must come back as they were.
void visit(LogicalOperator& op, bool correlated) {
  const bool is_delim = op.type == LogicalOperatorType::LOGICAL_DELIM_JOIN;
  for (auto& child : op.children) visit(*child, correlated || is_delim);
  ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(op, [](unique_ptr<Expression>* each) { visit(*each); });
  switch (op.type) {
    case LogicalOperatorType::LOGICAL_COMPARISON_JOIN:
    case LogicalOperatorType::LOGICAL_DELIM_JOIN:
      for (auto& condition : op.Cast<::duckdb::LogicalComparisonJoin>().conditions) {
        if (condition.comparison == ExpressionType::COMPARE_NOT_DISTINCT_FROM && (correlated || is_delim)) continue;
        cut(condition.left);
        cut(condition.right);
      }
      break;
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY:
      if (correlated) break;
      for (auto& group : op.Cast<::duckdb::LogicalAggregate>().groups) cut(group);
      break;
    case LogicalOperatorType::LOGICAL_DISTINCT:
      if (correlated) break;
      for (auto& target : op.Cast<::duckdb::LogicalDistinct>().distinct_targets) cut(target);
      break;
    default:
      break;
  }
}

}  // namespace

void ignore_trailing_blanks(LogicalOperator& plan) { visit(plan, false); }

}  // namespace slipher::engine
