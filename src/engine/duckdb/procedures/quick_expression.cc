#include "engine/duckdb/procedures/quick_expression.h"

#include "engine/duckdb/procedures/quick_parser.h"

namespace slipher::engine {

using ::duckdb::LogicalTypeId;
using ::duckdb::Value;

std::optional<QuickExpression> QuickExpression::compile(std::string_view text, const Variables& variables) {
  constexpr std::size_t kLongest = 2'000;
  if (text.size() > kLongest) return std::nullopt;
  QuickParser parser(text, variables);
  if (!parser.parse()) return std::nullopt;
  QuickExpression expression;
  expression.steps_ = parser.take_steps();
  return expression;
}

bool QuickExpression::load(const Value& value, Operand& operand) {
  if (value.IsNull()) {
    operand = std::monostate();
    return true;
  }
  switch (value.type().id()) {
    case LogicalTypeId::BOOLEAN:
      operand = ::duckdb::BooleanValue::Get(value);
      return true;
    case LogicalTypeId::INTEGER:
      operand = Integer{::duckdb::IntegerValue::Get(value), false};
      return true;
    case LogicalTypeId::BIGINT:
      if (value.type().HasAlias()) return false;
      operand = Integer{::duckdb::BigIntValue::Get(value), true};
      return true;
    case LogicalTypeId::VARCHAR:
      if (value.type().HasAlias()) return false;
      operand = ::duckdb::StringValue::Get(value);
      return true;
    default:
      return false;
  }
}

bool QuickExpression::calculate(Operation operation, const Integer& left, const Integer& right, Operand& result) {
  std::int64_t value = 0;
  bool overflows = false;
  switch (operation) {
    case Operation::kAdd:
      overflows = __builtin_add_overflow(left.value, right.value, &value);
      break;
    case Operation::kSubtract:
      overflows = __builtin_sub_overflow(left.value, right.value, &value);
      break;
    case Operation::kMultiply:
      overflows = __builtin_mul_overflow(left.value, right.value, &value);
      break;
    case Operation::kDivide:
    case Operation::kModulo:
      if (right.value == 0 || right.value == -1) return false;
      value = operation == Operation::kDivide ? left.value / right.value : left.value % right.value;
      break;
    case Operation::kEqual:
      result = left.value == right.value;
      return true;
    case Operation::kNotEqual:
      result = left.value != right.value;
      return true;
    case Operation::kLess:
      result = left.value < right.value;
      return true;
    case Operation::kLessEqual:
      result = left.value <= right.value;
      return true;
    case Operation::kGreater:
      result = left.value > right.value;
      return true;
    case Operation::kGreaterEqual:
      result = left.value >= right.value;
      return true;
    default:
      return false;
  }
  const bool wide = left.wide || right.wide;
  if (overflows || (!wide && (value > INT32_MAX || value < INT32_MIN))) return false;
  result = Integer{value, wide};
  return true;
}

bool QuickExpression::apply(Operation operation, std::vector<Operand>& stack) {
  auto& top = stack.back();
  const bool is_null = std::holds_alternative<std::monostate>(top);
  switch (operation) {
    case Operation::kIsNull:
    case Operation::kIsNotNull:
      top = is_null == (operation == Operation::kIsNull);
      return true;
    case Operation::kNot:
      if (!is_null && !std::holds_alternative<bool>(top)) return false;
      if (!is_null) top = !std::get<bool>(top);
      return true;
    case Operation::kNegate: {
      auto* number = std::get_if<Integer>(&top);
      if (!number || number->value == INT64_MIN) return is_null;
      number->value = -number->value;
      return number->wide || number->value <= INT32_MAX;
    }
    default:
      break;
  }
  const auto right = std::move(top);
  stack.pop_back();
  auto& left = stack.back();
  const bool left_null = std::holds_alternative<std::monostate>(left);
  if (operation == Operation::kAnd || operation == Operation::kOr) {
    const bool decisive = operation == Operation::kOr;
    const auto* l = std::get_if<bool>(&left);
    const auto* r = std::get_if<bool>(&right);
    if ((!l && !left_null) || (!r && !is_null)) return false;
    if ((l && *l == decisive) || (r && *r == decisive))
      left = decisive;
    else if (left_null || is_null)
      left = std::monostate();
    return true;
  }
  if (operation == Operation::kConcat) {
    const auto is_fit = [](const Operand& o) {
      return std::holds_alternative<std::string>(o) || std::holds_alternative<Integer>(o);
    };
    const auto text = [](const Operand& o) {
      const auto* number = std::get_if<Integer>(&o);
      return number ? std::to_string(number->value) : std::get<std::string>(o);
    };
    if ((!left_null && !is_fit(left)) || (!is_null && !is_fit(right))) return false;
    if (left_null || is_null)
      left = std::monostate();
    else
      left = text(left) + text(right);
    return true;
  }
  const auto* l = std::get_if<Integer>(&left);
  const auto* r = std::get_if<Integer>(&right);
  if ((!l && !left_null) || (!r && !is_null)) return false;
  if (!l || !r) {
    left = std::monostate();
    return true;
  }
  return calculate(operation, *l, *r, left);
}

std::optional<Value> QuickExpression::evaluate(const Variables& variables) const {
  std::vector<Operand> stack;
  stack.reserve(8);
  for (const auto& step : steps_) {
    if (step.operation == Operation::kLiteral) {
      stack.push_back(step.literal);
    } else if (step.operation == Operation::kVariable) {
      Operand operand;
      if (!variables.holds(step.place) || !load(variables.value(step.place), operand)) return std::nullopt;
      stack.push_back(std::move(operand));
    } else if (!apply(step.operation, stack)) {
      return std::nullopt;
    }
  }
  auto& result = stack.back();
  if (const auto* flag = std::get_if<bool>(&result)) return Value::BOOLEAN(*flag);
  if (const auto* number = std::get_if<Integer>(&result))
    return number->wide ? Value::BIGINT(number->value) : Value::INTEGER(static_cast<std::int32_t>(number->value));
  if (auto* text = std::get_if<std::string>(&result)) return Value(std::move(*text));
  return Value();
}

}  // namespace slipher::engine
