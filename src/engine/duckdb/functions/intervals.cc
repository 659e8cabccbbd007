#include <string>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/datetime_values.h"
#include "engine/duckdb/functions/session_values.h"
#include "engine/duckdb/functions/support.h"
#include "sql/date_parts.h"

/// INTERVAL YEAR TO MONTH, and casts to intervals with a qualifier.
namespace slipher::engine::functions {
namespace {

using ::duckdb::interval_t;

interval_t whole_months(interval_t value) { return {value.months, 0, 0}; }

/// An interval as one of years and months: what is below a month is cut off.
BoundPointer as_months(ClientContext& context, BoundPointer value) {
  return bound_call(context, "rs_whole_months", bound_arguments(std::move(value)));
}

interval_t parsed(const Row& row) {
  interval_t value;
  if (!parse_interval(row.text(0), value, row.text(1)))
    throw InvalidInputException(invalid_syntax("type interval", row.text(0)));
  return value;
}

/// rs_interval(value, 'day to minute'): a cast to INTERVAL DAY TO MINUTE.
BoundPointer expand_interval(::duckdb::FunctionBindExpressionInput& input) {
  auto& context = input.context;
  auto& value = input.children[0];
  const auto unit = constant_argument(context, *input.children[1], "interval qualifier").ToString();
  if (is_text(value->return_type)) {
    const bool super = is_super(value->return_type);
    value = bound_call(
        context, "rs_parse_interval",
        bound_arguments(bound_cast(context, std::move(value), LogicalType::VARCHAR), std::move(input.children[1])));
    if (super) value = tried(context, std::move(value));
  }
  value = bound_cast(context, std::move(value), LogicalType::INTERVAL);
  return sql::is_of_months(unit) ? as_months(context, std::move(value)) : std::move(value);
}

BoundPointer expand_negate(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  if (is_super(value->return_type))
    return super_operation(input.context, '-', bound_arguments(bound_constant(Value::INTEGER(0)), std::move(value)));
  const bool of_months = is_year_to_month(value->return_type);
  auto result = bound_call(input.context, "-", std::move(input.children));
  return of_months ? as_months(input.context, std::move(result)) : std::move(result);
}

}  // namespace

bool is_year_to_month(const LogicalType& type) {
  return declared_type(type).kind == DeclaredKind::kIntervalYearToMonth;
}

BoundPointer year_to_month_operation(ClientContext& context, char operation, BoundArguments& arguments) {
  const bool left = is_year_to_month(arguments[0]->return_type);
  const bool right = is_year_to_month(arguments[1]->return_type);
  const bool adds = operation == '+' || operation == '-';
  if (adds ? !left || !right : left == right) return nullptr;
  if (operation == '/' && !left) return nullptr;
  if (!adds) {
    auto& factor = arguments[left ? 1 : 0];
    if (!factor->return_type.IsNumeric()) return nullptr;
    if (!is_integer(factor->return_type) || operation == '/')
      factor = bound_cast(context, std::move(factor), LogicalType::DOUBLE);
  }
  return as_months(context, bound_call(context, std::string(1, operation), std::move(arguments)));
}

void register_intervals(Registry& registry) {
  registry.add("rs_whole_months", {LogicalType::INTERVAL}, interval_year_to_month_type(),
               [](DataChunk& arguments, ExpressionState&, Vector& result) {
                 ::duckdb::UnaryExecutor::Execute<interval_t, interval_t>(arguments.data[0], result, arguments.size(),
                                                                          whole_months);
               });
  registry.add("rs_parse_interval", {LogicalType::VARCHAR, LogicalType::VARCHAR}, LogicalType::INTERVAL,
               per_row(parsed));
  registry.add_macro("rs_interval", 2, expand_interval);
  registry.add_macro("rs_negate", 1, expand_negate);
}

}  // namespace slipher::engine::functions
