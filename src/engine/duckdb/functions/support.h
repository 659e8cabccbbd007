#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/common/vector_operations/generic_executor.hpp"
#include "duckdb/function/aggregate_function.hpp"
#include "duckdb/function/function_set.hpp"
#include "duckdb/function/scalar_function.hpp"
#include "duckdb/planner/expression/bound_function_expression.hpp"

/// What the function families share.
namespace slipher::engine::functions {

using ::duckdb::ClientContext;
using ::duckdb::DataChunk;
using ::duckdb::Expression;
using ::duckdb::ExpressionState;
using ::duckdb::FunctionData;
using ::duckdb::idx_t;
using ::duckdb::InvalidInputException;
using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;
using ::duckdb::ScalarFunction;
using ::duckdb::string_t;
using ::duckdb::Value;
using ::duckdb::Vector;

using BoundPointer = ::duckdb::unique_ptr<Expression>;
using BoundArguments = ::duckdb::vector<BoundPointer>;
using Types = ::duckdb::vector<LogicalType>;

inline std::string_view view(const string_t& text) { return {text.GetData(), text.GetSize()}; }

/// Gathers overloads by name, then hands them to the system catalog.
class Registry {
 public:
  /// A function whose result is NULL when an argument is NULL, unless the caller says otherwise.
  ScalarFunction& add(std::string name, Types arguments, LogicalType result, ::duckdb::scalar_function_t body,
                      ::duckdb::bind_scalar_function_t bind = nullptr);
  /// A function that becomes another bound expression as soon as the types of its arguments are known.
  void add_macro(std::string name, std::size_t arguments, ::duckdb::function_bind_expression_t expand);
  void add_aggregate(const std::string& name, ::duckdb::AggregateFunction function);
  void commit(::duckdb::DatabaseInstance& database);

 private:
  std::map<std::string, std::vector<ScalarFunction>> functions_;
  std::map<std::string, ::duckdb::AggregateFunctionSet> aggregates_;
};

/// The argument values of one row.
class Row {
 public:
  Row(std::vector<::duckdb::UnifiedVectorFormat>& columns, idx_t row) : columns_(columns), row_(row) {}
  std::size_t size() const { return columns_.size(); }
  bool is_null(std::size_t column) const {
    auto& data = columns_[column];
    return !data.validity.RowIsValid(data.sel->get_index(row_));
  }
  template <class T>
  const T& get(std::size_t column) const {
    auto& data = columns_[column];
    return ::duckdb::UnifiedVectorFormat::GetData<T>(data)[data.sel->get_index(row_)];
  }
  std::string_view text(std::size_t column) const { return view(get<string_t>(column)); }
  std::int64_t integer(std::size_t column) const { return get<std::int64_t>(column); }

