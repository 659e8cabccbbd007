#include "duckdb/function/aggregate_function.hpp"
#include "engine/duckdb/functions/support.h"

/// AVG as one aggregate, for the places where it cannot be a quotient of SUM and COUNT.
namespace slipher::engine::functions {
namespace {

using ::duckdb::AggregateFunction;
using ::duckdb::AggregateInputData;

template <class T>
struct AverageState {
  T sum;
  std::int64_t count;
};

struct AverageOperation {
  template <class State>
  static void Initialize(State& state) {
    state.sum = {};
    state.count = 0;
  }
  static bool IgnoreNull() { return true; }
  template <class Input, class State, class Aggregate>
  static void Operation(State& state, const Input& input, ::duckdb::AggregateUnaryInput&) {
    state.sum += decltype(state.sum)(input);
    state.count++;
  }
  template <class Input, class State, class Aggregate>
  static void ConstantOperation(State& state, const Input& input, ::duckdb::AggregateUnaryInput& unary, idx_t count) {
    for (idx_t i = 0; i < count; i++) Operation<Input, State, Aggregate>(state, input, unary);
  }
  template <class State, class Aggregate>
  static void Combine(const State& source, State& target, AggregateInputData&) {
    target.sum += source.sum;
    target.count += source.count;
  }
  template <class Result, class State>
  static void Finalize(State& state, Result& target, ::duckdb::AggregateFinalizeData& data) {
    if (state.count == 0) return data.ReturnNull();
    if constexpr (std::is_same_v<decltype(state.sum), double>) {
      target = state.sum / static_cast<double>(state.count);
    } else {
      target = Result(state.sum / decltype(state.sum)(state.count));
    }
  }
};

template <class Sum, class Input, class Result>
AggregateFunction average(const LogicalType& input, const LogicalType& result) {
  return AggregateFunction::UnaryAggregate<AverageState<Sum>, Input, Result, AverageOperation>(input, result);
}

/// BIGINT of integers, truncated; the same scale of numerics; else double precision.
::duckdb::unique_ptr<FunctionData> bind_average(ClientContext&, AggregateFunction& function,
                                                ::duckdb::vector<BoundPointer>& arguments) {
  using ::duckdb::hugeint_t;
  const auto type = arguments[0]->return_type;
  const auto name = function.name;
  if (is_integer(type)) {
    function = average<hugeint_t, std::int64_t, std::int64_t>(LogicalType::BIGINT, LogicalType::BIGINT);
  } else if (type.id() == LogicalTypeId::DECIMAL) {
    const auto wide = LogicalType::DECIMAL(38, ::duckdb::DecimalType::GetScale(type));
    function = average<hugeint_t, hugeint_t, hugeint_t>(wide, wide);
  } else {
    function = average<double, double, double>(LogicalType::DOUBLE, LogicalType::DOUBLE);
  }
  function.name = name;
  return nullptr;
}

}  // namespace

void register_average(Registry& registry) {
  auto function = average<double, double, double>(LogicalType::ANY, LogicalType::DOUBLE);
  function.bind = bind_average;
  registry.add_aggregate("rs_avg", function);
}

}  // namespace slipher::engine::functions
