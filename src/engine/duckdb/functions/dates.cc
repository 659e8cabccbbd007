#include <string>

#include "duckdb/common/types/date.hpp"
#include "duckdb/common/types/time.hpp"
#include "duckdb/common/types/timestamp.hpp"
#include "duckdb/planner/expression/bound_case_expression.hpp"
#include "duckdb/planner/expression/bound_operator_expression.hpp"
#include "duckdb/transaction/meta_transaction.hpp"
#include "engine/duckdb/functions/civil_date.h"
#include "engine/duckdb/functions/date_parts.h"
#include "engine/duckdb/functions/datetime_text.h"
#include "engine/duckdb/functions/datetime_values.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb::date_t;
using ::duckdb::dtime_t;
using ::duckdb::dtime_tz_t;
using ::duckdb::timestamp_t;

struct PartData : FunctionData {
  explicit PartData(DatePart value) : part(value) {}
  DatePart part;
  ::duckdb::unique_ptr<FunctionData> Copy() const override { return ::duckdb::make_uniq<PartData>(part); }
  bool Equals(const FunctionData& other) const override { return part == other.Cast<PartData>().part; }
};

DatePart part_of(ExpressionState& state) {
  return state.expr.Cast<::duckdb::BoundFunctionExpression>().bind_info->Cast<PartData>().part;
}

/// Takes the part, a constant, off the front of the arguments.
::duckdb::unique_ptr<PartData> take_part(ClientContext& context, ScalarFunction& function, BoundArguments& arguments) {
  const auto value = constant_argument(context, *arguments[0], "date part");
  const auto name = value.IsNull() ? std::string() : value.ToString();
  const auto part = date_part_of(name);
  if (!part) throw ::duckdb::BinderException("date part \"%s\" is not recognized", name);
  ::duckdb::Function::EraseArgument(function, arguments, 0);
  return ::duckdb::make_uniq<PartData>(*part);
}

/// TIMESTAMPTZ, TIME and TIMETZ stay; dates and texts become TIMESTAMP.
LogicalType moment_type(const LogicalType& type) {
  switch (type.id()) {
    case LogicalTypeId::TIMESTAMP_TZ:
    case LogicalTypeId::TIME:
    case LogicalTypeId::TIME_TZ:
    case LogicalTypeId::INTERVAL:
      return type;
    default:
      return LogicalType::TIMESTAMP;
  }
}

/// A time as the same moment of 1970-01-01 UTC.
timestamp_t as_moment(timestamp_t value) { return value; }
timestamp_t as_moment(dtime_t value) { return timestamp_t(value.micros); }
constexpr std::int64_t kDay = 86'400'000'000;

timestamp_t as_moment(dtime_tz_t value) {
  const std::int64_t utc = value.time().micros - value.offset() * 1'000'000LL;
  return timestamp_t(((utc % kDay) + kDay) % kDay);
}

template <class T>
T from_moment(timestamp_t value);
template <>
timestamp_t from_moment(timestamp_t value) {
  return value;
}
template <>
dtime_t from_moment(timestamp_t value) {
  return dtime_t(((value.value % kDay) + kDay) % kDay);
}
template <>
dtime_tz_t from_moment(timestamp_t value) {
  return dtime_tz_t(from_moment<dtime_t>(value), 0);
}

template <class T>
void date_add(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  ::duckdb::BinaryExecutor::Execute<std::int64_t, T, T>(
      arguments.data[0], arguments.data[1], result, arguments.size(),
      [&](std::int64_t count, T value) { return from_moment<T>(add_parts(part, count, as_moment(value))); });
}

::duckdb::unique_ptr<FunctionData> bind_date_add(ClientContext& context, ScalarFunction& function,
                                                 BoundArguments& arguments) {
  auto data = take_part(context, function, arguments);
  const auto type = moment_type(arguments[1]->return_type);
  function.arguments = {LogicalType::BIGINT, type};
  function.return_type = type;
  function.function = type.id() == LogicalTypeId::TIME      ? date_add<dtime_t>
                      : type.id() == LogicalTypeId::TIME_TZ ? date_add<dtime_tz_t>
                                                            : date_add<timestamp_t>;
  return data;
}

