#include "duckdb/function/aggregate_function.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/hll_sketch.h"
#include "engine/duckdb/functions/support.h"

/// The HLL functions: sketches are kept as their JSON text (type HLLSKETCH).
namespace slipher::engine::functions {
namespace {

using ::duckdb::AggregateFunction;
using ::duckdb::AggregateInputData;

HllSketch read_sketch(std::string_view json) {
  auto sketch = HllSketch::from_json(json);
  if (!sketch) throw InvalidInputException("invalid input syntax for type hllsketch");
  return std::move(*sketch);
}

/// Owned by the state, whose memory DuckDB moves about as bytes.
struct SketchState {
  HllSketch* sketch;
  HllSketch& get() {
    if (!sketch) sketch = new HllSketch;
    return *sketch;
  }
};

struct SketchOperation {
  static void Initialize(SketchState& state) { state.sketch = nullptr; }
  static bool IgnoreNull() { return true; }
  template <class State, class Aggregate>
  static void Combine(const State& source, State& target, AggregateInputData&) {
    if (source.sketch) target.get().merge(*source.sketch);
  }
  template <class State>
  static void Destroy(State& state, AggregateInputData&) {
    delete state.sketch;
    state.sketch = nullptr;
  }
};

/// Gathers values of type Input with `Self::take(sketch, value)`.
template <class Self>
struct Gather : SketchOperation {
  template <class Input, class State, class Aggregate>
  static void Operation(State& state, const Input& input, ::duckdb::AggregateUnaryInput&) {
    Self::take(state.get(), input);
  }
  template <class Input, class State, class Aggregate>
  static void ConstantOperation(State& state, const Input& input, ::duckdb::AggregateUnaryInput&, idx_t) {
    Self::take(state.get(), input);  // the same value again changes nothing
  }
};

struct TakeValue {
  static void take(HllSketch& sketch, std::int64_t value) { sketch.add(hll_hash(value)); }
  static void take(HllSketch& sketch, const string_t& value) { sketch.add(hll_hash(view(value))); }
};
struct TakeSketch {
  static void take(HllSketch& sketch, const string_t& json) { sketch.merge(read_sketch(view(json))); }
};

template <class Take>
struct IntoCount : Gather<Take> {
  template <class Result, class State>
  static void Finalize(State& state, Result& target, ::duckdb::AggregateFinalizeData&) {
    target = state.sketch ? state.sketch->cardinality() : 0;
  }
};
template <class Take>
struct IntoSketch : Gather<Take> {
  template <class Result, class State>
  static void Finalize(State& state, Result& target, ::duckdb::AggregateFinalizeData& data) {
    target = ::duckdb::StringVector::AddString(data.result, state.get().to_json());
  }
};

template <class Input, class Result, class Operation>
AggregateFunction aggregate(const LogicalType& input, const LogicalType& result) {
  auto function = AggregateFunction::UnaryAggregateDestructor<SketchState, Input, Result, Operation,
                                                              ::duckdb::AggregateDestructorType::LEGACY>(input, result);
  function.order_dependent = ::duckdb::AggregateOrderDependent::NOT_ORDER_DEPENDENT;
  function.distinct_dependent = ::duckdb::AggregateDistinctDependent::NOT_DISTINCT_DEPENDENT;
  return function;
}

/// Whole numbers are hashed as BIGINT, all else as its text.
template <class Result, template <class> class Into>
::duckdb::unique_ptr<FunctionData> bind_by_type(ClientContext&, AggregateFunction& function,
                                                ::duckdb::vector<BoundPointer>& arguments) {
  const auto name = function.name;
  const auto result = function.return_type;
  const bool whole = is_integer(arguments[0]->return_type);
  function = whole ? aggregate<std::int64_t, Result, Into<TakeValue>>(LogicalType::BIGINT, result)
                   : aggregate<string_t, Result, Into<TakeValue>>(LogicalType::VARCHAR, result);
  function.name = name;
  return nullptr;
}

}  // namespace

void register_hll(Registry& registry) {
  const auto sketch = hllsketch_type();
  auto count = aggregate<string_t, std::int64_t, IntoCount<TakeValue>>(LogicalType::ANY, LogicalType::BIGINT);
  count.bind = bind_by_type<std::int64_t, IntoCount>;
  registry.add_aggregate("rs_hll", count);
  auto create = aggregate<string_t, string_t, IntoSketch<TakeValue>>(LogicalType::ANY, sketch);
  create.bind = bind_by_type<string_t, IntoSketch>;
  registry.add_aggregate("rs_hll_create_sketch", create);
  registry.add_aggregate("rs_hll_combine", aggregate<string_t, string_t, IntoSketch<TakeSketch>>(sketch, sketch));
  registry.add("rs_hll_cardinality", {sketch}, LogicalType::BIGINT,
               per_row([](const Row& row) { return read_sketch(row.text(0)).cardinality(); }));
  registry.add("rs_hll_combine_sketches", {sketch, sketch}, sketch, per_row([](const Row& row) {
                 auto joined = read_sketch(row.text(0));
                 joined.merge(read_sketch(row.text(1)));
                 return joined.to_json();
               }));
}

}  // namespace slipher::engine::functions
