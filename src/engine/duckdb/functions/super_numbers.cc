#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/json_text.h"
#include "engine/duckdb/functions/support.h"

/// Numbers in SUPER values: arithmetic by dynamic types, and what kind of number one is.
namespace slipher::engine::functions {
namespace {

__extension__ using Int128 = __int128;
using Text = std::optional<std::string>;

/// Numbers of up to so many digits are computed exactly, longer ones as doubles: a product has twice the digits.
constexpr int kExactDigits = 18;

struct Number {
  Int128 unscaled = 0;
  int scale = 0;
  double approximate = 0;
  int digits = 0;  // without leading zeros; 0 for a number with an exponent
  bool exact = false;
  bool is_integer() const { return exact && scale == 0; }
};

/// A JSON number; nothing for any other value.
std::optional<Number> number_of(std::string_view text) {
  if (json::type_of(text) != "number") return std::nullopt;
  Number number;
  std::from_chars(text.data(), text.data() + text.size(), number.approximate);
  if (text.find_first_of("eE") != std::string_view::npos) return number;
  const bool negative = text.front() == '-';
  bool fraction = false;
  for (const char c : text.substr(negative)) {
    if (c == '.') {
      fraction = true;
      continue;
    }
    number.scale += fraction;
    if (c != '0' || number.digits > 0) number.digits++;
    if (number.digits <= kExactDigits + 1) number.unscaled = number.unscaled * 10 + (c - '0');
  }
  number.exact = number.digits <= kExactDigits && number.scale <= kExactDigits;
  if (negative) number.unscaled = -number.unscaled;
  if (number.digits == 0) number.digits = 1;
  return number;
}

Text double_text(double value) {
  if (!std::isfinite(value)) throw InvalidInputException("Numeric data overflow (result precision)");
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return std::string(buffer, end);
}

/// The shortest text of unscaled / 10^scale.
Text exact_text(Int128 unscaled, int scale) {
  while (scale > 0 && unscaled % 10 == 0) {
    unscaled /= 10;
    scale--;
  }
  const bool negative = unscaled < 0;
  if (negative) unscaled = -unscaled;
  std::string digits;
  for (; unscaled > 0 || static_cast<int>(digits.size()) <= scale; unscaled /= 10) {
    if (scale > 0 && static_cast<int>(digits.size()) == scale) digits += '.', scale = -1;
    digits += static_cast<char>('0' + static_cast<int>(unscaled % 10));
  }
  if (negative) digits += '-';
  return std::string(digits.rbegin(), digits.rend());
}

Int128 shifted(Int128 value, int places) {
  while (places-- > 0) value *= 10;
  return value;
}

/// a `operation` b; NULL when one of them is no number.
Text compute(char operation, std::string_view left, std::string_view right) {
  const auto a = number_of(left);
  const auto b = number_of(right);
  if (!a || !b) return std::nullopt;
  const bool divides = operation == '/' || operation == '%';
  if (divides && b->approximate == 0) throw InvalidInputException("division by zero");
  const int scale = std::max(a->scale, b->scale);
  if (a->exact && b->exact && (operation != '/' || (a->is_integer() && b->is_integer()))) {
    const Int128 x = shifted(a->unscaled, operation == '*' ? 0 : scale - a->scale);
    const Int128 y = shifted(b->unscaled, operation == '*' ? 0 : scale - b->scale);
    switch (operation) {
      case '+':
        return exact_text(x + y, scale);
      case '-':
        return exact_text(x - y, scale);
      case '*':
        return exact_text(x * y, a->scale + b->scale);
      case '%':
        return exact_text(x % y, scale);
      default:
        return exact_text(x / y, 0);
    }
  }
  switch (operation) {
    case '+':
      return double_text(a->approximate + b->approximate);
    case '-':
      return double_text(a->approximate - b->approximate);
    case '*':
      return double_text(a->approximate * b->approximate);
    case '%':
      return double_text(std::fmod(a->approximate, b->approximate));
    default:
      return double_text(a->approximate / b->approximate);
  }
}

/// ABS, SIGN, CEIL, FLOOR, ROUND or TRUNC of a number, to so many places; NULL of any other value.
Text rounded(const std::string& name, std::string_view text, int places) {
  const auto number = number_of(text);
  if (!number) return std::nullopt;
  if (name == "abs") return std::string(text.starts_with('-') ? text.substr(1) : text);
  if (name == "sign") return number->approximate > 0 ? "1" : number->approximate < 0 ? "-1" : "0";
  if (!number->exact) {
    const double unit = std::pow(10.0, places);
    const double value = number->approximate * unit;
    return double_text((name == "ceil"    ? std::ceil(value)
                        : name == "floor" ? std::floor(value)
                        : name == "round" ? std::round(value)
                                          : std::trunc(value)) /
                       unit);
  }
  if (number->scale <= places) return exact_text(number->unscaled, number->scale);
  const Int128 unit = shifted(1, std::min(number->scale - places, 2 * kExactDigits));
  const bool negative = number->unscaled < 0;
  Int128 units = number->unscaled / unit;
  const Int128 rest = number->unscaled % unit;
  if ((name == "ceil" && rest > 0) || (name == "round" && rest * 2 >= unit)) units++;
  if ((name == "floor" && rest < 0) || (name == "round" && negative && -rest * 2 >= unit)) units--;
  return places >= 0 ? exact_text(units, places) : exact_text(shifted(units, std::min(-places, kExactDigits)), 0);
}

/// Whether a SUPER value is a whole number of this many bits.
template <class T>
bool fits(const Row& row) {
  const auto text = row.text(0);
  T value;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

/// What SUM and AVG, whose name is the second argument, add up: numbers of SUPER values as doubles.
BoundPointer expand_summand(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  const auto& type = value->return_type;
  const bool is_time = type.id() == LogicalTypeId::TIME || type.id() == LogicalTypeId::TIME_TZ;
  if (is_moment(type) || is_time || type.id() == LogicalTypeId::BLOB)
    no_such_function(constant_argument(input.context, *input.children[1], "aggregate").ToString(), type.ToString());
  if (!is_super(type)) return std::move(value);
  return bound_cast(input.context, std::move(value), LogicalType::DOUBLE);
}

}  // namespace

bool is_super(const LogicalType& type) { return declared_type(type).kind == DeclaredKind::kSuper; }

BoundPointer super_operation(ClientContext& context, char operation, BoundArguments arguments) {
  for (auto& argument : arguments) {
    if (is_super(argument->return_type)) continue;
    if (!argument->return_type.IsNumeric() && !is_text(argument->return_type))
      throw ::duckdb::BinderException("operator does not exist: super %s %s", std::string(1, operation),
                                      argument->return_type.ToString());
    argument = bound_cast(context, std::move(argument), LogicalType::VARCHAR);
  }
  return bound_call(context, std::string("rs_super_compute_") + operation, std::move(arguments));
}

void register_super_numbers(Registry& registry) {
  const auto super = super_type();
  for (const char operation : {'+', '-', '*', '/', '%'}) {
    const auto body = per_row([operation](const Row& row) { return compute(operation, row.text(0), row.text(1)); });
    const auto name = std::string("rs_super_compute_") + operation;
    registry.add(name, {LogicalType::ANY, LogicalType::ANY}, super, body);
  }
  for (const char* name : {"abs", "sign", "ceil", "floor", "round", "trunc"}) {
    registry.add(std::string("rs_super_") + name, {super, LogicalType::INTEGER}, super,
                 per_row([name](const Row& row) { return rounded(name, row.text(0), row.get<std::int32_t>(1)); }));
  }
  registry.add_macro("rs_summand", 2, expand_summand);
  const auto flag = LogicalType::BOOLEAN;
  registry.add("rs_super_is_smallint", {super}, flag, per_row(fits<std::int16_t>));
  registry.add("rs_super_is_integer", {super}, flag, per_row(fits<std::int32_t>));
  registry.add("rs_super_is_bigint", {super}, flag, per_row(fits<std::int64_t>));
  // IS_FLOAT: "values of 15 digits of precision or less".
  registry.add("rs_super_is_float", {super}, flag, per_row([](const Row& row) {
                 const auto number = number_of(row.text(0));
                 return number && number->digits <= 15;
               }));
  registry.add("rs_super_is_char", {super}, flag, per_row([](const Row& row) {
                 if (json::type_of(row.text(0)) != "string") return false;
                 const auto content = json::plain_text(row.text(0));
                 return std::all_of(content.begin(), content.end(), [](char c) { return (c & 0x80) == 0; });
               }));
  const auto measured = [](auto measure) {
    return per_row([measure](const Row& row) -> std::optional<std::int32_t> {
      const auto number = number_of(row.text(0));
      return number && number->digits > 0 ? std::optional<std::int32_t>(measure(*number)) : std::nullopt;
    });
  };
  registry.add("rs_super_precision", {super}, LogicalType::INTEGER,
               measured([](const Number& number) { return std::max(number.digits, number.scale); }));
  registry.add("rs_super_scale", {super}, LogicalType::INTEGER,
               measured([](const Number& number) { return number.scale; }));
}

}  // namespace slipher::engine::functions
