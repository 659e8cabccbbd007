#include <string>

#include "duckdb/common/types/date.hpp"
#include "duckdb/common/types/time.hpp"
#include "duckdb/common/types/timestamp.hpp"
#include "engine/duckdb/functions/civil_date.h"
#include "engine/duckdb/functions/date_parts.h"
#include "engine/duckdb/functions/datetime_text.h"
#include "engine/duckdb/functions/moments.h"
#include "engine/duckdb/functions/session_values.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb::date_t;
using ::duckdb::dtime_t;
using ::duckdb::dtime_tz_t;
using ::duckdb::timestamp_t;

struct PartData : FunctionData {
  PartData(DatePart part_in, std::string name_in) : part(part_in), name(std::move(name_in)) {}
  DatePart part;
  std::string name;  // as it was written
  ::duckdb::unique_ptr<FunctionData> Copy() const override { return ::duckdb::make_uniq<PartData>(part, name); }
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
  return ::duckdb::make_uniq<PartData>(*part, name);
}

template <class T>
void date_add(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  ::duckdb::BinaryExecutor::Execute<std::int64_t, T, T>(
      arguments.data[0], arguments.data[1], result, arguments.size(),
      [&](std::int64_t count, T value) { return from_moment<T>(add_parts(part, count, as_moment(value))); });
}

/// Whether a part's lengths differ from place to place, as days do where the clock is put forward: such parts of a
/// TIMESTAMPTZ are those of the session's clock.
bool is_of_clock(ClientContext& context, DatePart part, const LogicalType& type) {
  const bool is_long = part <= DatePart::kDayOfYear;
  return type.id() == LogicalTypeId::TIMESTAMP_TZ && is_long && is_away_from_utc(context);
}

/// A call on a TIMESTAMPTZ, its last argument, as one on the session's clock.
BoundPointer on_session_clock(::duckdb::FunctionBindExpressionInput& input, const std::string& name) {
  const auto* part = input.bind_data ? &input.bind_data->Cast<PartData>() : nullptr;
  auto& children = input.children;
  if (!part || !is_of_clock(input.context, part->part, children.back()->return_type)) return nullptr;
  children.back() = bound_cast(input.context, std::move(children.back()), LogicalType::TIMESTAMP);
  children.insert(children.begin(), bound_constant(Value(part->name)));
  return bound_cast(input.context, bound_call(input.context, name, std::move(children)), LogicalType::TIMESTAMP_TZ);
}

BoundPointer add_on_session_clock(::duckdb::FunctionBindExpressionInput& input) {
  return on_session_clock(input, "rs_date_add");
}
BoundPointer truncate_on_session_clock(::duckdb::FunctionBindExpressionInput& input) {
  return on_session_clock(input, "rs_date_trunc");
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
  // Boundaries of parts are those of the session's clock.
  if (type.id() == LogicalTypeId::TIMESTAMP_TZ && is_away_from_utc(context)) type = LogicalType::TIMESTAMP;
  function.arguments = {type, type};
  function.function = type.id() == LogicalTypeId::TIME      ? date_diff<dtime_t>
                      : type.id() == LogicalTypeId::TIME_TZ ? date_diff<dtime_tz_t>
                                                            : date_diff<timestamp_t>;
  return data;
}

/// EXTRACT gives whole numbers, DATE_PART a double with the fraction of a second.
template <class T, class Number>
void date_part(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  ::duckdb::UnaryExecutor::Execute<T, Number>(arguments.data[0], result, arguments.size(), [&](T value) {
    const auto number = [&](const auto& moment) {
      if constexpr (std::is_same_v<Number, double>) {
        return exact_part_number(part, moment);
      } else {
        return static_cast<Number>(part_number(part, moment));
      }
    };
    if constexpr (std::is_same_v<T, ::duckdb::interval_t> || std::is_same_v<T, date_t>) {
      return number(value);
    } else {
      return number(as_moment(value));
    }
  });
}

/// TIMEZONE, TIMEZONE_HOUR and TIMEZONE_MINUTE: how far the session's clock is ahead of UTC's.
template <class Number>
void zone_part(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  ::duckdb::BinaryExecutor::Execute<timestamp_t, timestamp_t, Number>(
      arguments.data[0], arguments.data[1], result, arguments.size(), [&](timestamp_t utc, timestamp_t local) {
        const auto seconds = (local.value - utc.value) / 1'000'000;
        if (part == DatePart::kTimezoneHour) return static_cast<Number>(seconds / 3600);
        return static_cast<Number>(part == DatePart::kTimezone ? seconds : seconds / 60 % 60);
      });
}

template <class Number>
::duckdb::scalar_function_t date_part_body(const LogicalType& type) {
  switch (type.id()) {
    case LogicalTypeId::TIME:
      return date_part<dtime_t, Number>;
    case LogicalTypeId::TIME_TZ:
      return date_part<dtime_tz_t, Number>;
    case LogicalTypeId::INTERVAL:
      return date_part<::duckdb::interval_t, Number>;
    case LogicalTypeId::DATE:
      return date_part<date_t, Number>;
    default:
      return date_part<timestamp_t, Number>;
  }
}

template <class Number>
void bind_part_number(ClientContext& context, DatePart part, ScalarFunction& function, BoundArguments& arguments) {
  const auto& given = arguments[0]->return_type;
  auto type = given.id() == LogicalTypeId::DATE ? given : moment_type(given);
  const bool is_away = type.id() == LogicalTypeId::TIMESTAMP_TZ && is_away_from_utc(context);
  if (is_away && part >= DatePart::kTimezone) {
    arguments.push_back(arguments[0]->Copy());
    function.arguments = {type, LogicalType::TIMESTAMP};
    function.function = zone_part<Number>;
    return;
  }
  if (is_away && part != DatePart::kEpoch) type = LogicalType::TIMESTAMP;
  function.arguments = {type};
  function.function = date_part_body<Number>(type);
}

::duckdb::unique_ptr<FunctionData> bind_extract(ClientContext& context, ScalarFunction& function,
                                                BoundArguments& arguments) {
  auto data = take_part(context, function, arguments);
  const bool epoch = data->part == DatePart::kEpoch;
  function.return_type = epoch ? LogicalType::BIGINT : LogicalType::INTEGER;
  if (epoch) {
    bind_part_number<std::int64_t>(context, data->part, function, arguments);
  } else {
    bind_part_number<std::int32_t>(context, data->part, function, arguments);
  }
  return data;
}

::duckdb::unique_ptr<FunctionData> bind_date_part(ClientContext& context, ScalarFunction& function,
                                                  BoundArguments& arguments) {
  auto data = take_part(context, function, arguments);
  function.return_type = LogicalType::DOUBLE;
  bind_part_number<double>(context, data->part, function, arguments);
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
  const auto type = moment_type(arguments[0]->return_type);
  if (!is_moment(type)) no_such_function("date_trunc", arguments[0]->return_type);
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
  registry.add("rs_date_add", {text, any, any}, any, nullptr, bind_date_add).bind_expression = add_on_session_clock;
  registry.add("rs_date_diff", {text, any, any}, LogicalType::BIGINT, nullptr, bind_date_diff);
  registry.add("rs_extract", {text, any}, any, nullptr, bind_extract);
  registry.add("rs_date_part", {text, any}, LogicalType::DOUBLE, nullptr, bind_date_part);
  registry.add("rs_date_trunc", {text, any}, any, date_trunc, bind_date_trunc).bind_expression =
      truncate_on_session_clock;
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
}

}  // namespace slipher::engine::functions
