#include "engine/duckdb/functions/exact_numbers.h"

#include <algorithm>
#include <utility>

#include "duckdb/storage/statistics/numeric_stats.hpp"

namespace slipher::engine::functions {
namespace {

using ::duckdb::BaseStatistics;
using ::duckdb::DecimalType;
using ::duckdb::hugeint_t;
using ::duckdb::NumericStats;
using ::duckdb::PhysicalType;

Digits result_digits(char operation, Digits a, Digits b) {
  if (operation == '*') return {std::min(38, a.precision + b.precision + 1), a.scale + b.scale};
  const int scale = std::max(a.scale, b.scale);
  return {std::min(38, std::max(a.precision - a.scale, b.precision - b.scale) + 1 + scale), scale};
}

bool overflows(char operation, Int128 left, Int128 right, Int128* result) {
  switch (operation) {
    case '*':
      return __builtin_mul_overflow(left, right, result);
    case '-':
      return __builtin_sub_overflow(left, right, result);
    default:
      return __builtin_add_overflow(left, right, result);
  }
}

template <char kOperation, class Left, class Right>
void compute(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto& data = *exact_data(state.expr);
  if (!data.may_overflow) {
    ::duckdb::BinaryExecutor::Execute<Left, Right, hugeint_t>(
        arguments.data[0], arguments.data[1], result, arguments.size(), [](Left left, Right right) {
          const auto a = static_cast<UnsignedInt128>(wide(left));
          const auto b = static_cast<UnsignedInt128>(wide(right));
          return narrow(static_cast<Int128>(kOperation == '*' ? a * b : kOperation == '-' ? a - b : a + b));
        });
    return;
  }
  const Int128 limit = power_of_ten(38);
  ::duckdb::BinaryExecutor::Execute<Left, Right, hugeint_t>(
      arguments.data[0], arguments.data[1], result, arguments.size(), [limit](Left left, Right right) {
        Int128 value;
        if (overflows(kOperation, wide(left), wide(right), &value) || value >= limit || value <= -limit)
          numeric_overflow();
        return narrow(value);
      });
}

template <char kOperation>
::duckdb::scalar_function_t body(bool left_is_wide, bool right_is_wide) {
  if (left_is_wide)
    return right_is_wide ? compute<kOperation, hugeint_t, hugeint_t> : compute<kOperation, hugeint_t, std::int64_t>;
  return right_is_wide ? compute<kOperation, std::int64_t, hugeint_t> : compute<kOperation, std::int64_t, std::int64_t>;
}

::duckdb::scalar_function_t wide_body(char operation, bool left_is_wide, bool right_is_wide) {
  if (operation == '*') return body<'*'>(left_is_wide, right_is_wide);
  return operation == '-' ? body<'-'>(left_is_wide, right_is_wide) : body<'+'>(left_is_wide, right_is_wide);
}

template <char kOperation>
void compute_narrow(DataChunk& arguments, ExpressionState&, Vector& result) {
  ::duckdb::BinaryExecutor::Execute<std::int64_t, std::int64_t, std::int64_t>(
      arguments.data[0], arguments.data[1], result, arguments.size(), [](std::int64_t left, std::int64_t right) {
        std::int64_t value;
        const bool over = kOperation == '*'   ? __builtin_mul_overflow(left, right, &value)
                          : kOperation == '-' ? __builtin_sub_overflow(left, right, &value)
                                              : __builtin_add_overflow(left, right, &value);
        if (over) numeric_overflow();
        return value;
      });
}

::duckdb::scalar_function_t narrow_body(char operation) {
  if (operation == '*') return compute_narrow<'*'>;
  return operation == '-' ? compute_narrow<'-'> : compute_narrow<'+'>;
}

std::optional<Range> range_of(const BaseStatistics& stats) {
  if (!NumericStats::HasMinMax(stats)) return std::nullopt;
  const auto value = [](const Value& bound) {
    return wide(bound.type().InternalType() == PhysicalType::INT128 ? bound.GetValueUnsafe<hugeint_t>()
                                                                    : hugeint_t(bound.GetValueUnsafe<std::int64_t>()));
  };
  return Range{value(NumericStats::Min(stats)), value(NumericStats::Max(stats))};
}

/// Lets what comes after know how large the result can be: a sum of it may then need no checks.
::duckdb::unique_ptr<BaseStatistics> statistics(ClientContext&, ::duckdb::FunctionStatisticsInput& input) {
  const auto left = range_of(input.child_stats[0]);
  const auto right = range_of(input.child_stats[1]);
  const auto& type = input.expr.return_type;
  const auto* data = exact_data(input.expr);
  if (!left || !right || !data) return nullptr;
  const auto range = exact_range(data->operation, *left, *right);
  if (!range) return nullptr;
  const auto precision = DecimalType::GetWidth(type);
  const auto limit = power_of_ten(precision);
  if (range->low <= -limit || range->high >= limit) return nullptr;
  const auto bound = [&](Int128 value) {
    return type.InternalType() == PhysicalType::INT64
               ? Value::DECIMAL(static_cast<std::int64_t>(value), precision, DecimalType::GetScale(type))
               : Value::DECIMAL(narrow(value), precision, DecimalType::GetScale(type));
  };
  auto stats = NumericStats::CreateEmpty(type);
  NumericStats::SetMin(stats, bound(range->low));
  NumericStats::SetMax(stats, bound(range->high));
  stats.CombineValidity(input.child_stats[0], input.child_stats[1]);
  return stats.ToUnique();
}

/// Names by operation; what is copied with a plan is bound again by its name.
constexpr const char* kWideNames[] = {"rs_add_exact", "rs_subtract_exact", "rs_multiply_exact"};
constexpr const char* kNarrowNames[] = {"rs_add_narrow", "rs_subtract_narrow", "rs_multiply_narrow"};
constexpr char kOperations[] = {'+', '-', '*'};

std::size_t index_of(char operation) {
  return static_cast<std::size_t>(std::find(std::begin(kOperations), std::end(kOperations), operation) -
                                  std::begin(kOperations));
}

bool is_wide(const LogicalType& type) { return type.InternalType() == PhysicalType::INT128; }

/// Whether a type is one of those that calls take: DECIMALs of 64 and 128 bits.
bool is_stored(const LogicalType& type) {
  return type.id() == LogicalTypeId::DECIMAL && (is_wide(type) || type.InternalType() == PhysicalType::INT64);
}

/// Fills in what a call's operands decide.
::duckdb::unique_ptr<FunctionData> bind_exact(ScalarFunction& function, const BoundArguments& operands) {
  const auto found = std::find_if(std::begin(kOperations), std::end(kOperations), [&](char operation) {
    return function.name == kWideNames[index_of(operation)] || function.name == kNarrowNames[index_of(operation)];
  });
  const char operation = *found;
  const auto& left = operands[0]->return_type;
  const auto& right = operands[1]->return_type;
  const bool is_narrow_call = function.name == kNarrowNames[index_of(operation)];
  if (!is_stored(left) || !is_stored(right) || (is_narrow_call && (is_wide(left) || is_wide(right))))
    throw ::duckdb::BinderException("%s takes decimals of 10 digits or more", function.name);
  auto data = ::duckdb::make_uniq<ExactData>();
  data->operation = operation;
  auto digits = result_digits(operation, digits_of(left), digits_of(right));
  if (is_narrow_call) {
    function.function = narrow_body(operation);
    digits.precision = kNarrowDigits;
  } else {
    data->may_overflow = digits.precision == 38;
    digits.precision = std::max(digits.precision, kNarrowDigits + 1);
    function.function = wide_body(operation, is_wide(left), is_wide(right));
  }
  function.arguments = {left, right};
  function.return_type =
      LogicalType::DECIMAL(static_cast<std::uint8_t>(digits.precision), static_cast<std::uint8_t>(digits.scale));
  function.statistics = statistics;
  return data;
}

BoundPointer make_call(const char* name, BoundPointer left, BoundPointer right,
                       std::optional<LogicalType> type = std::nullopt) {
  ScalarFunction function(name, {LogicalType::ANY, LogicalType::ANY}, LogicalType::ANY, nullptr);
  function.errors = ::duckdb::FunctionErrors::CAN_THROW_RUNTIME_ERROR;
  auto operands = bound_arguments(std::move(left), std::move(right));
  auto data = bind_exact(function, operands);
  if (type) function.return_type = *type;
  const auto result = function.return_type;
  return ::duckdb::make_uniq<::duckdb::BoundFunctionExpression>(result, std::move(function), std::move(operands),
                                                                std::move(data));
}

/// An operand as a DECIMAL of a scale that is stored in 64 or 128 bits.
BoundPointer stored(ClientContext& context, BoundPointer operand, int scale) {
  const auto digits = digits_of(operand->return_type);
  const auto physical =
      digits.precision + scale - digits.scale > kNarrowDigits ? PhysicalType::INT128 : PhysicalType::INT64;
  if (operand->return_type.id() == LogicalTypeId::DECIMAL && digits.scale == scale &&
      operand->return_type.InternalType() == physical)
    return operand;
  const int precision = physical == PhysicalType::INT128 ? 38 : kNarrowDigits;
  return bound_cast(context, std::move(operand),
                    LogicalType::DECIMAL(static_cast<std::uint8_t>(precision), static_cast<std::uint8_t>(scale)));
}

/// As DuckDB computes it, which is right for few digits, with Redshift's type.
BoundPointer engine_call(ClientContext& context, char operation, BoundArguments operands, Digits digits) {
  auto result = bound_call(context, std::string(1, operation), std::move(operands));
  const auto precision = static_cast<std::uint8_t>(digits.precision);
  if (result->return_type.id() != LogicalTypeId::DECIMAL || DecimalType::GetWidth(result->return_type) >= precision ||
      operation != '*')
    return result;
  return bound_cast(context, std::move(result),
                    LogicalType::DECIMAL(precision, static_cast<std::uint8_t>(digits.scale)));
}

}  // namespace

Int128 power_of_ten(int exponent) {
  Int128 result = 1;
  while (exponent-- > 0) result *= 10;
  return result;
}

void numeric_overflow() { throw InvalidInputException("Numeric data overflow (result precision)"); }

Digits digits_of(const LogicalType& type) {
  switch (type.id()) {
    case LogicalTypeId::DECIMAL:
      return {DecimalType::GetWidth(type), DecimalType::GetScale(type)};
    case LogicalTypeId::TINYINT:
    case LogicalTypeId::SMALLINT:
      return {5, 0};
    case LogicalTypeId::INTEGER:
      return {10, 0};
    default:
      return {19, 0};
  }
}

bool is_exact(const LogicalType& type) { return is_integer(type) || type.id() == LogicalTypeId::DECIMAL; }

bool is_exact_pair(const BoundArguments& operands) {
  const auto& left = operands[0]->return_type;
  const auto& right = operands[1]->return_type;
  return is_exact(left) && is_exact(right) &&
         (left.id() == LogicalTypeId::DECIMAL || right.id() == LogicalTypeId::DECIMAL);
}

bool ExactData::Equals(const FunctionData& other) const {
  const auto* that = dynamic_cast<const ExactData*>(&other);
  return that && operation == that->operation && may_overflow == that->may_overflow;
}

const ExactData* exact_data(const Expression& expression) {
  if (expression.GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_FUNCTION) return nullptr;
  return dynamic_cast<const ExactData*>(expression.Cast<::duckdb::BoundFunctionExpression>().bind_info.get());
}

std::optional<Range> exact_range(char operation, Range left, Range right) {
  Int128 corners[4];
  const bool over = overflows(operation, left.low, right.low, &corners[0]) ||
                    overflows(operation, left.low, right.high, &corners[1]) ||
                    overflows(operation, left.high, right.low, &corners[2]) ||
                    overflows(operation, left.high, right.high, &corners[3]);
  if (over) return std::nullopt;
  const auto [low, high] = std::minmax_element(std::begin(corners), std::end(corners));
  return Range{*low, *high};
}

BoundPointer narrow_call(char operation, BoundPointer left, BoundPointer right) {
  return make_call(kNarrowNames[index_of(operation)], std::move(left), std::move(right));
}

BoundPointer exact_call(ClientContext& context, char operation, BoundArguments operands) {
  const auto a = digits_of(operands[0]->return_type);
  const auto b = digits_of(operands[1]->return_type);
  const auto digits = result_digits(operation, a, b);
  // A scale over 38 is for DuckDB to refuse.
  if (digits.precision <= kNarrowDigits || digits.scale > 38)
    return engine_call(context, operation, std::move(operands), digits);
  auto left = stored(context, std::move(operands[0]), operation == '*' ? a.scale : digits.scale);
  auto right = stored(context, std::move(operands[1]), operation == '*' ? b.scale : digits.scale);
  return make_call(
      kWideNames[index_of(operation)], std::move(left), std::move(right),
      LogicalType::DECIMAL(static_cast<std::uint8_t>(digits.precision), static_cast<std::uint8_t>(digits.scale)));
}

void register_exact_numbers(Registry& registry) {
  const auto bind = [](ClientContext&, ScalarFunction& function, BoundArguments& operands) {
    return bind_exact(function, operands);
  };
  for (const auto& names : {kWideNames, kNarrowNames}) {
    for (std::size_t i = 0; i < std::size(kOperations); ++i)
      registry.add(names[i], {LogicalType::ANY, LogicalType::ANY}, LogicalType::ANY, nullptr, bind);
  }
}

}  // namespace slipher::engine::functions
