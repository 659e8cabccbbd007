#include <algorithm>
#include <cmath>
#include <cstdint>

#include "duckdb/common/serializer/deserializer.hpp"
#include "duckdb/common/serializer/serializer.hpp"
#include "engine/duckdb/functions/exact_numbers.h"

/// Division and its remainder: Redshift's database developer guide, "Computations with numeric values".
namespace slipher::engine::functions {
namespace {

[[noreturn]] void division_by_zero() { throw InvalidInputException("division by zero"); }

/// Scale of a quotient: max(4, s1+p2-s2+1); over 38 digits the scale gives way, down to 4.
Digits quotient_digits(Digits a, Digits b) {
  int scale = std::max(4, a.scale + b.precision - b.scale + 1);
  int precision = a.precision - a.scale + b.scale + scale;
  if (precision > 38) {
    scale = std::max(std::min(38 + scale - precision, scale), 4);
    precision = 38;
  }
  return {precision, scale};
}

struct DigitsData : FunctionData {
  int shift = 0;      // decimal places to append to the dividend; negative: to the divisor
  int precision = 0;  // of the result
  ::duckdb::unique_ptr<FunctionData> Copy() const override { return ::duckdb::make_uniq<DigitsData>(*this); }
  bool Equals(const FunctionData& other) const override {
    const auto& that = other.Cast<DigitsData>();
    return shift == that.shift && precision == that.precision;
  }
};

/// a / b with `places` more digits than the plain quotient, truncated. Digit by digit, so that no product overflows.
Int128 long_division(Int128 a, Int128 b, int places) {
  const bool negative = (a < 0) != (b < 0);
  const Int128 divisor = b < 0 ? -b : b;
  Int128 remainder = a < 0 ? -a : a;
  Int128 quotient = remainder / divisor;
  remainder %= divisor;
  for (int i = 0; i < places; i++) {
    int digit = 0;
    Int128 sum = 0;  // ten times the remainder, modulo the divisor
    for (int k = 0; k < 10; k++) {
      sum += remainder;
      if (sum >= divisor) {
        sum -= divisor;
        digit++;
      }
    }
    remainder = sum;
    if (__builtin_mul_overflow(quotient, Int128{10}, &quotient)) numeric_overflow();
    quotient += digit;
  }
  return negative ? -quotient : quotient;
}

/// left * factor / right, where 64 bits hold the product, as they do for most values: several times as fast as in 128.
bool divide_narrow(std::int64_t left, std::int64_t right, std::int64_t factor, std::int64_t& quotient) {
  std::int64_t scaled = 0;
  if (factor == 0 || right == -1 || __builtin_mul_overflow(left, factor, &scaled)) return false;
  quotient = scaled / right;
  return true;
}

/// Operands and quotient are stored in 64 or in 128 bits.
template <class Left, class Right, class Quotient>
void divide_decimals(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto& data = state.expr.Cast<::duckdb::BoundFunctionExpression>().bind_info->Cast<DigitsData>();
  const Int128 factor = power_of_ten(std::min(std::abs(data.shift), 38));
  const Int128 limit = power_of_ten(data.precision);
  const bool is_narrow = data.shift >= 0 && data.shift <= kNarrowDigits;
  const auto narrow_factor = is_narrow ? static_cast<std::int64_t>(factor) : 0;
  ::duckdb::BinaryExecutor::Execute<Left, Right, Quotient>(
      arguments.data[0], arguments.data[1], result, arguments.size(), [&](Left left, Right right) -> Quotient {
        const Int128 dividend = wide(left);
        const Int128 divisor = wide(right);
        if (divisor == 0) division_by_zero();
        Int128 scaled;
        Int128 quotient;
        if constexpr (std::is_same_v<Left, std::int64_t> && std::is_same_v<Right, std::int64_t>) {
          std::int64_t small = 0;
          if (divide_narrow(left, right, narrow_factor, small) && small < limit && small > -limit)
            return Quotient(small);
        }
        if (data.shift < 0) {
          quotient = __builtin_mul_overflow(divisor, factor, &scaled) ? Int128{0} : dividend / scaled;
        } else if (!__builtin_mul_overflow(dividend, factor, &scaled)) {
          quotient = scaled / divisor;
        } else {
          quotient = long_division(dividend, divisor, data.shift);
        }
        if (quotient >= limit || quotient <= -limit) numeric_overflow();
        if constexpr (std::is_same_v<Quotient, std::int64_t>) {
          return static_cast<std::int64_t>(quotient);
        } else {
          return narrow(quotient);
        }
      });
}

template <class Left, class Right>
::duckdb::scalar_function_t divide_decimals(bool quotient_is_wide) {
  if (quotient_is_wide) return divide_decimals<Left, Right, ::duckdb::hugeint_t>;
  return divide_decimals<Left, Right, std::int64_t>;
}

::duckdb::scalar_function_t divide_decimals(const LogicalType& left, const LogicalType& right,
                                            const LogicalType& quotient) {
  using ::duckdb::hugeint_t;
  const auto is_wide = [](const LogicalType& type) { return type.InternalType() == ::duckdb::PhysicalType::INT128; };
  if (is_wide(left))
    return is_wide(right) ? divide_decimals<hugeint_t, hugeint_t>(is_wide(quotient))
                          : divide_decimals<hugeint_t, std::int64_t>(is_wide(quotient));
  return is_wide(right) ? divide_decimals<std::int64_t, hugeint_t>(is_wide(quotient))
                        : divide_decimals<std::int64_t, std::int64_t>(is_wide(quotient));
}

/// What a plan's copy needs: the operands that it binds again have more digits than they were written with.
void write_digits(::duckdb::Serializer& serializer, const ::duckdb::optional_ptr<FunctionData> data,
                  const ScalarFunction&) {
  const auto& digits = data->Cast<DigitsData>();
  serializer.WriteProperty<std::int32_t>(100, "shift", digits.shift);
  serializer.WriteProperty<std::int32_t>(101, "precision", digits.precision);
}

::duckdb::unique_ptr<FunctionData> read_digits(::duckdb::Deserializer& deserializer, ScalarFunction& function) {
  auto data = ::duckdb::make_uniq<DigitsData>();
  data->shift = deserializer.ReadProperty<std::int32_t>(100, "shift");
  data->precision = deserializer.ReadProperty<std::int32_t>(101, "precision");
  function.function =
      divide_decimals(function.arguments[0], function.arguments[1], deserializer.Get<const LogicalType&>());
  return data;
}

/// The DECIMAL of a scale that is stored in 64 bits, or in 128 where the digits need it.
LogicalType stored_type(Digits digits) {
  const int precision = digits.precision > kNarrowDigits ? 38 : kNarrowDigits;
  return LogicalType::DECIMAL(static_cast<std::uint8_t>(precision), static_cast<std::uint8_t>(digits.scale));
}

template <class T>
void divide_integers(DataChunk& arguments, ExpressionState&, Vector& result) {
  ::duckdb::BinaryExecutor::Execute<T, T, T>(arguments.data[0], arguments.data[1], result, arguments.size(),
                                             [](T a, T b) -> T {
                                               if (b == 0) division_by_zero();
                                               if (b == T(-1)) {
                                                 T negated;
                                                 if (__builtin_sub_overflow(T(0), a, &negated))
                                                   throw InvalidInputException("integer out of range");
                                                 return negated;
                                               }
                                               return a / b;
                                             });
}

void divide_doubles(DataChunk& arguments, ExpressionState&, Vector& result) {
  ::duckdb::BinaryExecutor::Execute<double, double, double>(arguments.data[0], arguments.data[1], result,
                                                            arguments.size(), [](double a, double b) {
                                                              if (b == 0) division_by_zero();
                                                              const double quotient = a / b;
                                                              if (std::isinf(quotient) && std::isfinite(a))
                                                                float_overflow();
                                                              return quotient;
                                                            });
}

template <class T>
void modulo_integers(DataChunk& arguments, ExpressionState&, Vector& result) {
  ::duckdb::BinaryExecutor::Execute<T, T, T>(arguments.data[0], arguments.data[1], result, arguments.size(),
                                             [](T a, T b) -> T {
                                               if (b == 0) division_by_zero();
                                               return b == T(-1) ? T(0) : a % b;
                                             });
}

void modulo_wide(DataChunk& arguments, ExpressionState&, Vector& result) {
  ::duckdb::BinaryExecutor::Execute<::duckdb::hugeint_t, ::duckdb::hugeint_t, ::duckdb::hugeint_t>(
      arguments.data[0], arguments.data[1], result, arguments.size(), [](::duckdb::hugeint_t a, ::duckdb::hugeint_t b) {
        if (wide(b) == 0) division_by_zero();
        return narrow(wide(a) % wide(b));
      });
}

void modulo_doubles(DataChunk& arguments, ExpressionState&, Vector& result) {
  ::duckdb::BinaryExecutor::Execute<double, double, double>(arguments.data[0], arguments.data[1], result,
                                                            arguments.size(), [](double a, double b) {
                                                              if (b == 0) division_by_zero();
                                                              return std::fmod(a, b);
                                                            });
}

bool is_float(const LogicalType& type) {
  return type.id() == LogicalTypeId::DOUBLE || type.id() == LogicalTypeId::FLOAT;
}

/// The types in which two operands meet. Text takes the other side's type, as an untyped literal does.
void settle_operands(ScalarFunction& function, const BoundArguments& arguments) {
  auto left = arguments[0]->return_type;
  auto right = arguments[1]->return_type;
  auto open = [](const LogicalType& type) { return is_text(type) || type.id() == LogicalTypeId::SQLNULL; };
  if (open(left)) left = open(right) ? LogicalType::DOUBLE : right;
  if (open(right)) right = left;
  if ((!is_exact(left) && !is_float(left)) || (!is_exact(right) && !is_float(right)))
    throw ::duckdb::BinderException("operator does not exist: %s %s %s", left.ToString(),
                                    function.name == "rs_divide_checked" ? "/" : "%", right.ToString());
  function.arguments = {left, right};
}

/// Both operands as the same integer type, the wider of the two.
LogicalType common_integer(const LogicalType& left, const LogicalType& right) {
  const auto width = std::max(digits_of(left).precision, digits_of(right).precision);
  return width <= 5 ? LogicalType::SMALLINT : width <= 10 ? LogicalType::INTEGER : LogicalType::BIGINT;
}

::duckdb::unique_ptr<FunctionData> bind_divide(ClientContext&, ScalarFunction& function, BoundArguments& arguments) {
  settle_operands(function, arguments);
  const auto left = function.arguments[0];
  const auto right = function.arguments[1];
  if (is_float(left) || is_float(right)) {
    function.arguments = {LogicalType::DOUBLE, LogicalType::DOUBLE};
    function.return_type = LogicalType::DOUBLE;
    function.function = divide_doubles;
    return nullptr;
  }
  if (is_integer(left) && is_integer(right)) {
    const auto type = common_integer(left, right);
    function.arguments = {type, type};
    function.return_type = type;
    function.function = type.id() == LogicalTypeId::SMALLINT  ? divide_integers<std::int16_t>
                        : type.id() == LogicalTypeId::INTEGER ? divide_integers<std::int32_t>
                                                              : divide_integers<std::int64_t>;
    return nullptr;
  }
  const auto a = digits_of(left);
  const auto b = digits_of(right);
  const auto quotient = quotient_digits(a, b);
  function.arguments = {stored_type(a), stored_type(b)};
  // Where the storage is the same, no cast follows: DuckDB's from 128 bits to 128 takes longer than the division.
  const auto declared =
      LogicalType::DECIMAL(static_cast<std::uint8_t>(quotient.precision), static_cast<std::uint8_t>(quotient.scale));
  const auto stored = stored_type(quotient);
  function.return_type = declared.InternalType() == stored.InternalType() ? declared : stored;
  function.function = divide_decimals(function.arguments[0], function.arguments[1], function.return_type);
  function.serialize = write_digits;
  auto data = ::duckdb::make_uniq<DigitsData>();
  data->shift = quotient.scale - a.scale + b.scale;
  data->precision = quotient.precision;
  return data;
}

/// A quotient's declared precision may be below the 18 or 38 that its storage has.
BoundPointer expand_divide(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  if (is_super(children[0]->return_type) || is_super(children[1]->return_type))
    return super_operation(input.context, '/', std::move(children));
  settle_literals(input.context, children);
  const auto left = children[0]->return_type;
  const auto right = children[1]->return_type;
  if (auto months = year_to_month_operation(input.context, '/', children)) return months;
  if (left.id() == LogicalTypeId::INTERVAL)
    return bound_call(input.context, "/",
                      bound_arguments(std::move(children[0]),
                                      bound_cast(input.context, std::move(children[1]), LogicalType::DOUBLE)));
  const bool exact = is_exact_pair(children);
  auto call = bound_call(input.context, "rs_divide_checked", std::move(children));
  if (!exact) return call;
  const auto digits = quotient_digits(digits_of(left), digits_of(right));
  return bound_cast(input.context, std::move(call), LogicalType::DECIMAL(digits.precision, digits.scale));
}

::duckdb::unique_ptr<FunctionData> bind_modulo(ClientContext&, ScalarFunction& function, BoundArguments& arguments) {
  settle_operands(function, arguments);
  const auto left = function.arguments[0];
  const auto right = function.arguments[1];
  LogicalType type = LogicalType::DOUBLE;
  if (is_float(left) || is_float(right)) {
    function.function = modulo_doubles;
  } else if (is_integer(left) && is_integer(right)) {
    type = common_integer(left, right);
    function.function = type.id() == LogicalTypeId::SMALLINT  ? modulo_integers<std::int16_t>
                        : type.id() == LogicalTypeId::INTEGER ? modulo_integers<std::int32_t>
                                                              : modulo_integers<std::int64_t>;
  } else {
    type = LogicalType::DECIMAL(38, std::max(digits_of(left).scale, digits_of(right).scale));
    function.function = modulo_wide;
  }
  function.arguments = {type, type};
  function.return_type = type;
  return nullptr;
}

BoundPointer expand_modulo(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  if (is_super(children[0]->return_type) || is_super(children[1]->return_type))
    return super_operation(input.context, '%', std::move(children));
  settle_literals(input.context, children);
  return bound_call(input.context, "rs_modulo_checked", std::move(children));
}

}  // namespace

void register_division(Registry& registry) {
  const auto any = LogicalType::ANY;
  registry.add_macro("rs_divide", 2, expand_divide);
  registry.add("rs_divide_checked", {any, any}, any, nullptr, bind_divide).deserialize = read_digits;
  registry.add_macro("rs_modulo", 2, expand_modulo);
  registry.add("rs_modulo_checked", {any, any}, any, nullptr, bind_modulo);
}

}  // namespace slipher::engine::functions
