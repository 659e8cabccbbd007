#include <cmath>

#include "engine/duckdb/functions/support.h"

/// Functions of one number whose types are not DuckDB's.
namespace slipher::engine::functions {
namespace {

/// The same of a number in a SUPER value, to 0 places where the call says nothing else.
BoundPointer super_rounding(::duckdb::FunctionBindExpressionInput& input, const std::string& name) {
  auto& children = input.children;
  if (children.size() == 1) children.push_back(bound_constant(Value::INTEGER(0)));
  return bound_call(input.context, "rs_super_" + name, std::move(children));
}

/// TRUNC of a timestamp is its date; of a number DuckDB's own.
BoundPointer expand_trunc(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  if (is_super(value->return_type)) return super_rounding(input, "trunc");
  if (is_moment(value->return_type)) return bound_cast(input.context, std::move(value), LogicalType::DATE);
  if (is_text(value->return_type)) value = bound_cast(input.context, std::move(value), LogicalType::DOUBLE);
  return bound_call(input.context, "trunc", std::move(input.children));
}

BoundPointer expand_trunc_places(::duckdb::FunctionBindExpressionInput& input) {
  if (is_super(input.children[0]->return_type)) return super_rounding(input, "trunc");
  return bound_call(input.context, "trunc", std::move(input.children));
}

/// SIGN has its argument's type, a numeric one digit.
BoundPointer expand_sign(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  if (is_super(value->return_type)) return super_rounding(input, "sign");
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
  if (is_super(type)) return super_rounding(input, kName);
  if (is_text(type)) value = bound_cast(input.context, std::move(value), LogicalType::DOUBLE);
  return bound_call(input.context, kName, std::move(input.children));
}
constexpr char kCeil[] = "ceil";
constexpr char kFloor[] = "floor";

/// ABS and ROUND are DuckDB's, but for text and SUPER.
template <const char* kName>
BoundPointer expand_own(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  if (is_super(value->return_type)) return super_rounding(input, kName);
  if (is_text(value->return_type)) value = bound_cast(input.context, std::move(value), LogicalType::DOUBLE);
  return bound_call(input.context, kName, std::move(input.children));
}
constexpr char kAbs[] = "abs";
constexpr char kRound[] = "round";

}  // namespace

void register_rounding(Registry& registry) {
  registry.add("rs_cbrt", {LogicalType::DOUBLE}, LogicalType::DOUBLE,
               [](DataChunk& arguments, ExpressionState&, Vector& result) {
                 // In double precision the root of 27 is not 3.
                 ::duckdb::UnaryExecutor::Execute<double, double>(
                     arguments.data[0], result, arguments.size(),
                     [](double value) { return static_cast<double>(std::cbrt(static_cast<long double>(value))); });
               });
  registry.add_macro("rs_abs", 1, expand_own<kAbs>);
  registry.add_macro("rs_round", 1, expand_own<kRound>);
  registry.add_macro("rs_round", 2, expand_own<kRound>);
  registry.add_macro("rs_ceil", 1, expand_rounding<kCeil>);
  registry.add_macro("rs_floor", 1, expand_rounding<kFloor>);
  registry.add_macro("rs_sign", 1, expand_sign);
  registry.add_macro("rs_trunc", 1, expand_trunc);
  registry.add_macro("rs_trunc", 2, expand_trunc_places);
}

}  // namespace slipher::engine::functions
