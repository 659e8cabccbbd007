#include "engine/duckdb/functions/super_extremes.h"

#include <string>

#include "engine/duckdb/functions/super_key.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb::AggregateFunction;
using ::duckdb::AggregateInputData;

struct Extreme {
  std::string key;
  std::string json;
};

/// Owned by the state, whose memory DuckDB moves about as bytes.
struct ExtremeState {
  Extreme* best;
};

template <bool kGreatest>
struct FindExtreme {
  static void Initialize(ExtremeState& state) { state.best = nullptr; }
  static bool IgnoreNull() { return true; }

  static void offer(ExtremeState& state, std::string key, std::string_view json) {
    if (!state.best)
      state.best = new Extreme{std::move(key), std::string(json)};
    else if (kGreatest ? key > state.best->key : key < state.best->key)
      *state.best = {std::move(key), std::string(json)};
  }
  template <class Input, class State, class Aggregate>
  static void Operation(State& state, const Input& input, ::duckdb::AggregateUnaryInput&) {
    if (auto key = super_key(view(input))) offer(state, *std::move(key), view(input));
  }
  template <class Input, class State, class Aggregate>
  static void ConstantOperation(State& state, const Input& input, ::duckdb::AggregateUnaryInput& unary, idx_t) {
    Operation<Input, State, Aggregate>(state, input, unary);  // the same value again changes nothing
  }
  template <class State, class Aggregate>
  static void Combine(const State& source, State& target, AggregateInputData&) {
    if (source.best) offer(target, source.best->key, source.best->json);
  }
  template <class Result, class State>
  static void Finalize(State& state, Result& target, ::duckdb::AggregateFinalizeData& data) {
    if (!state.best) return data.ReturnNull();
    target = ::duckdb::StringVector::AddString(data.result, state.best->json);
  }
  template <class State>
  static void Destroy(State& state, AggregateInputData&) {
    delete state.best;
    state.best = nullptr;
  }
};

template <bool kGreatest>
AggregateFunction extreme(const LogicalType& type) {
  auto function = AggregateFunction::UnaryAggregateDestructor<ExtremeState, string_t, string_t, FindExtreme<kGreatest>,
                                                              ::duckdb::AggregateDestructorType::LEGACY>(type, type);
  function.name = kGreatest ? "max" : "min";
  function.order_dependent = ::duckdb::AggregateOrderDependent::NOT_ORDER_DEPENDENT;
  function.distinct_dependent = ::duckdb::AggregateDistinctDependent::NOT_DISTINCT_DEPENDENT;
  return function;
}

}  // namespace

AggregateFunction super_extreme(bool greatest, const LogicalType& type) {
  return greatest ? extreme<true>(type) : extreme<false>(type);
}

}  // namespace slipher::engine::functions
