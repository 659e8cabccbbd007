#include <cmath>

#include "engine/duckdb/functions/support.h"

/// Floating-point operations that are an error where DuckDB's give an infinity.
namespace slipher::engine::functions {

void float_overflow() { throw InvalidInputException("value out of range: overflow"); }

namespace {

/// Infinite operands may have an infinite result.
template <class T>
T in_range(T result, T left, T right) {
  if (std::isinf(result) && !std::isinf(left) && !std::isinf(right)) float_overflow();
  return result;
}

template <class T, class Compute>
void compute(DataChunk& arguments, Vector& result, Compute compute) {
  ::duckdb::BinaryExecutor::Execute<T, T, T>(arguments.data[0], arguments.data[1], result, arguments.size(),
                                             [&](T left, T right) -> T { return compute(left, right); });
}

template <class T>
void add_operations(Registry& registry, const LogicalType& type) {
  registry.add("rs_add_floats", {type, type}, type, [](DataChunk& arguments, ExpressionState&, Vector& result) {
    compute<T>(arguments, result, [](T left, T right) { return in_range<T>(left + right, left, right); });
  });
  registry.add("rs_subtract_floats", {type, type}, type, [](DataChunk& arguments, ExpressionState&, Vector& result) {
    compute<T>(arguments, result, [](T left, T right) { return in_range<T>(left - right, left, right); });
  });
  registry.add("rs_multiply_floats", {type, type}, type, [](DataChunk& arguments, ExpressionState&, Vector& result) {
    compute<T>(arguments, result, [](T left, T right) { return in_range<T>(left * right, left, right); });
  });
}

double power(double base, double exponent) {
  if (base == 0 && exponent < 0) throw InvalidInputException("zero raised to a negative power is undefined");
  if (base < 0 && std::isfinite(exponent) && std::floor(exponent) != exponent)
    throw InvalidInputException("a negative number raised to a non-integer power yields a complex result");
  return in_range(std::pow(base, exponent), base, exponent);
}

}  // namespace

BoundPointer float_operation(ClientContext& context, char operation, BoundPointer call) {
  // A NULL beside an operator is a constant already.
  if (call->GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_FUNCTION) return call;
  const auto type = call->return_type.id();
  if (type != LogicalTypeId::DOUBLE && type != LogicalTypeId::FLOAT) return call;
  const char* name = operation == '+'   ? "rs_add_floats"
                     : operation == '-' ? "rs_subtract_floats"
                                        : "rs_multiply_floats";
  return bound_call(context, name, std::move(call->Cast<::duckdb::BoundFunctionExpression>().children));
}

void register_doubles(Registry& registry) {
  const auto type = LogicalType::DOUBLE;
  add_operations<double>(registry, type);
  add_operations<float>(registry, LogicalType::FLOAT);
  registry.add("rs_exp", {type}, type, [](DataChunk& arguments, ExpressionState&, Vector& result) {
    ::duckdb::UnaryExecutor::Execute<double, double>(arguments.data[0], result, arguments.size(), [](double value) {
      return in_range(std::exp(value), value, value);
    });
  });
  registry.add("rs_power", {type, type}, type, [](DataChunk& arguments, ExpressionState&, Vector& result) {
    compute<double>(arguments, result, power);
  });
}

}  // namespace slipher::engine::functions
