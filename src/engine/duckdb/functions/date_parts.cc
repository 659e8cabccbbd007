#include "engine/duckdb/functions/date_parts.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>

#include "duckdb/common/exception.hpp"
#include "duckdb/common/types/date.hpp"
#include "engine/duckdb/functions/civil_date.h"
#include "engine/duckdb/functions/datetime_text.h"
#include "sql/lexer.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb::Date;
using ::duckdb::timestamp_t;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

const std::unordered_map<std::string, DatePart>& names() {
  using enum DatePart;
  static const std::unordered_map<std::string, DatePart> map = {{"millennium", kMillennium},
                                                                {"millennia", kMillennium},
                                                                {"mil", kMillennium},
                                                                {"mils", kMillennium},
                                                                {"century", kCentury},
                                                                {"centuries", kCentury},
                                                                {"c", kCentury},
                                                                {"cent", kCentury},
                                                                {"cents", kCentury},
                                                                {"decade", kDecade},
                                                                {"decades", kDecade},
                                                                {"dec", kDecade},
                                                                {"decs", kDecade},
                                                                {"year", kYear},
                                                                {"years", kYear},
                                                                {"y", kYear},
                                                                {"yr", kYear},
                                                                {"yrs", kYear},
                                                                {"yyyy", kYear},
                                                                {"yy", kYear},
                                                                {"quarter", kQuarter},
                                                                {"quarters", kQuarter},
                                                                {"qtr", kQuarter},
                                                                {"qtrs", kQuarter},
                                                                {"month", kMonth},
                                                                {"months", kMonth},
                                                                {"mon", kMonth},
                                                                {"mons", kMonth},
                                                                {"mm", kMonth},
                                                                {"week", kWeek},
                                                                {"weeks", kWeek},
                                                                {"w", kWeek},
                                                                {"day", kDay},
                                                                {"days", kDay},
                                                                {"d", kDay},
                                                                {"dd", kDay},
                                                                {"dayofweek", kDayOfWeek},
                                                                {"dow", kDayOfWeek},
                                                                {"dw", kDayOfWeek},
                                                                {"weekday", kDayOfWeek},
                                                                {"dayofyear", kDayOfYear},
                                                                {"doy", kDayOfYear},
                                                                {"dy", kDayOfYear},
                                                                {"yearday", kDayOfYear},
                                                                {"hour", kHour},
                                                                {"hours", kHour},
                                                                {"h", kHour},
                                                                {"hr", kHour},
                                                                {"hrs", kHour},
                                                                {"hh", kHour},
                                                                {"minute", kMinute},
                                                                {"minutes", kMinute},
                                                                {"m", kMinute},
                                                                {"min", kMinute},
                                                                {"mins", kMinute},
                                                                {"mi", kMinute},
                                                                {"second", kSecond},
                                                                {"seconds", kSecond},
                                                                {"s", kSecond},
                                                                {"sec", kSecond},
                                                                {"secs", kSecond},
                                                                {"ss", kSecond},
                                                                {"millisecond", kMillisecond},
                                                                {"milliseconds", kMillisecond},
                                                                {"ms", kMillisecond},
                                                                {"msec", kMillisecond},
                                                                {"msecs", kMillisecond},
                                                                {"msecond", kMillisecond},
                                                                {"mseconds", kMillisecond},
                                                                {"millisec", kMillisecond},
                                                                {"millisecs", kMillisecond},
                                                                {"millisecon", kMillisecond},
                                                                {"microsecond", kMicrosecond},
                                                                {"microseconds", kMicrosecond},
                                                                {"us", kMicrosecond},
                                                                {"usec", kMicrosecond},
                                                                {"usecs", kMicrosecond},
                                                                {"usecond", kMicrosecond},
                                                                {"useconds", kMicrosecond},
                                                                {"microsec", kMicrosecond},
                                                                {"microsecs", kMicrosecond},
                                                                {"microsecond", kMicrosecond},
                                                                {"epoch", kEpoch},
                                                                {"timezone", kTimezone},
                                                                {"timezone_hour", kTimezoneHour},
                                                                {"timezone_minute", kTimezoneMinute}};
  return map;
}

[[noreturn]] void out_of_range() { throw ::duckdb::InvalidInputException("timestamp out of range"); }

[[noreturn]] void wrong_part() { throw ::duckdb::InvalidInputException("this date part does not apply here"); }

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

/// Months of one part; 0 for parts that are no whole months.
int months_of(DatePart part) {
  switch (part) {
    case DatePart::kMillennium:
      return 12000;
    case DatePart::kCentury:
      return 1200;
    case DatePart::kDecade:
      return 120;
    case DatePart::kYear:
      return 12;
    case DatePart::kQuarter:
      return 3;
    case DatePart::kMonth:
      return 1;
    default:
      return 0;
  }
}

