#include <algorithm>

#include "duckdb/planner/expression/bound_constant_expression.hpp"
#include "engine/duckdb/functions/exact_numbers.h"

/// What literals are beside other operands.
namespace slipher::engine::functions {
namespace {

/// A variable's value has a name, a literal has none.
bool is_literal(const Expression& expression) {
  return expression.GetExpressionClass() == ::duckdb::ExpressionClass::BOUND_CONSTANT && !expression.HasAlias();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The DECIMAL of exactly the digits of a number, "-12.50" being of 4 and 2; nothing where they are no plain number.
std::optional<LogicalType> decimal_of(std::string_view number) {
  const auto begin = number.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return std::nullopt;
  number = number.substr(begin, number.find_last_not_of(" \t\n") - begin + 1);
  if (number.starts_with('-') || number.starts_with('+')) number.remove_prefix(1);
  const auto point = std::min(number.find('.'), number.size());
  auto whole = number.substr(0, point);
  const auto places = number.substr(std::min(point + 1, number.size()));
  if (whole.size() + places.size() == 0 || !std::all_of(whole.begin(), whole.end(), is_digit) ||
      !std::all_of(places.begin(), places.end(), is_digit))
    return std::nullopt;
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  const auto precision = std::max<std::size_t>(whole.size() + places.size(), 1);
  if (precision > 38) return std::nullopt;
  return LogicalType::DECIMAL(static_cast<std::uint8_t>(precision), static_cast<std::uint8_t>(places.size()));
}

/// The type of a literal text beside an operand; nothing where it stays a text.
std::optional<LogicalType> text_literal_type(const Value& text, const LogicalType& other) {
  if (other.id() != LogicalTypeId::DECIMAL) return other.IsNumeric() ? std::optional(other) : std::nullopt;
  const auto exact = decimal_of(::duckdb::StringValue::Get(text));
  return exact ? exact : other;
}

std::optional<LogicalType> literal_type(const Expression& literal, const LogicalType& other) {
  const auto& value = literal.Cast<::duckdb::BoundConstantExpression>().value;
  if (value.IsNull())
    return literal.return_type.id() == LogicalTypeId::SQLNULL && other.IsNumeric() ? std::optional(other)
                                                                                   : std::nullopt;
  if (is_text(literal.return_type)) return text_literal_type(value, other);
  // A whole number has the digits that it is written with, not all that its type has.
  if (other.id() == LogicalTypeId::DECIMAL && is_integer(literal.return_type)) return decimal_of(value.ToString());
  return std::nullopt;
}

}  // namespace

void settle_literals(ClientContext& context, BoundArguments& operands) {
  for (std::size_t i = 0; i < 2 && operands.size() == 2; i++) {
    if (!is_literal(*operands[i])) continue;
    const auto type = literal_type(*operands[i], operands[1 - i]->return_type);
    if (type && *type != operands[i]->return_type) operands[i] = bound_cast(context, std::move(operands[i]), *type);
  }
}

}  // namespace slipher::engine::functions