template <class T>
void date_diff(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  ::duckdb::BinaryExecutor::Execute<T, T, std::int64_t>(
      arguments.data[0], arguments.data[1], result, arguments.size(),
      [&](T from, T to) { return parts_between(part, as_moment(from), as_moment(to)); });
}

::duckdb::unique_ptr<FunctionData> bind_date_diff(ClientContext& context, ScalarFunction& function,
                                                  BoundArguments& arguments) {
  auto data = take_part(context, function, arguments);
  auto type = moment_type(arguments[0]->return_type);
  const auto other = moment_type(arguments[1]->return_type);
  if (type.id() == LogicalTypeId::TIMESTAMP) type = other;
  function.arguments = {type, type};
  function.function = type.id() == LogicalTypeId::TIME      ? date_diff<dtime_t>
                      : type.id() == LogicalTypeId::TIME_TZ ? date_diff<dtime_tz_t>
                                                            : date_diff<timestamp_t>;
  return data;
}

template <class T, class Number>
void date_part(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  ::duckdb::UnaryExecutor::Execute<T, Number>(arguments.data[0], result, arguments.size(), [&](T value) {
    if constexpr (std::is_same_v<T, ::duckdb::interval_t>) {
      return static_cast<Number>(part_number(part, value));
    } else {
      return static_cast<Number>(part_number(part, as_moment(value)));
    }
  });
}

template <class T>
::duckdb::scalar_function_t date_part_body(bool epoch) {
  return epoch ? date_part<T, std::int64_t> : date_part<T, std::int32_t>;
}

::duckdb::unique_ptr<FunctionData> bind_date_part(ClientContext& context, ScalarFunction& function,
                                                  BoundArguments& arguments) {
  auto data = take_part(context, function, arguments);
  const auto type = moment_type(arguments[0]->return_type);
  const bool epoch = data->part == DatePart::kEpoch;
  function.arguments = {type};
  function.return_type = epoch ? LogicalType::BIGINT : LogicalType::INTEGER;
  switch (type.id()) {
    case LogicalTypeId::TIME:
      function.function = date_part_body<dtime_t>(epoch);
      break;
    case LogicalTypeId::TIME_TZ:
      function.function = date_part_body<dtime_tz_t>(epoch);
      break;
    case LogicalTypeId::INTERVAL:
      function.function = date_part_body<::duckdb::interval_t>(epoch);
      break;
    default:
      function.function = date_part_body<timestamp_t>(epoch);
  }
  return data;
}

void date_trunc(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  ::duckdb::UnaryExecutor::Execute<timestamp_t, timestamp_t>(arguments.data[0], result, arguments.size(),
                                                             [&](timestamp_t value) { return truncated(part, value); });
}

::duckdb::unique_ptr<FunctionData> bind_date_trunc(ClientContext& context, ScalarFunction& function,
                                                   BoundArguments& arguments) {
  auto data = take_part(context, function, arguments);
  const auto type = moment_type(arguments[0]->return_type).id() == LogicalTypeId::TIMESTAMP_TZ
                        ? LogicalType::TIMESTAMP_TZ
                        : LogicalType::TIMESTAMP;
  function.arguments = {type};
  function.return_type = type;
  return data;
}

CivilDate civil(date_t date) { return civil_date(date.days); }
bool is_last_of_month(const CivilDate& date) { return date.day == days_in_month(date.year, date.month); }

/// Unlike DATEADD, the last day of a month becomes the last day of the other.
timestamp_t add_months(timestamp_t value, std::int64_t count) {
  const auto moved = add_parts(DatePart::kMonth, count, value);
  if (!is_last_of_month(civil(::duckdb::Timestamp::GetDate(value)))) return moved;
  auto date = civil(::duckdb::Timestamp::GetDate(moved));
  date.day = days_in_month(date.year, date.month);
  return ::duckdb::Timestamp::FromDatetime(::duckdb::Date::FromDate(date.year, date.month, date.day),
                                           ::duckdb::Timestamp::GetTime(moved));
}

