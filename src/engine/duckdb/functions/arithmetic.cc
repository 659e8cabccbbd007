#include <algorithm>
#include <cstdint>

#include "duckdb/common/operator/comparison_operators.hpp"
#include "duckdb/planner/expression/bound_constant_expression.hpp"
#include "engine/duckdb/functions/exact_numbers.h"

/// Operators whose rules are not DuckDB's: Redshift's database developer guide, "Computations with numeric values".
namespace slipher::engine::functions {
namespace {

/// SUM of integers is BIGINT, of a numeric stays a numeric of 38 digits.
BoundPointer expand_sum(::duckdb::FunctionBindExpressionInput& input) {
  auto& sum = input.children[0];
  if (sum->return_type.id() != LogicalTypeId::HUGEINT) return std::move(sum);
  return bound_cast(input.context, std::move(sum), LogicalType::BIGINT);
}

template <class T>
void divide_or_null(DataChunk& arguments, Vector& result, auto divide) {
  ::duckdb::BinaryExecutor::ExecuteWithNulls<T, std::int64_t, T>(
      arguments.data[0], arguments.data[1], result, arguments.size(),
      [&](T sum, std::int64_t count, ::duckdb::ValidityMask& mask, idx_t row) -> T {
        if (count != 0) return divide(sum, count);
        mask.SetInvalid(row);
        return T();
      });
}

/// AVG from a sum and a count: BIGINT for integers, truncated; the same scale for numerics; else double.
BoundPointer expand_average(::duckdb::FunctionBindExpressionInput& input) {
  auto& sum = input.children[0];
  const auto type = sum->return_type;
  if (type.id() == LogicalTypeId::HUGEINT) {
    auto quotient =
        bound_call(input.context, "rs_average_exact", bound_arguments(std::move(sum), std::move(input.children[1])));
    return bound_cast(input.context, std::move(quotient), LogicalType::BIGINT);
  }
  if (type.id() == LogicalTypeId::DECIMAL) {
    return bound_call(input.context, "rs_average_numeric",
                      bound_arguments(std::move(sum), std::move(input.children[1])));
  }
  if (type.id() == LogicalTypeId::INTERVAL)
    return bound_call(
        input.context, "/",
        bound_arguments(std::move(sum), bound_cast(input.context, std::move(input.children[1]), LogicalType::DOUBLE)));
  return bound_call(
      input.context, "rs_average_double",
      bound_arguments(bound_cast(input.context, std::move(sum), LogicalType::DOUBLE), std::move(input.children[1])));
}

void average_exact(DataChunk& arguments, ExpressionState&, Vector& result) {
  divide_or_null<::duckdb::hugeint_t>(
      arguments, result, [](::duckdb::hugeint_t sum, std::int64_t count) { return narrow(wide(sum) / count); });
}

::duckdb::unique_ptr<FunctionData> bind_average_numeric(ClientContext&, ScalarFunction& function,
                                                        BoundArguments& arguments) {
  function.arguments = {LogicalType::DECIMAL(38, digits_of(arguments[0]->return_type).scale), LogicalType::BIGINT};
  function.return_type = function.arguments[0];
  return nullptr;
}

void average_double(DataChunk& arguments, ExpressionState&, Vector& result) {
  divide_or_null<double>(arguments, result,
                         [](double sum, std::int64_t count) { return sum / static_cast<double>(count); });
}

bool reads_as_interval(const Expression& literal) {
  if (literal.GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_CONSTANT) return false;
  auto value = literal.Cast<::duckdb::BoundConstantExpression>().value;
  return value.DefaultTryCastAs(LogicalType::INTERVAL);
}

/// + and -: beside DuckDB's own, text + text is ||, and a whole number of days moves a timestamp.
template <bool kPlus>
BoundPointer expand_plus(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  const std::string native = kPlus ? "+" : "-";
  if (is_super(children[0]->return_type) || is_super(children[1]->return_type))
    return super_operation(input.context, kPlus ? '+' : '-', std::move(children));
  settle_literals(input.context, children);
  const auto left = children[0]->return_type;
  const auto right = children[1]->return_type;
  if (auto months = year_to_month_operation(input.context, kPlus ? '+' : '-', children)) return months;
  auto is_stamp = [](const LogicalType& type) {
    return type.id() == LogicalTypeId::TIMESTAMP || type.id() == LogicalTypeId::TIMESTAMP_TZ;
  };
  auto days = [&](BoundPointer count) {
    return bound_call(input.context, "to_days",
                      bound_arguments(bound_cast(input.context, std::move(count), LogicalType::INTEGER)));
  };
  if (kPlus && is_text(left) && is_text(right)) return bound_call(input.context, "||", std::move(children));
  auto is_day_of = [](const LogicalType& day, const LogicalType& count) {
    return day.id() == LogicalTypeId::DATE && count.id() == LogicalTypeId::BIGINT;
  };
  if (is_day_of(left, right)) {
    children[1] = bound_cast(input.context, std::move(children[1]), LogicalType::INTEGER);
  } else if (kPlus && is_day_of(right, left)) {
    children[0] = bound_cast(input.context, std::move(children[0]), LogicalType::INTEGER);
  } else if (is_stamp(left) && is_integer(right)) {
    children[1] = days(std::move(children[1]));
  } else if (kPlus && is_integer(left) && is_stamp(right)) {
    children[0] = days(std::move(children[0]));
  } else if (is_text(left) && right.IsNumeric()) {
    children[0] = bound_cast(input.context, std::move(children[0]), is_integer(right) ? right : LogicalType::DOUBLE);
  } else if (is_text(right) && left.IsNumeric()) {
    children[1] = bound_cast(input.context, std::move(children[1]), is_integer(left) ? left : LogicalType::DOUBLE);
  } else if (is_text(left) && is_moment(right) && !kPlus) {
    children[0] = bound_cast(input.context, std::move(children[0]), right);
  } else if (is_text(right) && is_moment(left) && !kPlus) {
    children[1] = bound_cast(input.context, std::move(children[1]), left);
  } else if (is_text(left) && right.id() == LogicalTypeId::INTERVAL) {
    const auto type = reads_as_interval(*children[0]) ? LogicalType::INTERVAL : LogicalType::TIMESTAMP;
    children[0] = bound_cast(input.context, std::move(children[0]), type);
  } else if (is_text(right) && left.id() == LogicalTypeId::INTERVAL) {
    children[1] = bound_cast(input.context, std::move(children[1]), LogicalType::INTERVAL);
  }
  widen_beside_literal(input.context, children);
  if (is_exact_pair(children)) return exact_call(input.context, kPlus ? '+' : '-', std::move(children));
  const bool days_apart = !kPlus && children[0]->return_type.id() == LogicalTypeId::DATE &&
                          children[1]->return_type.id() == LogicalTypeId::DATE;
  auto result =
      float_operation(input.context, kPlus ? '+' : '-', bound_call(input.context, native, std::move(children)));
  return days_apart ? bound_cast(input.context, std::move(result), LogicalType::INTEGER) : std::move(result);
}

BoundPointer expand_multiply(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  if (is_super(children[0]->return_type) || is_super(children[1]->return_type))
    return super_operation(input.context, '*', std::move(children));
  settle_literals(input.context, children);
  if (auto months = year_to_month_operation(input.context, '*', children)) return months;
  for (std::size_t i = 0; i < 2; i++) {
    const auto other = children[1 - i]->return_type;
    if (other.id() == LogicalTypeId::INTERVAL || (is_text(children[i]->return_type) && other.IsNumeric()))
      children[i] = bound_cast(input.context, std::move(children[i]), is_integer(other) ? other : LogicalType::DOUBLE);
  }
  widen_beside_literal(input.context, children);
  if (is_exact_pair(children)) return exact_call(input.context, '*', std::move(children));
  return float_operation(input.context, '*', bound_call(input.context, "*", std::move(children)));
}

/// -1, 0 or 1.
BoundPointer expand_compare(::duckdb::FunctionBindExpressionInput& input) {
  return bound_call(input.context, "rs_compare_typed", std::move(input.children));
}

template <class T>
void compare(DataChunk& arguments, ExpressionState&, Vector& result) {
  ::duckdb::BinaryExecutor::Execute<T, T, std::int32_t>(arguments.data[0], arguments.data[1], result, arguments.size(),
                                                        [](const T& a, const T& b) -> std::int32_t {
                                                          if (::duckdb::GreaterThan::Operation(a, b)) return 1;
                                                          return ::duckdb::Equals::Operation(a, b) ? 0 : -1;
                                                        });
}

/// MEDIAN and PERCENTILE_CONT: of dates a date. The second argument only tells the type of what was aggregated.
BoundPointer expand_percentile(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  if (input.children[1]->return_type.id() != LogicalTypeId::DATE) return std::move(value);
  return bound_cast(input.context, std::move(value), LogicalType::DATE);
}

}  // namespace

void register_arithmetic(Registry& registry) {
  const auto any = LogicalType::ANY;
  registry.add_macro("rs_add", 2, expand_plus<true>);
  registry.add_macro("rs_subtract", 2, expand_plus<false>);
  registry.add_macro("rs_multiply", 2, expand_multiply);
  registry.add_macro("rs_sum", 1, expand_sum);
  registry.add_macro("rs_average", 2, expand_average);
  registry.add("rs_average_exact", {LogicalType::HUGEINT, LogicalType::BIGINT}, LogicalType::HUGEINT, average_exact);
  registry.add("rs_average_numeric", {any, LogicalType::BIGINT}, any, average_exact, bind_average_numeric);
  registry.add("rs_average_double", {LogicalType::DOUBLE, LogicalType::BIGINT}, LogicalType::DOUBLE, average_double);
  registry.add_macro("rs_compare", 2, expand_compare);
  registry.add("rs_compare_typed", {LogicalType::DATE, LogicalType::DATE}, LogicalType::INTEGER,
               compare<::duckdb::date_t>);
  registry.add("rs_compare_typed", {LogicalType::TIMESTAMP, LogicalType::TIMESTAMP}, LogicalType::INTEGER,
               compare<::duckdb::timestamp_t>);
  registry.add("rs_compare_typed", {LogicalType::TIMESTAMP_TZ, LogicalType::TIMESTAMP_TZ}, LogicalType::INTEGER,
               compare<::duckdb::timestamp_t>);
  registry.add("rs_compare_typed", {LogicalType::INTERVAL, LogicalType::INTERVAL}, LogicalType::INTEGER,
               compare<::duckdb::interval_t>);
  registry.add("rs_compare_typed", {LogicalType::VARCHAR, LogicalType::VARCHAR}, LogicalType::INTEGER,
               compare<string_t>);
  registry.add_macro("rs_percentile", 2, expand_percentile);
}

}  // namespace slipher::engine::functions
