#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/function/table_function.hpp"

namespace slipher::engine {

/// A column of a FactTable: how a Row's value gets into a vector.
template <class Row>
struct FactColumn {
  const char* name;
  ::duckdb::LogicalType type;
  std::function<void(const Row&, ::duckdb::Vector&, ::duckdb::idx_t)> put;
};

/// Makes a FactColumn of what `get` returns: std::string, bool, 32 or 64 bits, or an optional of them (nothing = NULL).
template <class Row, class Get>
FactColumn<Row> fact(const char* name, Get get) {
  using Returned = std::decay_t<std::invoke_result_t<Get, const Row&>>;
  const auto store = [](const auto& value, ::duckdb::Vector& vector, ::duckdb::idx_t row) {
    using Plain = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<Plain, std::string>)
      ::duckdb::FlatVector::GetData<::duckdb::string_t>(vector)[row] = ::duckdb::StringVector::AddString(vector, value);
    else
      ::duckdb::FlatVector::GetData<Plain>(vector)[row] = value;
  };
  constexpr auto type_of = []<class T>(std::type_identity<T>) {
    if constexpr (std::is_same_v<T, std::string>) return ::duckdb::LogicalTypeId::VARCHAR;
    if constexpr (std::is_same_v<T, bool>) return ::duckdb::LogicalTypeId::BOOLEAN;
    if constexpr (std::is_same_v<T, std::int32_t>) return ::duckdb::LogicalTypeId::INTEGER;
    if constexpr (std::is_same_v<T, std::int64_t>) return ::duckdb::LogicalTypeId::BIGINT;
    if constexpr (std::is_same_v<T, ::duckdb::timestamp_t>) return ::duckdb::LogicalTypeId::TIMESTAMP;
  };
  if constexpr (requires(Returned value) { value.has_value(); }) {
    return {name, type_of(std::type_identity<typename Returned::value_type>()),
            [get, store](const Row& row, ::duckdb::Vector& vector, ::duckdb::idx_t at) {
              const auto value = get(row);
              if (value)
                store(*value, vector, at);
              else
                ::duckdb::FlatVector::SetNull(vector, at, true);
            }};
  } else {
    return {
        name, type_of(std::type_identity<Returned>()),
        [get, store](const Row& row, ::duckdb::Vector& vector, ::duckdb::idx_t at) { store(get(row), vector, at); }};
  }
}

/// A table function without arguments whose rows are made when a query starts to read it, in its transaction.
template <class Row>
class FactTable {
 public:
  using Rows = std::function<std::vector<Row>(::duckdb::ClientContext&)>;

  static ::duckdb::TableFunction make(const char* name, std::vector<FactColumn<Row>> columns, Rows rows) {
    ::duckdb::TableFunction function(name, {}, scan, bind, init);
    function.projection_pushdown = true;
    function.function_info = ::duckdb::make_shared_ptr<Info>(std::move(columns), std::move(rows));
    return function;
  }

 private:
  struct Info : ::duckdb::TableFunctionInfo {
    Info(std::vector<FactColumn<Row>> columns_in, Rows rows_in)
        : columns(std::move(columns_in)), rows(std::move(rows_in)) {}
    std::vector<FactColumn<Row>> columns;
    Rows rows;
  };
  struct BindData : ::duckdb::TableFunctionData {
    explicit BindData(const Info& info_in) : info(info_in) {}
    const Info& info;
  };
  struct State : ::duckdb::GlobalTableFunctionState {
    std::vector<Row> rows;
    std::size_t next = 0;
    ::duckdb::vector<::duckdb::column_t> columns;
  };

  static ::duckdb::unique_ptr<::duckdb::FunctionData> bind(::duckdb::ClientContext&,
                                                           ::duckdb::TableFunctionBindInput& input,
                                                           ::duckdb::vector<::duckdb::LogicalType>& types,
                                                           ::duckdb::vector<std::string>& names) {
    const auto& info = input.info->Cast<Info>();
    for (const auto& column : info.columns) {
      types.push_back(column.type);
      names.emplace_back(column.name);
    }
    return ::duckdb::make_uniq<BindData>(info);
  }
  static ::duckdb::unique_ptr<::duckdb::GlobalTableFunctionState> init(::duckdb::ClientContext& context,
                                                                       ::duckdb::TableFunctionInitInput& input) {
    auto state = ::duckdb::make_uniq<State>();
    state->rows = input.bind_data->Cast<BindData>().info.rows(context);
    state->columns = input.column_ids;
    return state;
  }
  static void scan(::duckdb::ClientContext&, ::duckdb::TableFunctionInput& input, ::duckdb::DataChunk& output) {
    const auto& info = input.bind_data->Cast<BindData>().info;
    auto& state = input.global_state->Cast<State>();
    const auto count = std::min<std::size_t>(STANDARD_VECTOR_SIZE, state.rows.size() - state.next);
    for (std::size_t i = 0; i < state.columns.size(); ++i) {
      if (state.columns[i] >= info.columns.size()) continue;  // the row number, of COUNT(*)
      const auto& column = info.columns[state.columns[i]];
      for (std::size_t row = 0; row < count; ++row) column.put(state.rows[state.next + row], output.data[i], row);
    }
    state.next += count;
    output.SetCardinality(count);
  }
};

}  // namespace slipher::engine