/// Whole months where the days agree or both end their months, else a fraction of 31 days.
double months_between(timestamp_t later, timestamp_t earlier) {
  const auto a = civil(::duckdb::Timestamp::GetDate(later));
  const auto b = civil(::duckdb::Timestamp::GetDate(earlier));
  const double months = (a.year - b.year) * 12.0 + (a.month - b.month);
  if (a.day == b.day || (is_last_of_month(a) && is_last_of_month(b))) return months;
  const double seconds =
      static_cast<double>(::duckdb::Timestamp::GetTime(later).micros - ::duckdb::Timestamp::GetTime(earlier).micros) /
      1e6;
  return months + ((a.day - b.day) + seconds / 86400) / 31;
}

date_t next_day(date_t from, std::string_view name) {
  const auto weekday = weekday_number(name);
  if (!weekday) throw InvalidInputException("Not a valid weekday: \"%s\"", std::string(name));
  const int today = day_of_week(from.days);
  return date_t(from.days + (*weekday - today + 6) % 7 + 1);
}

date_t last_day(date_t date) {
  const auto parts = civil(date);
  return date_t(date.days + days_in_month(parts.year, parts.month) - parts.day);
}

timestamp_t transaction_start(ClientContext& context) {
  return ::duckdb::MetaTransaction::Get(context).start_timestamp;
}

BoundPointer expand_transaction_timestamp(::duckdb::FunctionBindExpressionInput& input) {
  return bound_constant(Value::TIMESTAMP(transaction_start(input.context)));
}
BoundPointer expand_transaction_timestamptz(::duckdb::FunctionBindExpressionInput& input) {
  return bound_constant(Value::TIMESTAMPTZ(::duckdb::timestamp_tz_t(transaction_start(input.context))));
}
BoundPointer expand_current_date(::duckdb::FunctionBindExpressionInput& input) {
  return bound_constant(Value::DATE(::duckdb::Timestamp::GetDate(transaction_start(input.context))));
}
BoundPointer expand_getdate(::duckdb::FunctionBindExpressionInput&) {
  return bound_constant(Value::TIMESTAMP(truncated(DatePart::kSecond, ::duckdb::Timestamp::GetCurrentTimestamp())));
}
BoundPointer expand_timeofday(::duckdb::FunctionBindExpressionInput&) {
  const auto now = ::duckdb::Timestamp::GetCurrentTimestamp();
  auto text = ::duckdb::Timestamp::ToString(now);
  return bound_constant(Value(text + " UTC"));
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

/// A written cast to TIMESTAMPTZ or TIMETZ: text by our own reading, anything else as it is.
template <const char* kParser>
BoundPointer expand_zoned(::duckdb::FunctionBindExpressionInput& input) {
  auto& value = input.children[0];
  if (!is_text(value->return_type)) return std::move(value);
  return bound_call(input.context, kParser, std::move(input.children));
}
constexpr char kParseTimestamptz[] = "rs_parse_timestamptz";
constexpr char kParseTimetz[] = "rs_parse_timetz";

/// The same for a TIMESTAMPTZ, where the text may name a region: only AT TIME ZONE knows its offsets.
BoundPointer expand_timestamptz(::duckdb::FunctionBindExpressionInput& input) {
  auto& context = input.context;
  auto& value = input.children[0];
  if (!is_text(value->return_type)) return std::move(value);
  const auto call = [&](const char* name) { return bound_call(context, name, bound_arguments(value->Copy())); };
  auto local = bound_cast(context, call("rs_without_zone"), LogicalType::TIMESTAMP);
  auto in_zone = bound_call(context, "timezone", bound_arguments(call("rs_zone_name"), std::move(local)));
  auto named = ::duckdb::make_uniq<::duckdb::BoundOperatorExpression>(::duckdb::ExpressionType::OPERATOR_IS_NOT_NULL,
                                                                      LogicalType::BOOLEAN);
  named->children.push_back(call("rs_zone_name"));
  return ::duckdb::make_uniq<::duckdb::BoundCaseExpression>(std::move(named), std::move(in_zone),
                                                            call(kParseTimestamptz));
}

std::optional<std::string> zone_name_or_null(const Row& row) {
  const auto zone = zone_name(row.text(0));
  return zone.empty() ? std::nullopt : std::optional(std::string(zone));
}
std::string without_zone(const Row& row) {
  const auto text = row.text(0);
  const auto zone = zone_name(text);
  return std::string(zone.empty() ? text : text.substr(0, static_cast<std::size_t>(zone.data() - text.data())));
}

timestamp_t parsed_timestamptz(const Row& row) {
  timestamp_t value;
  if (!parse_timestamp(row.text(0), true, value))
    throw InvalidInputException("invalid input syntax for type timestamp with time zone: \"%s\"",
                                std::string(row.text(0)));
  return value;
}

dtime_tz_t parsed_timetz(const Row& row) {
  dtime_tz_t value;
  if (!parse_timetz(row.text(0), value))
    throw InvalidInputException("invalid input syntax for type time with time zone: \"%s\"", std::string(row.text(0)));
  return value;
}

constexpr char kNextDay[] = "rs_next_day_of_date";
constexpr char kLastDay[] = "rs_last_day_of_date";

/// Functions of a day take timestamps too.
template <const char* kName>
BoundPointer expand_of_day(::duckdb::FunctionBindExpressionInput& input) {
  auto& day = input.children[0];
  if (is_moment(day->return_type)) day = bound_cast(input.context, std::move(day), LogicalType::DATE);
  return bound_call(input.context, kName, std::move(input.children));
}

}  // namespace

