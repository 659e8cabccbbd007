#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

#include "duckdb/common/types/date.hpp"
#include "duckdb/common/types/timestamp.hpp"
#include "duckdb/planner/expression/bound_case_expression.hpp"
#include "engine/duckdb/functions/civil_date.h"
#include "engine/duckdb/functions/date_format.h"
#include "engine/duckdb/functions/exact_numbers.h"
#include "engine/duckdb/functions/number_format.h"
#include "engine/duckdb/functions/session_values.h"
#include "engine/duckdb/functions/support.h"

/// TO_CHAR, TO_DATE, TO_TIMESTAMP, TO_NUMBER.
namespace slipher::engine::functions {
namespace {

using ::duckdb::timestamp_t;

constexpr std::int64_t kDay = 86'400'000'000;

/// The format of this row; the last one is kept, for it hardly ever changes from row to row.
const DateFormat& date_format(std::string_view text) {
  thread_local std::string last;
  thread_local DateFormat format("");
  if (text != last) {
    format = DateFormat(text);
    last = text;
  }
  return format;
}

DateTimeText fields_of(timestamp_t moment) {
  DateTimeText fields;
  ::duckdb::date_t date;
  ::duckdb::dtime_t time;
  ::duckdb::Timestamp::Convert(moment, date, time);
  const auto day = civil_date(date.days);
  fields.year = day.year;
  fields.month = day.month;
  fields.day = day.day;
  fields.hour = static_cast<int>(time.micros / 3'600'000'000);
  fields.minute = static_cast<int>(time.micros / 60'000'000 % 60);
  fields.second = static_cast<int>(time.micros / 1'000'000 % 60);
  fields.microsecond = static_cast<int>(time.micros % 1'000'000);
  return fields;
}

/// An interval as what it would be from the year 0 on.
DateTimeText fields_of(const ::duckdb::interval_t& interval) {
  DateTimeText fields;
  fields.year = interval.months / 12;
  fields.month = interval.months % 12;
  fields.day = interval.days;
  fields.hour = static_cast<int>(interval.micros / 3'600'000'000);
  fields.minute = static_cast<int>(interval.micros / 60'000'000 % 60);
  fields.second = static_cast<int>(interval.micros / 1'000'000 % 60);
  fields.microsecond = static_cast<int>(interval.micros % 1'000'000);
  return fields;
}

/// Days beyond the month and hour 24 run over into the next day, as TO_TIMESTAMP does unless it is told to be strict.
timestamp_t moment_of(const DateTimeText& fields) {
  const auto first = ::duckdb::Date::FromDate(fields.year, fields.month, 1);
  const std::int64_t time =
      ((fields.hour * 60LL + fields.minute) * 60 + fields.second) * 1'000'000LL + fields.microsecond;
  return timestamp_t((first.days + fields.day - 1) * kDay + time - fields.offset.value_or(0) * 1'000'000LL);
}

timestamp_t parsed(const Row& row) {
  const auto fields = date_format(row.text(1)).parse(row.text(0));
  if (!fields)
    throw InvalidInputException("value \"%s\" does not match the format \"%s\"", std::string(row.text(0)),
                                std::string(row.text(1)));
  const bool strict = row.size() > 2 && row.get<bool>(2);
  if (strict && (fields->day > days_in_month(fields->year, fields->month) || fields->hour == 24))
    throw InvalidInputException("date/time field value out of range: %s", std::string(row.text(0)));
  return moment_of(*fields);
}

/// TO_TIMESTAMP: without an offset in the format the text is of the session's clock.
BoundPointer to_timestamp_on_session_clock(::duckdb::FunctionBindExpressionInput& input) {
  auto& context = input.context;
  if (!is_away_from_utc(context)) return nullptr;
  const auto call = [&](const char* name) {
    BoundArguments arguments;
    for (const auto& child : input.children) arguments.push_back(child->Copy());
    return bound_call(context, name, std::move(arguments));
  };
  auto has_zone = bound_call(context, "rs_format_has_zone", bound_arguments(input.children[1]->Copy()));
  auto local = bound_cast(context, call("rs_to_local_timestamp"), LogicalType::TIMESTAMP_TZ);
  return ::duckdb::make_uniq<::duckdb::BoundCaseExpression>(std::move(has_zone), call("rs_to_utc_timestamp"),
                                                            std::move(local));
}

/// A double as plain decimal text with its 15 significant digits.
std::string plain_decimal(double value) {
  const int whole = value == 0 ? 1 : std::max(1, static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1);
  char buffer[400];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, std::clamp(15 - whole, 0, 15)).ptr;
  return std::string(buffer, end);
}

BoundPointer expand_to_char(::duckdb::FunctionBindExpressionInput& input) {
  auto& children = input.children;
  const auto type = children[0]->return_type;
  auto format = bound_cast(input.context, std::move(children[1]), LogicalType::VARCHAR);
  const char* name = "rs_to_char_number";
  LogicalType target = LogicalType::VARCHAR;
  if (is_moment(type) || is_text(type) || type.id() == LogicalTypeId::SQLNULL) {
    name = "rs_to_char_time";
    target = LogicalType::TIMESTAMP;
    // Away from UTC the clock of a TIMESTAMPTZ is the session's, and TZ and OF tell how far it is ahead.
    if (type.id() == LogicalTypeId::TIMESTAMP_TZ && is_away_from_utc(input.context)) {
      auto local = bound_cast(input.context, children[0]->Copy(), target);
      return bound_call(input.context, name,
                        bound_arguments(std::move(local), std::move(format), std::move(children[0]),
                                        bound_constant(Value(session_zone(input.context)))));
    }
  } else if (type.id() == LogicalTypeId::INTERVAL) {
    name = "rs_to_char_interval";
    target = LogicalType::INTERVAL;
  } else if (type.id() == LogicalTypeId::TIME || type.id() == LogicalTypeId::TIME_TZ) {
    name = "rs_to_char_interval";
    target = LogicalType::TIME;
  } else if (type.id() == LogicalTypeId::DOUBLE || type.id() == LogicalTypeId::FLOAT) {
    name = "rs_to_char_float";
    target = LogicalType::DOUBLE;
  }
  auto value = bound_cast(input.context, std::move(children[0]), target);
  return bound_call(input.context, name, bound_arguments(std::move(value), std::move(format)));
}

/// TO_NUMBER's type follows from its format, a constant.
::duckdb::unique_ptr<FunctionData> bind_to_number(ClientContext& context, ScalarFunction& function,
                                                  BoundArguments& arguments) {
  const auto format = constant_argument(context, *arguments[1], "the format of to_number");
  const int scale = format.IsNull() ? 0 : std::min(format_scale(format.ToString()), 37);
  function.return_type = LogicalType::DECIMAL(38, static_cast<std::uint8_t>(scale));
  return nullptr;
}

/// A number of few digits, none of them to be rounded away, without its point; nothing for every other text.
std::optional<std::int64_t> short_number(std::string_view text, int scale) {
  std::int64_t value = 0;
  int digits = 0;
  int places = -1;  // behind the point
  bool negative = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (++digits > kNarrowDigits || (places >= 0 && ++places > scale)) return std::nullopt;
      value = value * 10 + (c - '0');
    } else if (c == '.' && places < 0) {
      places = 0;
    } else if (c == '-') {
      negative = true;
    } else if (c != ',' && c != ' ') {
      return std::nullopt;
    }
  }
  if (digits == 0) return std::nullopt;
  for (auto i = std::max(places, 0); i < scale; i++) {
    if (__builtin_mul_overflow(value, std::int64_t{10}, &value)) return std::nullopt;
  }
  return negative ? -value : value;
}

/// The digits of a text without its point, of which a format has no more than it can hold.
::duckdb::hugeint_t to_number(const Row& row) {
  constexpr int kMostDigits = 38;
  if (const auto value = short_number(row.text(0), std::min(format_scale(row.text(1)), kMostDigits - 1)))
    return narrow(*value);
  const auto number = parse_number(row.text(0), row.text(1));
  if (!number) throw InvalidInputException("invalid input syntax for type numeric: \"%s\"", std::string(row.text(0)));
  Int128 value = 0;
  int digits = 0;
  int places = -1;  // behind the point
  for (const char c : *number) {
    if (c == '.') places = 0;
    if (c < '0' || c > '9' || places == kMostDigits - 1) continue;
    if (digits > 0 || c != '0') digits++;
    if (digits > kMostDigits) numeric_overflow();
    value = value * 10 + (c - '0');
    if (places >= 0) places++;
  }
  return narrow(number->starts_with('-') ? -value : value);
}

}  // namespace

