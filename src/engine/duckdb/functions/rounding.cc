#include <cmath>

#include "engine/duckdb/functions/support.h"

/// Functions of one number whose types are not DuckDB's.
namespace slipher::engine::functions {
namespace {

/// TRUNC of a timestamp is its date; of a number DuckDB's own.
BoundPointer expand_trunc(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  if (is_moment(value->return_type)) return bound_cast(input.context, std::move(value), LogicalType::DATE);
  if (is_text(value->return_type)) value = bound_cast(input.context, std::move(value), LogicalType::DOUBLE);
  return bound_call(input.context, "trunc", std::move(input.children));
}

BoundPointer expand_trunc_places(::duckdb::FunctionBindExpressionInput& input) {
  return bound_call(input.context, "trunc", std::move(input.children));
}

/// SIGN has its argument's type, a numeric one digit.
BoundPointer expand_sign(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  auto type = value->return_type;
  if (type.id() == LogicalTypeId::INTEGER_LITERAL) type = LogicalType::INTEGER;
  if (type.id() == LogicalTypeId::DECIMAL) type = LogicalType::DECIMAL(1, 0);
  if (!is_integer(type) && type.id() != LogicalTypeId::DECIMAL) type = LogicalType::DOUBLE;
  if (!value->return_type.IsNumeric()) value = bound_cast(input.context, std::move(value), LogicalType::DOUBLE);
  return bound_cast(input.context, bound_call(input.context, "sign", std::move(input.children)), type);
}

/// CEIL and FLOOR of whole numbers are these numbers.
template <const char* kName>
BoundPointer expand_rounding(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  const auto type = value->return_type;
  if (type.id() == LogicalTypeId::INTEGER_LITERAL)
    return bound_cast(input.context, std::move(value), LogicalType::INTEGER);
  if (is_integer(type)) return std::move(value);
  if (is_text(type)) value = bound_cast(input.context, std::move(value), LogicalType::DOUBLE);
  return bound_call(input.context, kName, std::move(input.children));
}
constexpr char kCeil[] = "ceil";
constexpr char kFloor[] = "floor";

}  // namespace

void register_rounding(Registry& registry) {
  registry.add("rs_cbrt", {LogicalType::DOUBLE}, LogicalType::DOUBLE,
               [](DataChunk& arguments, ExpressionState&, Vector& result) {
                 // In double precision the root of 27 is not 3.
                 ::duckdb::UnaryExecutor::Execute<double, double>(
                     arguments.data[0], result, arguments.size(),
                     [](double value) { return static_cast<double>(std::cbrt(static_cast<long double>(value))); });
               });
  registry.add_macro("rs_ceil", 1, expand_rounding<kCeil>);
  registry.add_macro("rs_floor", 1, expand_rounding<kFloor>);
  registry.add_macro("rs_sign", 1, expand_sign);
  registry.add_macro("rs_trunc", 1, expand_trunc);
  registry.add_macro("rs_trunc", 2, expand_trunc_places);
}

}  // namespace slipher::engine::functions