/// Microseconds of one part of a fixed length; 0 for the others.
std::int64_t microseconds_of(DatePart part) {
  switch (part) {
    case DatePart::kWeek:
      return 7 * kDay;
    case DatePart::kDay:
    case DatePart::kDayOfWeek:
    case DatePart::kDayOfYear:
      return kDay;
    case DatePart::kHour:
      return kHour;
    case DatePart::kMinute:
      return kMinute;
    case DatePart::kSecond:
    case DatePart::kEpoch:
      return kSecond;
    case DatePart::kMillisecond:
      return 1000;
    case DatePart::kMicrosecond:
      return 1;
    default:
      return 0;
  }
}

std::int32_t days_of(timestamp_t value) { return static_cast<std::int32_t>(floor_divide(value.value, kDay)); }
/// Microseconds of the day.
std::int64_t time_of(timestamp_t value) { return value.value - floor_divide(value.value, kDay) * kDay; }
CivilDate civil(timestamp_t value) { return civil_date(days_of(value)); }

timestamp_t moment(std::int64_t days, std::int64_t time) {
  std::int64_t value;
  if (__builtin_mul_overflow(days, kDay, &value) || __builtin_add_overflow(value, time, &value)) out_of_range();
  return timestamp_t(value);
}

timestamp_t moment(std::int32_t year, int month, int day, std::int64_t time) {
  ::duckdb::date_t date;
  if (!Date::TryFromDate(year, month, day, date)) out_of_range();
  return moment(date.days, time);
}

/// Number of the year's period, as PostgreSQL counts: the first century is year 1 to 100.
std::int64_t period(std::int32_t year, int length) { return floor_divide(year - 1, length) + 1; }

}  // namespace

std::optional<DatePart> date_part_of(std::string_view name) {
  const auto found = names().find(sql::lower(name));
  return found == names().end() ? std::nullopt : std::optional(found->second);
}

timestamp_t add_parts(DatePart part, std::int64_t count, timestamp_t value) {
  if (!::duckdb::Timestamp::IsFinite(value)) return value;
  if (const int months = months_of(part)) {
    std::int64_t total;
    if (__builtin_mul_overflow(count, std::int64_t{months}, &total) || std::abs(total) > 12LL * 600000) out_of_range();
    const auto date = civil(value);
    const std::int64_t index = date.year * 12LL + date.month - 1 + total;
    const auto year = static_cast<std::int32_t>(floor_divide(index, 12));
    const int month = static_cast<int>(index - year * 12LL) + 1;
    // Years added to a 29 February lead to 1 March where months stop at the 28th: the developer guide's own examples.
    const auto time = time_of(value);
    if (months >= 12 && date.month == 2 && date.day == 29 && !is_leap_year(year)) return moment(year, 3, 1, time);
    return moment(year, month, std::min(date.day, days_in_month(year, month)), time);
  }
  const std::int64_t length = microseconds_of(part);
  if (length == 0) wrong_part();
  std::int64_t delta;
  if (__builtin_mul_overflow(count, length, &delta) || __builtin_add_overflow(value.value, delta, &delta))
    out_of_range();
  return timestamp_t(delta);
}

std::int64_t parts_between(DatePart part, timestamp_t from, timestamp_t to) {
  if (part == DatePart::kWeek)  // 1970-01-01 was a Thursday; weeks begin on Monday
    return floor_divide(to.value + 3 * kDay, 7 * kDay) - floor_divide(from.value + 3 * kDay, 7 * kDay);
  if (const std::int64_t length = microseconds_of(part))
    return floor_divide(to.value, length) - floor_divide(from.value, length);
  const auto a = civil(from);
  const auto b = civil(to);
  switch (part) {
    case DatePart::kMillennium:
      return period(b.year, 1000) - period(a.year, 1000);
    case DatePart::kCentury:
      return period(b.year, 100) - period(a.year, 100);
    case DatePart::kDecade:
      return floor_divide(b.year, 10) - floor_divide(a.year, 10);
    case DatePart::kYear:
      return b.year - a.year;
    case DatePart::kQuarter:
      return (b.year * 4LL + (b.month - 1) / 3) - (a.year * 4LL + (a.month - 1) / 3);
    case DatePart::kMonth:
      return (b.year * 12LL + b.month) - (a.year * 12LL + a.month);
    default:
      wrong_part();
  }
}

