#include "engine/duckdb/functions/support.h"

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/execution/expression_executor.hpp"
#include "duckdb/function/function_binder.hpp"
#include "duckdb/main/config.hpp"
#include "duckdb/parser/parsed_data/create_aggregate_function_info.hpp"
#include "duckdb/parser/parsed_data/create_scalar_function_info.hpp"
#include "duckdb/planner/expression/bound_cast_expression.hpp"
#include "duckdb/planner/expression/bound_constant_expression.hpp"
#include "engine/duckdb/functions/register.h"

namespace slipher::engine {

void register_functions(::duckdb::DatabaseInstance& database) {
  functions::Registry registry;
  functions::register_arithmetic(registry);
  functions::register_division(registry);
  functions::register_exact_numbers(registry);
  functions::register_wide_decimals(registry);
  functions::register_doubles(registry);
  functions::register_rounding(registry);
  functions::register_average(registry);
  functions::register_text(registry);
  functions::register_quotes(registry);
  functions::register_regular_expressions(registry);
  functions::register_dates(registry);
  functions::register_zones(registry);
  functions::register_session_values(registry);
  functions::register_intervals(registry);
  functions::register_formats(registry);
  functions::register_json(registry);
  functions::register_json_parse(registry);
  functions::register_super_constructors(registry);
  functions::register_super_lists(registry);
  functions::register_super_arrays(registry);
  functions::register_super_objects(registry);
  functions::register_super_numbers(registry);
  functions::register_hashes(registry);
  functions::register_hll(registry);
  functions::register_bytes(registry);
  registry.commit(database);
  functions::register_casts(database);
  // A table name must never open a file: FROM 'x.csv', FROM "x.parquet".
  ::duckdb::DBConfig::GetConfig(database).replacement_scans.clear();
}

namespace functions {

ScalarFunction& Registry::add(std::string name, Types arguments, LogicalType result, ::duckdb::scalar_function_t body,
                              ::duckdb::bind_scalar_function_t bind) {
  auto& overloads = functions_[name];
  overloads.emplace_back(name, std::move(arguments), std::move(result), std::move(body), bind);
  auto& function = overloads.back();
  function.errors = ::duckdb::FunctionErrors::CAN_THROW_RUNTIME_ERROR;
  return function;
}

void Registry::add_macro(std::string name, std::size_t arguments, ::duckdb::function_bind_expression_t expand) {
  auto& function = add(std::move(name), Types(arguments, LogicalType::ANY), LogicalType::ANY, nullptr);
  function.bind_expression = expand;
  // Without it a NULL argument would end the call before its type is known.
  function.null_handling = ::duckdb::FunctionNullHandling::SPECIAL_HANDLING;
}

void Registry::add_aggregate(const std::string& name, ::duckdb::AggregateFunction function) {
  function.name = name;
  aggregates_.try_emplace(name, name).first->second.AddFunction(std::move(function));
}

void Registry::commit(::duckdb::DatabaseInstance& database) {
  ::duckdb::Connection connection(database);
  connection.BeginTransaction();
  auto& catalog = ::duckdb::Catalog::GetSystemCatalog(database);
  for (auto& [name, overloads] : functions_) {
    ::duckdb::ScalarFunctionSet set(name);
    for (auto& function : overloads) set.AddFunction(std::move(function));
    ::duckdb::CreateScalarFunctionInfo info(std::move(set));
    info.internal = true;
    catalog.CreateFunction(*connection.context, info);
  }
  for (auto& [name, set] : aggregates_) {
    ::duckdb::CreateAggregateFunctionInfo info(std::move(set));
    info.internal = true;
    catalog.CreateFunction(*connection.context, info);
  }
  connection.Commit();
}

BoundPointer bound_call(ClientContext& context, const std::string& name, BoundArguments arguments) {
  ::duckdb::FunctionBinder binder(context);
  ::duckdb::ErrorData error;
  auto result = binder.BindScalarFunction(DEFAULT_SCHEMA, name, std::move(arguments), error, true);
  if (!result) error.Throw();
  return result;
}

BoundPointer bound_cast(ClientContext& context, BoundPointer child, const LogicalType& type) {
  return ::duckdb::BoundCastExpression::AddCastToType(context, std::move(child), type);
}

BoundPointer bound_constant(Value value) {
  return ::duckdb::make_uniq<::duckdb::BoundConstantExpression>(std::move(value));
}

Value constant_argument(ClientContext& context, const Expression& argument, const std::string& what) {
  if (!argument.IsFoldable()) throw ::duckdb::BinderException("%s must be a constant", what);
  return ::duckdb::ExpressionExecutor::EvaluateScalar(context, argument);
}

void widen_beside_literal(ClientContext& context, BoundArguments& operands) {
  for (std::size_t i = 0; i < 2 && operands.size() == 2; i++) {
    const auto type = operands[i]->return_type.id();
    const bool is_small = type == LogicalTypeId::SMALLINT || type == LogicalTypeId::TINYINT;
    const auto other = operands[1 - i]->return_type.id();
    if (is_small && (other == LogicalTypeId::INTEGER || other == LogicalTypeId::INTEGER_LITERAL))
      operands[i] = bound_cast(context, std::move(operands[i]), LogicalType::INTEGER);
    // FLOAT4 with anything that is exact is FLOAT8.
    const bool exact = operands[1 - i]->return_type.IsIntegral() || other == LogicalTypeId::INTEGER_LITERAL ||
                       other == LogicalTypeId::DECIMAL;
    if (type == LogicalTypeId::FLOAT && exact)
      operands[i] = bound_cast(context, std::move(operands[i]), LogicalType::DOUBLE);
  }
}

void no_such_function(const std::string& name, const std::string& types, ::duckdb::optional_idx place) {
  // In the engine's words, which errors.cc turns into Redshift's.
  throw ::duckdb::BinderException(place, "No function matches the given name and argument types '%s(%s)'. You might",
                                  name, types);
}

bool is_integer(const LogicalType& type) { return type.IsIntegral(); }

bool is_text(const LogicalType& type) { return type.id() == LogicalTypeId::VARCHAR; }

bool is_moment(const LogicalType& type) {
  return type.id() == LogicalTypeId::DATE || type.id() == LogicalTypeId::TIMESTAMP ||
         type.id() == LogicalTypeId::TIMESTAMP_TZ;
}

}  // namespace functions
}  // namespace slipher::engine