 private:
  std::vector<::duckdb::UnifiedVectorFormat>& columns_;
  idx_t row_;
};

template <class T>
struct OptionalValue : std::false_type {
  using type = T;
};
template <class T>
struct OptionalValue<std::optional<T>> : std::true_type {
  using type = T;
};

template <class T>
void put(Vector& result, idx_t row, T&& value) {
  using Plain = std::decay_t<T>;
  if constexpr (std::is_same_v<Plain, std::string> || std::is_same_v<Plain, std::string_view>) {
    ::duckdb::FlatVector::GetData<string_t>(result)[row] =
        ::duckdb::StringVector::AddStringOrBlob(result, value.data(), value.size());
  } else {
    ::duckdb::FlatVector::GetData<Plain>(result)[row] = value;
  }
}

/// A vectorised body from a function of one row: body(const Row&, const FunctionData*) -> T or std::optional<T>
/// (nothing = NULL), where T is a number, a duckdb value type or std::string. `sees_nulls`: call it for NULLs as well.
template <class Body>
::duckdb::scalar_function_t rowwise(Body body, bool sees_nulls = false) {
  return [body, sees_nulls](DataChunk& arguments, ExpressionState& state, Vector& result) {
    using Returned = std::invoke_result_t<Body, const Row&, const FunctionData*>;
    std::vector<::duckdb::UnifiedVectorFormat> columns(arguments.ColumnCount());
    for (idx_t i = 0; i < columns.size(); i++) arguments.data[i].ToUnifiedFormat(arguments.size(), columns[i]);
    const auto* info = state.expr.Cast<::duckdb::BoundFunctionExpression>().bind_info.get();
    const bool constant = arguments.AllConstant();
    const idx_t rows = constant ? std::min<idx_t>(arguments.size(), 1) : arguments.size();
    result.SetVectorType(::duckdb::VectorType::FLAT_VECTOR);
    auto& validity = ::duckdb::FlatVector::Validity(result);
    for (idx_t i = 0; i < rows; i++) {
      const Row row(columns, i);
      bool null = false;
      for (std::size_t column = 0; !sees_nulls && column < columns.size() && !null; column++)
        null = row.is_null(column);
      if (null) {
        validity.SetInvalid(i);
        continue;
      }
      auto value = body(row, info);
      if constexpr (OptionalValue<Returned>::value) {
        if (value) {
          put(result, i, std::move(*value));
        } else {
          validity.SetInvalid(i);
        }
      } else {
        put(result, i, std::move(value));
      }
    }
    if (constant) result.SetVectorType(::duckdb::VectorType::CONSTANT_VECTOR);
  };
}

/// The same with a body that looks at the row only.
template <class Body>
::duckdb::scalar_function_t per_row(Body body, bool sees_nulls = false) {
  return rowwise([body](const Row& row, const FunctionData*) { return body(row); }, sees_nulls);
}

/// A call of a function of DuckDB's or ours on bound arguments.
BoundPointer bound_call(ClientContext& context, const std::string& name, BoundArguments arguments);
BoundPointer bound_cast(ClientContext& context, BoundPointer child, const LogicalType& type);
BoundPointer bound_constant(Value value);
template <class... Arguments>
BoundArguments bound_arguments(Arguments... arguments) {
  BoundArguments list;
  (list.push_back(std::move(arguments)), ...);
  return list;
}

/// What a failing cast says: `invalid input syntax for integer: "1.5"`.
std::string invalid_syntax(const std::string& type, std::string_view text);

/// The value of an argument that has to be known when the call is bound; fails with "`what` must be a constant".
Value constant_argument(ClientContext& context, const Expression& argument, const std::string& what);

bool is_integer(const LogicalType& type);
/// Makes an INT2 operand INT4 beside a whole-number literal, which is INT4 in Redshift; DuckDB fits it into an INT2.
void widen_beside_literal(ClientContext& context, BoundArguments& operands);
bool is_text(const LogicalType& type);
bool is_super(const LogicalType& type);
/// left `operation` right where one of them is SUPER; `operation` is one of + - * / %.
BoundPointer super_operation(ClientContext& context, char operation, BoundArguments arguments);
/// "value out of range: overflow".
[[noreturn]] void float_overflow();
/// A call of DuckDB's + - or *, or where it computes FLOATs or DOUBLEs the same with an error for an overflow.
BoundPointer float_operation(ClientContext& context, char operation, BoundPointer call);
/// NULL where a cast of a SUPER value fails, as cast_super_null_on_error says.
BoundPointer tried(ClientContext& context, BoundPointer cast);
bool is_year_to_month(const LogicalType& type);
/// left `operation` right as an INTERVAL YEAR TO MONTH, with `operation` one of + - * /; nullptr, and the arguments
/// untouched, where it is none.
BoundPointer year_to_month_operation(ClientContext& context, char operation, BoundArguments& arguments);
/// "function avg(date) does not exist".
[[noreturn]] void no_such_function(const std::string& name, const std::string& types,
                                   ::duckdb::optional_idx place = {});
/// Gives operands of + - * / % that are literals, or NULL, the type that they have beside the other operand.
void settle_literals(ClientContext& context, BoundArguments& operands);
/// DATE, TIMESTAMP, TIMESTAMPTZ.
bool is_moment(const LogicalType& type);

// The families, one file each.
void register_arithmetic(Registry& registry);
void register_division(Registry& registry);
void register_exact_numbers(Registry& registry);
void register_wide_decimals(Registry& registry);
void register_doubles(Registry& registry);
void register_rounding(Registry& registry);
void register_average(Registry& registry);
void register_text(Registry& registry);
void register_quotes(Registry& registry);
void register_regular_expressions(Registry& registry);
void register_dates(Registry& registry);
void register_zones(Registry& registry);
void register_session_values(Registry& registry);
void register_intervals(Registry& registry);
void register_formats(Registry& registry);
void register_json(Registry& registry);
void register_json_parse(Registry& registry);
void register_super_constructors(Registry& registry);
void register_super_lists(Registry& registry);
void register_super_arrays(Registry& registry);
void register_super_objects(Registry& registry);
void register_super_numbers(Registry& registry);
void register_hashes(Registry& registry);
void register_hll(Registry& registry);
void register_bytes(Registry& registry);
void register_casts(::duckdb::DatabaseInstance& database);
void register_super_casts(::duckdb::CastFunctionSet& casts);

}  // namespace slipher::engine::functions
