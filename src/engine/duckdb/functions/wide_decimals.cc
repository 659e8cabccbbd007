#include "engine/duckdb/functions/wide_decimals.h"

#include <utility>

#include "engine/duckdb/functions/exact_numbers.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb::AggregateFunction;
using ::duckdb::AggregateInputData;
using ::duckdb::BaseStatistics;
using ::duckdb::hugeint_t;
using ::duckdb::NumericStats;
using ::duckdb::PhysicalType;

constexpr const char* kWiden = "rs_widen";
constexpr const char* kWideSum = "rs_wide_sum";

int scale_of(const LogicalType& type) { return type.id() == LogicalTypeId::DECIMAL ? digits_of(type).scale : 0; }

bool is_stored_exact(const LogicalType& type) {
  switch (type.id()) {
    case LogicalTypeId::SMALLINT:
    case LogicalTypeId::INTEGER:
    case LogicalTypeId::BIGINT:
    case LogicalTypeId::DECIMAL:
      return true;
    default:
      return false;
  }
}

template <class From>
void scale_up(DataChunk& arguments, Vector& result, std::int64_t factor) {
  ::duckdb::UnaryExecutor::Execute<From, hugeint_t>(arguments.data[0], result, arguments.size(),
                                                    [factor](From value) { return narrow(wide(value) * factor); });
}

void widen(DataChunk& arguments, ExpressionState& state, Vector& result) {
  auto& numbers = arguments.data[0];
  const auto& from = numbers.GetType();
  const auto& to = state.expr.return_type;
  if (from.InternalType() == to.InternalType() && scale_of(from) == scale_of(to)) return result.Reinterpret(numbers);
  const auto factor = static_cast<std::int64_t>(power_of_ten(scale_of(to) - scale_of(from)));
  switch (from.InternalType()) {
    case PhysicalType::INT16:
      return scale_up<std::int16_t>(arguments, result, factor);
    case PhysicalType::INT32:
      return scale_up<std::int32_t>(arguments, result, factor);
    case PhysicalType::INT64:
      return scale_up<std::int64_t>(arguments, result, factor);
    default:
      return scale_up<hugeint_t>(arguments, result, factor);
  }
}

/// Lets what comes after know how large the values are.
::duckdb::unique_ptr<BaseStatistics> widened_statistics(ClientContext&, ::duckdb::FunctionStatisticsInput& input) {
  auto& numbers = input.child_stats[0];
  if (numbers.GetStatsType() != ::duckdb::StatisticsType::NUMERIC_STATS || !NumericStats::HasMinMax(numbers))
    return nullptr;
  const auto& type = input.expr.return_type;
  auto least = NumericStats::Min(numbers);
  auto greatest = NumericStats::Max(numbers);
  if (!least.DefaultTryCastAs(type) || !greatest.DefaultTryCastAs(type)) return nullptr;
  auto stats = NumericStats::CreateEmpty(type);
  NumericStats::SetMin(stats, least);
  NumericStats::SetMax(stats, greatest);
  stats.CopyValidity(numbers);
  return stats.ToUnique();
}

struct WideSumState {
  hugeint_t sum;
  bool is_set;
};

struct WideSumOperation {
  template <class State>
  static void Initialize(State& state) {
    state = {hugeint_t(0), false};
  }
  static bool IgnoreNull() { return true; }
  static void add(WideSumState& state, hugeint_t value) {
    Int128 sum;
    if (__builtin_add_overflow(wide(state.sum), wide(value), &sum)) numeric_overflow();
    state.sum = narrow(sum);
    state.is_set = true;
  }
  template <class Input, class State, class Aggregate>
  static void Operation(State& state, const Input& input, ::duckdb::AggregateUnaryInput&) {
    add(state, input);
  }
  template <class Input, class State, class Aggregate>
  static void ConstantOperation(State& state, const Input& input, ::duckdb::AggregateUnaryInput&, idx_t count) {
    Int128 product;
    if (__builtin_mul_overflow(wide(input), static_cast<Int128>(count), &product)) numeric_overflow();
    add(state, narrow(product));
  }
  template <class State, class Aggregate>
  static void Combine(const State& source, State& target, AggregateInputData&) {
    if (source.is_set) add(target, source.sum);
  }
  template <class Result, class State>
  static void Finalize(State& state, Result& target, ::duckdb::AggregateFinalizeData& data) {
    if (!state.is_set) return data.ReturnNull();
    target = state.sum;
  }
};

::duckdb::unique_ptr<FunctionData> bind_wide_sum(ClientContext&, AggregateFunction& function,
                                                 ::duckdb::vector<BoundPointer>& arguments) {
  function = wide_sum(arguments[0]->return_type);
  return nullptr;
}

}  // namespace

bool only_widens(const LogicalType& from, const LogicalType& to) {
  if (!is_stored_exact(from) || to.id() != LogicalTypeId::DECIMAL) return false;
  const auto before = digits_of(from);
  const auto after = digits_of(to);
  const int shift = after.scale - scale_of(from);
  if (shift < 0 || shift > kNarrowDigits || before.precision - scale_of(from) > after.precision - after.scale)
    return false;
  return to.InternalType() == PhysicalType::INT128 ||
         (from.id() == LogicalTypeId::DECIMAL && shift == 0 && from.InternalType() == to.InternalType());
}

BoundPointer widened(BoundPointer child, const LogicalType& type) {
  ::duckdb::ScalarFunction function(kWiden, {child->return_type}, type, widen, nullptr, nullptr, widened_statistics);
  auto alias = child->GetAlias();
  auto call = ::duckdb::make_uniq<::duckdb::BoundFunctionExpression>(type, std::move(function),
                                                                     bound_arguments(std::move(child)), nullptr);
  call->SetAlias(std::move(alias));
  return call;
}

AggregateFunction wide_sum(const LogicalType& type) {
  const auto result = LogicalType::DECIMAL(38, ::duckdb::DecimalType::GetScale(type));
  auto function = AggregateFunction::UnaryAggregate<WideSumState, hugeint_t, hugeint_t, WideSumOperation>(type, result);
  function.name = kWideSum;
  function.order_dependent = ::duckdb::AggregateOrderDependent::NOT_ORDER_DEPENDENT;
  return function;
}

void register_wide_decimals(Registry& registry) {
  registry.add(kWiden, {LogicalType::ANY}, LogicalType::ANY, widen).statistics = widened_statistics;
  AggregateFunction sum({LogicalType::ANY}, LogicalType::ANY, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr,
                        bind_wide_sum);
  registry.add_aggregate(kWideSum, sum);
}

}  // namespace slipher::engine::functions
