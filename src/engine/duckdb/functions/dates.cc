#include <string>

#include "duckdb/common/types/date.hpp"
#include "duckdb/common/types/time.hpp"
#include "duckdb/common/types/timestamp.hpp"
#include "engine/duckdb/functions/civil_date.h"
#include "engine/duckdb/functions/date_parts.h"
#include "engine/duckdb/functions/datetime_text.h"
#include "engine/duckdb/functions/moments.h"
#include "engine/duckdb/functions/part_argument.h"
#include "engine/duckdb/functions/session_values.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb::date_t;
using ::duckdb::dtime_t;
using ::duckdb::dtime_tz_t;
using ::duckdb::timestamp_t;

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

void date_trunc(DataChunk& arguments, ExpressionState& state, Vector& result) {
  const auto part = part_of(state);
  ::duckdb::UnaryExecutor::Execute<timestamp_t, timestamp_t>(arguments.data[0], result, arguments.size(),
                                                             [&](timestamp_t value) { return truncated(part, value); });
}

::duckdb::unique_ptr<FunctionData> bind_date_trunc(ClientContext& context, ScalarFunction& function,
                                                   BoundArguments& arguments) {
  auto data = take_part(context, function, arguments);
  const auto type = moment_type(arguments[0]->return_type);
  if (!is_moment(type)) no_such_function("date_trunc", arguments[0]->return_type.ToString());
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
  const auto time_of = [](timestamp_t value) { return value.value - days_of(value) * kMicrosecondsOfDay; };
  const auto a = civil_date(days_of(later));
  const auto b = civil_date(days_of(earlier));
  const double months = (a.year - b.year) * 12.0 + (a.month - b.month);
  if (a.day == b.day || (is_last_of_month(a) && is_last_of_month(b))) return months;
  const double seconds = static_cast<double>(time_of(later) - time_of(earlier)) / 1e6;
  return months + ((a.day - b.day) + seconds / 86400) / 31;
}

void compute_months_between(DataChunk& arguments, ExpressionState&, Vector& result) {
  ::duckdb::BinaryExecutor::Execute<timestamp_t, timestamp_t, double>(arguments.data[0], arguments.data[1], result,
                                                                      arguments.size(), months_between);
}

int weekday_of(string_t name) {
  const auto weekday = weekday_number(view(name));
  if (!weekday) throw InvalidInputException("Not a valid weekday: \"%s\"", name.GetString());
  return *weekday;
}

date_t next_day(date_t from, int weekday) { return date_t(from.days + (weekday - day_of_week(from.days) + 6) % 7 + 1); }

void compute_next_day(DataChunk& arguments, ExpressionState&, Vector& result) {
  auto& names = arguments.data[1];
  const bool is_one = names.GetVectorType() == ::duckdb::VectorType::CONSTANT_VECTOR;
  if (is_one && !::duckdb::ConstantVector::IsNull(names)) {
    const int weekday = weekday_of(*::duckdb::ConstantVector::GetData<string_t>(names));
    ::duckdb::UnaryExecutor::Execute<date_t, date_t>(arguments.data[0], result, arguments.size(),
                                                     [&](date_t from) { return next_day(from, weekday); });
    return;
  }
  ::duckdb::BinaryExecutor::Execute<date_t, string_t, date_t>(
      arguments.data[0], names, result, arguments.size(),
      [](date_t from, string_t name) { return next_day(from, weekday_of(name)); });
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
  register_extract(registry);
  registry.add("rs_date_trunc", {text, any}, any, date_trunc, bind_date_trunc).bind_expression =
      truncate_on_session_clock;
  registry.add("rs_add_months", {stamp, LogicalType::BIGINT}, stamp,
               per_row([](const Row& row) { return add_months(row.get<timestamp_t>(0), row.integer(1)); }));
  registry.add("rs_months_between", {stamp, stamp}, LogicalType::DOUBLE, compute_months_between);
  registry.add_macro("rs_next_day", 2, expand_of_day<kNextDay>);
  registry.add_macro("rs_last_day", 1, expand_of_day<kLastDay>);
  registry.add(kNextDay, {date, text}, date, compute_next_day);
  registry.add(kLastDay, {date}, date, per_row([](const Row& row) { return last_day(row.get<date_t>(0)); }));
}

}  // namespace slipher::engine::functions