void register_dates(Registry& registry) {
  const auto any = LogicalType::ANY;
  const auto text = LogicalType::VARCHAR;
  const auto stamp = LogicalType::TIMESTAMP;
  const auto date = LogicalType::DATE;
  registry.add("rs_date_add", {text, any, any}, any, nullptr, bind_date_add);
  registry.add("rs_date_diff", {text, any, any}, LogicalType::BIGINT, nullptr, bind_date_diff);
  registry.add("rs_date_part", {text, any}, any, nullptr, bind_date_part);
  registry.add("rs_date_trunc", {text, any}, any, date_trunc, bind_date_trunc);
  registry.add("rs_add_months", {stamp, LogicalType::BIGINT}, stamp,
               per_row([](const Row& row) { return add_months(row.get<timestamp_t>(0), row.integer(1)); }));
  registry.add("rs_months_between", {stamp, stamp}, LogicalType::DOUBLE, per_row([](const Row& row) {
                 return months_between(row.get<timestamp_t>(0), row.get<timestamp_t>(1));
               }));
  registry.add_macro("rs_next_day", 2, expand_of_day<kNextDay>);
  registry.add_macro("rs_last_day", 1, expand_of_day<kLastDay>);
  registry.add(kNextDay, {date, text}, date,
               per_row([](const Row& row) { return next_day(row.get<date_t>(0), row.text(1)); }));
  registry.add(kLastDay, {date}, date, per_row([](const Row& row) { return last_day(row.get<date_t>(0)); }));
  registry.add_macro("rs_timestamptz", 1, expand_timestamptz);
  registry.add("rs_zone_name", {text}, text, per_row(zone_name_or_null));
  registry.add("rs_without_zone", {text}, text, per_row(without_zone));
  registry.add_macro("rs_timetz", 1, expand_zoned<kParseTimetz>);
  registry.add(kParseTimestamptz, {text}, LogicalType::TIMESTAMP_TZ, per_row(parsed_timestamptz));
  registry.add(kParseTimetz, {text}, LogicalType::TIME_TZ, per_row(parsed_timetz));
  registry.add_macro("rs_transaction_timestamp", 0, expand_transaction_timestamp);
  registry.add_macro("rs_transaction_timestamptz", 0, expand_transaction_timestamptz);
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