timestamp_t truncated(DatePart part, timestamp_t value) {
  if (!::duckdb::Timestamp::IsFinite(value)) return value;
  if (part == DatePart::kWeek)  // Mondays
    return timestamp_t(floor_divide(value.value + 3 * kDay, 7 * kDay) * 7 * kDay - 3 * kDay);
  if (part == DatePart::kEpoch) wrong_part();
  if (const std::int64_t length = microseconds_of(part)) return timestamp_t(floor_divide(value.value, length) * length);
  const auto date = civil(value);
  switch (part) {
    case DatePart::kMillennium:
      return moment(static_cast<std::int32_t>((period(date.year, 1000) - 1) * 1000 + 1), 1, 1, 0);
    case DatePart::kCentury:
      return moment(static_cast<std::int32_t>((period(date.year, 100) - 1) * 100 + 1), 1, 1, 0);
    case DatePart::kDecade:
      return moment(static_cast<std::int32_t>(floor_divide(date.year, 10) * 10), 1, 1, 0);
    case DatePart::kYear:
      return moment(date.year, 1, 1, 0);
    case DatePart::kQuarter:
      return moment(date.year, (date.month - 1) / 3 * 3 + 1, 1, 0);
    case DatePart::kMonth:
      return moment(days_of(value) - (date.day - 1), 0);
    default:
      wrong_part();
  }
}

std::int64_t part_number(DatePart part, ::duckdb::date_t day) {
  switch (part) {
    case DatePart::kMillennium:
      return period(civil_date(day.days).year, 1000);
    case DatePart::kCentury:
      return period(civil_date(day.days).year, 100);
    case DatePart::kDecade:  // the guide's own example counts 1999 to decade 200
      return floor_divide(civil_date(day.days).year + 9, 10);
    case DatePart::kYear:
      return civil_date(day.days).year;
    case DatePart::kQuarter:
      return (civil_date(day.days).month - 1) / 3 + 1;
    case DatePart::kMonth:
      return civil_date(day.days).month;
    case DatePart::kWeek:
      return Date::ExtractISOWeekNumber(day);
    case DatePart::kDay:
      return civil_date(day.days).day;
    case DatePart::kDayOfWeek:
      return day_of_week(day.days);
    case DatePart::kDayOfYear:
      return Date::ExtractDayOfTheYear(day);
    case DatePart::kEpoch:
      return day.days * (kDay / kSecond);
    default:
      return 0;  // of midnight, in UTC
  }
}

std::int64_t part_number(DatePart part, timestamp_t value) {
  switch (part) {
    case DatePart::kHour:
      return time_of(value) / kHour;
    case DatePart::kMinute:
      return time_of(value) / kMinute % 60;
    case DatePart::kSecond:
      return time_of(value) / kSecond % 60;
    case DatePart::kMillisecond:
      return time_of(value) / 1000 % 1000;
    case DatePart::kMicrosecond:
      return time_of(value) % kSecond;
    case DatePart::kEpoch:
      return floor_divide(value.value, kSecond);
    default:
      return part_number(part, ::duckdb::date_t(days_of(value)));
  }
}

std::int64_t part_number(DatePart part, const ::duckdb::interval_t& value) {
  switch (part) {
    case DatePart::kMillennium:
      return value.months / 12000;
    case DatePart::kCentury:
      return value.months / 1200;
    case DatePart::kDecade:
      return value.months / 120;
    case DatePart::kYear:
      return value.months / 12;
    case DatePart::kQuarter:
      return value.months % 12 / 3 + 1;
    case DatePart::kMonth:
      return value.months % 12;
    case DatePart::kDay:
      return value.days;
    case DatePart::kHour:
      return value.micros / kHour;
    case DatePart::kMinute:
      return value.micros / kMinute % 60;
    case DatePart::kSecond:
      return value.micros / kSecond % 60;
    case DatePart::kMillisecond:
      return value.micros / 1000 % 1000;
    case DatePart::kMicrosecond:
      return value.micros % kSecond;
    case DatePart::kEpoch:  // a year has 365.25 days and a month 30, as in PostgreSQL
      return value.months / 12 * 31557600LL + value.months % 12 * 2592000LL + value.days * 86400LL +
             value.micros / kSecond;
    default:
      wrong_part();
  }
}

namespace {

/// The part with the fraction of a second; `microseconds` are those since the last midnight, or an interval's.
double with_fraction(DatePart part, std::int64_t number, std::int64_t microseconds) {
  switch (part) {
    case DatePart::kSecond:
      return static_cast<double>(microseconds % kMinute) / 1e6;
    case DatePart::kMillisecond:
      return static_cast<double>(microseconds % kSecond) / 1e3;
    default:
      return static_cast<double>(number);
  }
}

}  // namespace

double exact_part_number(DatePart part, timestamp_t value) {
  if (part == DatePart::kEpoch) return static_cast<double>(value.value) / 1e6;
  return with_fraction(part, part_number(part, value), time_of(value));
}

double exact_part_number(DatePart part, ::duckdb::date_t day) { return static_cast<double>(part_number(part, day)); }

double exact_part_number(DatePart part, const ::duckdb::interval_t& value) {
  const auto number = part_number(part, value);
  if (part == DatePart::kEpoch) return static_cast<double>(number) + static_cast<double>(value.micros % kSecond) / 1e6;
  return with_fraction(part, number, value.micros);
}

}  // namespace slipher::engine::functions
