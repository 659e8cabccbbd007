#include <optional>
#include <string>

#include "duckdb/planner/expression/bound_case_expression.hpp"
#include "duckdb/planner/expression/bound_operator_expression.hpp"
#include "duckdb/transaction/meta_transaction.hpp"
#include "engine/duckdb/functions/date_parts.h"
#include "engine/duckdb/functions/datetime_text.h"
#include "engine/duckdb/functions/datetime_values.h"
#include "engine/duckdb/functions/moments.h"
#include "engine/duckdb/functions/number_text.h"
#include "engine/duckdb/functions/session_values.h"
#include "engine/duckdb/functions/support.h"
#include "sql/lexer.h"

/// The session's clock, time zones, and texts with them.
namespace slipher::engine::functions {
namespace {

using ::duckdb::dtime_t;
using ::duckdb::dtime_tz_t;
using ::duckdb::timestamp_t;

timestamp_t transaction_start(ClientContext& context) {
  return ::duckdb::MetaTransaction::Get(context).start_timestamp;
}

/// The same, rounded to the digits of seconds that the call's only argument says, if it has one.
timestamp_t rounded_start(::duckdb::FunctionBindExpressionInput& input) {
  auto start = transaction_start(input.context);
  if (input.children.empty()) return start;
  const auto digits = constant_argument(input.context, *input.children[0], "precision");
  if (digits.IsNull() || digits.GetValue<std::int64_t>() < 0)
    throw InvalidInputException("precision must not be negative");
  std::int64_t unit = 1;
  for (auto i = digits.GetValue<std::int64_t>(); i < 6; ++i) unit *= 10;
  start.value = (start.value + unit / 2) / unit * unit;
  return start;
}

BoundPointer expand_transaction_timestamp(::duckdb::FunctionBindExpressionInput& input) {
  return bound_constant(Value::TIMESTAMP(session_time(input.context, rounded_start(input))));
}
BoundPointer expand_transaction_timestamptz(::duckdb::FunctionBindExpressionInput& input) {
  return bound_constant(Value::TIMESTAMPTZ(::duckdb::timestamp_tz_t(rounded_start(input))));
}
BoundPointer expand_current_date(::duckdb::FunctionBindExpressionInput& input) {
  const auto now = session_time(input.context, transaction_start(input.context));
  return bound_constant(Value::DATE(::duckdb::Timestamp::GetDate(now)));
}
BoundPointer expand_getdate(::duckdb::FunctionBindExpressionInput& input) {
  const auto now = session_time(input.context, ::duckdb::Timestamp::GetCurrentTimestamp());
  return bound_constant(Value::TIMESTAMP(truncated(DatePart::kSecond, now)));
}

/// "Thu Sep 19 22:53:50.333525 2013 UTC".
BoundPointer expand_timeofday(::duckdb::FunctionBindExpressionInput& input) {
  auto format = bound_constant(Value("Dy Mon DD HH24:MI:SS.US YYYY TZ"));
  auto now = bound_constant(Value::TIMESTAMPTZ(::duckdb::timestamp_tz_t(::duckdb::Timestamp::GetCurrentTimestamp())));
  return bound_call(input.context, "rs_to_char", bound_arguments(std::move(now), std::move(format)));
}

/// AT TIME ZONE: a TIMESTAMP is local to the zone, a TIMESTAMPTZ is shown in it. Regions are DuckDB's; abbreviations
/// and offsets, which it does not know, are fixed distances from UTC.
BoundPointer expand_timezone(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  auto type = moment_type(children[1]->return_type);
  if (type.id() == LogicalTypeId::TIME) type = LogicalType::TIME_TZ;
  auto value = bound_cast(input.context, std::move(children[1]), type);
  if (children[0]->IsFoldable()) {
    const auto zone = constant_argument(input.context, *children[0], "time zone");
    const auto offset = zone.IsNull() ? std::nullopt : zone_offset(zone.ToString());
    if (offset) {
      auto seconds = bound_constant(Value::BIGINT(*offset));
      return bound_call(input.context, "rs_fixed_zone", bound_arguments(std::move(value), std::move(seconds)));
    }
  }
  return bound_call(input.context, "timezone", bound_arguments(std::move(children[0]), std::move(value)));
}

timestamp_t shifted(timestamp_t value, std::int64_t seconds) { return add_parts(DatePart::kSecond, seconds, value); }

BoundPointer convert(ClientContext& context, BoundPointer source, BoundPointer target, BoundPointer value) {
  auto local = bound_cast(context, std::move(value), LogicalType::TIMESTAMP);
  auto moment = bound_call(context, "rs_timezone", bound_arguments(std::move(source), std::move(local)));
  return bound_call(context, "rs_timezone", bound_arguments(std::move(target), std::move(moment)));
}

BoundPointer expand_convert_from_utc(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  return convert(input.context, bound_constant(Value("UTC")), std::move(children[0]), std::move(children[1]));
}
BoundPointer expand_convert(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  return convert(input.context, std::move(children[0]), std::move(children[1]), std::move(children[2]));
}

/// A written cast to TIMETZ: text by our own reading, anything else as it is.
BoundPointer expand_timetz(::duckdb::FunctionBindExpressionInput& input) {
  auto& context = input.context;
  auto& value = input.children[0];
  if (!is_text(value->return_type)) return std::move(value);
  const bool super = is_super(value->return_type);
  if (super) value = bound_cast(context, std::move(value), LogicalType::VARCHAR);
  auto read = bound_call(context, "rs_parse_timetz", bound_arguments(std::move(value)));
  return super ? tried(context, std::move(read)) : std::move(read);
}

/// A cast of text to TIMESTAMPTZ. The text may name a region, whose offsets only AT TIME ZONE knows; without a zone it
/// is of the session's clock.
BoundPointer read_timestamptz(ClientContext& context, BoundPointer text) {
  const auto call = [&](const char* name, auto... more) {
    return bound_call(context, name, bound_arguments(text->Copy(), std::move(more)...));
  };
  const auto zone = [&] {
    if (!is_away_from_utc(context)) return call("rs_zone_name");
    return call("rs_zone_name", bound_constant(Value(session_zone(context))));
  };
  auto local = bound_cast(context, call("rs_without_zone"), LogicalType::TIMESTAMP);
  auto in_zone = bound_call(context, "timezone", bound_arguments(zone(), std::move(local)));
  auto named = ::duckdb::make_uniq<::duckdb::BoundOperatorExpression>(::duckdb::ExpressionType::OPERATOR_IS_NOT_NULL,
                                                                      LogicalType::BOOLEAN);
  named->children.push_back(zone());
  return ::duckdb::make_uniq<::duckdb::BoundCaseExpression>(std::move(named), std::move(in_zone),
                                                            call("rs_parse_timestamptz"));
}

BoundPointer expand_timestamptz(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  if (!is_text(value->return_type)) return std::move(value);
  if (!is_super(value->return_type)) return read_timestamptz(input.context, std::move(value));
  auto text = bound_cast(input.context, std::move(value), LogicalType::VARCHAR);
  return tried(input.context, read_timestamptz(input.context, std::move(text)));
}

std::optional<std::string> zone_name_or_null(const Row& row) {
  const auto zone = zone_name(row.text(0));
  return zone.empty() ? std::nullopt : std::optional(std::string(zone));
}

/// The region in which a text's clock is: the session's, which is the second argument, where it says nothing else;
/// nothing for a text with an offset.
std::optional<std::string> zone_of_clock(const Row& row) {
  if (auto named = zone_name_or_null(row)) return named;
  const auto text = sql::lower(trimmed(row.text(0)));
  // An offset is one in each order of day and month.
  const auto has_offset = [&](DateOrder order) {
    const auto read = read_datetime(text, order);
    return read && read->offset;
  };
  const bool is_moment = text == "now" || text == "epoch" || has_offset(DateOrder::kMonthFirst) ||
                         has_offset(DateOrder::kDayFirst) || has_offset(DateOrder::kYearFirst);
  return is_moment ? std::nullopt : std::optional(std::string(row.text(1)));
}

std::string without_zone(const Row& row) {
  const auto text = row.text(0);
  const auto zone = zone_name(text);
  return std::string(zone.empty() ? text : text.substr(0, static_cast<std::size_t>(zone.data() - text.data())));
}

struct OrderData : FunctionData {
  explicit OrderData(DateOrder value) : order(value) {}
  DateOrder order;
  ::duckdb::unique_ptr<FunctionData> Copy() const override { return ::duckdb::make_uniq<OrderData>(order); }
  bool Equals(const FunctionData& other) const override { return order == other.Cast<OrderData>().order; }
};

::duckdb::unique_ptr<FunctionData> bind_parse_timestamptz(ClientContext& context, ScalarFunction&, BoundArguments&) {
  return ::duckdb::make_uniq<OrderData>(date_reading(context).order);
}

timestamp_t parsed_timestamptz(const Row& row, const FunctionData* data) {
  timestamp_t value;
  if (!parse_timestamptz(row.text(0), data->Cast<OrderData>().order, value))
    throw InvalidInputException(invalid_syntax("type timestamp with time zone", row.text(0)));
  return value;
}

dtime_tz_t parsed_timetz(const Row& row) {
  dtime_tz_t value;
  if (!parse_timetz(row.text(0), value))
    throw InvalidInputException(invalid_syntax("type time with time zone", row.text(0)));
  return value;
}

}  // namespace

BoundPointer tried(ClientContext& context, BoundPointer cast) {
  if (!super_errors_are_null(context)) return cast;
  auto result =
      ::duckdb::make_uniq<::duckdb::BoundOperatorExpression>(::duckdb::ExpressionType::OPERATOR_TRY, cast->return_type);
  result->children.push_back(std::move(cast));
  return result;
}

void register_zones(Registry& registry) {
  const auto text = LogicalType::VARCHAR;
  const auto stamp = LogicalType::TIMESTAMP;
  registry.add_macro("rs_timestamptz", 1, expand_timestamptz);
  registry.add("rs_zone_name", {text}, text, per_row(zone_name_or_null));
  registry.add("rs_zone_name", {text, text}, text, per_row(zone_of_clock));
  registry.add("rs_without_zone", {text}, text, per_row(without_zone));
  registry.add_macro("rs_timetz", 1, expand_timetz);
  registry.add("rs_parse_timestamptz", {text}, LogicalType::TIMESTAMP_TZ, rowwise(parsed_timestamptz),
               bind_parse_timestamptz);
  registry.add("rs_parse_timetz", {text}, LogicalType::TIME_TZ, per_row(parsed_timetz));
  registry.add_macro("rs_transaction_timestamp", 0, expand_transaction_timestamp);
  registry.add_macro("rs_transaction_timestamp", 1, expand_transaction_timestamp);
  registry.add_macro("rs_transaction_timestamptz", 0, expand_transaction_timestamptz);
  registry.add_macro("rs_transaction_timestamptz", 1, expand_transaction_timestamptz);
  registry.add_macro("rs_current_date", 0, expand_current_date);
  registry.add_macro("rs_getdate", 0, expand_getdate);
  registry.add_macro("rs_timeofday", 0, expand_timeofday);
  registry.add("rs_fixed_zone", {stamp, LogicalType::BIGINT}, LogicalType::TIMESTAMP_TZ,
               per_row([](const Row& row) { return shifted(row.get<timestamp_t>(0), -row.integer(1)); }));
  registry.add("rs_fixed_zone", {LogicalType::TIMESTAMP_TZ, LogicalType::BIGINT}, stamp,
               per_row([](const Row& row) { return shifted(row.get<timestamp_t>(0), row.integer(1)); }));
  registry.add("rs_fixed_zone", {LogicalType::TIME_TZ, LogicalType::BIGINT}, LogicalType::TIME_TZ,
               per_row([](const Row& row) {
                 const auto local = add_parts(DatePart::kSecond, row.integer(1), as_moment(row.get<dtime_tz_t>(0)));
                 return dtime_tz_t(from_moment<dtime_t>(local), static_cast<std::int32_t>(row.integer(1)));
               }));
  registry.add_macro("rs_timezone", 2, expand_timezone);
  registry.add_macro("rs_convert_timezone", 2, expand_convert_from_utc);
  registry.add_macro("rs_convert_timezone", 3, expand_convert);
}

}  // namespace slipher::engine::functions