void register_formats(Registry& registry) {
  const auto text = LogicalType::VARCHAR;
  registry.add_macro("rs_to_char", 2, expand_to_char);
  registry.add("rs_to_char_time", {LogicalType::TIMESTAMP, text}, text, per_row([](const Row& row) {
                 return date_format(row.text(1)).format(fields_of(row.get<timestamp_t>(0)));
               }));
  registry.add("rs_to_char_time", {LogicalType::TIMESTAMP, text, LogicalType::TIMESTAMP_TZ, text}, text,
               per_row([](const Row& row) {
                 const auto local = row.get<timestamp_t>(0);
                 auto fields = fields_of(local);
                 fields.offset = static_cast<int>((local.value - row.get<timestamp_t>(2).value) / 1'000'000);
                 fields.zone = zone_abbreviation(row.text(3), *fields.offset);
                 return date_format(row.text(1)).format(fields);
               }));
  registry.add("rs_to_char_interval", {LogicalType::INTERVAL, text}, text, per_row([](const Row& row) {
                 return date_format(row.text(1)).format(fields_of(row.get<::duckdb::interval_t>(0)));
               }));
  registry.add("rs_to_char_interval", {LogicalType::TIME, text}, text, per_row([](const Row& row) {
                 const ::duckdb::interval_t time{0, 0, row.get<::duckdb::dtime_t>(0).micros};
                 return date_format(row.text(1)).format(fields_of(time));
               }));
  registry.add("rs_to_char_number", {text, text}, text,
               per_row([](const Row& row) { return format_number(row.text(0), row.text(1)); }));
  registry.add("rs_to_char_float", {LogicalType::DOUBLE, text}, text,
               per_row([](const Row& row) { return format_number(plain_decimal(row.get<double>(0)), row.text(1)); }));
  auto to_date = per_row([](const Row& row) { return ::duckdb::Timestamp::GetDate(parsed(row)); });
  registry.add("rs_to_date", {text, text}, LogicalType::DATE, to_date);
  registry.add("rs_to_date", {text, text, LogicalType::BOOLEAN}, LogicalType::DATE, to_date);
  for (const auto& arguments : {Types{text, text}, Types{text, text, LogicalType::BOOLEAN}}) {
    registry.add("rs_to_timestamp", arguments, LogicalType::TIMESTAMP_TZ, per_row(parsed)).bind_expression =
        to_timestamp_on_session_clock;
    registry.add("rs_to_utc_timestamp", arguments, LogicalType::TIMESTAMP_TZ, per_row(parsed));
    registry.add("rs_to_local_timestamp", arguments, LogicalType::TIMESTAMP, per_row(parsed));
  }
  registry.add("rs_format_has_zone", {text}, LogicalType::BOOLEAN,
               per_row([](const Row& row) { return date_format(row.text(0)).has_zone(); }));
  registry.add("rs_to_number", {text, text}, LogicalType::DECIMAL(38, 0), per_row(to_number), bind_to_number);
}

}  // namespace slipher::engine::functions
