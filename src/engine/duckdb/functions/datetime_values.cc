#include "engine/duckdb/functions/datetime_values.h"

#include <string>

#include "duckdb/common/types/time.hpp"
#include "engine/duckdb/functions/datetime_text.h"
#include "engine/duckdb/functions/number_text.h"
#include "sql/date_parts.h"

namespace slipher::engine::functions {
namespace {

using ::duckdb::Date;
using ::duckdb::Timestamp;

constexpr std::int64_t kDay = 86'400'000'000;

std::int64_t microseconds_of_day(const DateTimeText& text) {
  return ((text.hour * 60LL + text.minute) * 60 + text.second) * 1'000'000LL + text.microsecond;
}

/// 'now', 'today', 'tomorrow', 'yesterday', 'epoch'.
bool named_moment(std::string_view text, std::int64_t ahead, ::duckdb::timestamp_t& value) {
  if (text.size() < 3 || text.size() > 9) return false;
  std::string word(text);
  for (auto& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto now = ::duckdb::timestamp_t(Timestamp::GetCurrentTimestamp().value + ahead);
  const std::int64_t midnight = now.value / kDay * kDay;
  if (word == "now") return value = now, true;
  if (word == "today") return value = ::duckdb::timestamp_t(midnight), true;
  if (word == "tomorrow") return value = ::duckdb::timestamp_t(midnight + kDay), true;
  if (word == "yesterday") return value = ::duckdb::timestamp_t(midnight - kDay), true;
  if (word == "epoch") return value = ::duckdb::timestamp_t(0), true;
  return false;
}

/// Fixed-width digits at `at`, or -1.
int digits_at(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; i++) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// 'YYYY-MM-DD' and 'YYYY-MM-DD HH:MM:SS': nearly every value that is loaded.
bool parse_iso(std::string_view text, ::duckdb::timestamp_t& value) {
  if ((text.size() != 10 && text.size() != 19) || text[4] != '-' || text[7] != '-') return false;
  const int year = digits_at(text, 0, 4);
  const int month = digits_at(text, 5, 2);
  const int day = digits_at(text, 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return false;
  std::int64_t time = 0;
  if (text.size() == 19) {
    if ((text[10] != ' ' && text[10] != 'T') || text[13] != ':' || text[16] != ':') return false;
    const int hour = digits_at(text, 11, 2);
    const int minute = digits_at(text, 14, 2);
    const int second = digits_at(text, 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
    time = ((hour * 60LL + minute) * 60 + second) * 1'000'000LL;
  }
  value = ::duckdb::timestamp_t(Date::FromDate(year, month, day).days * kDay + time);
  return true;
}

bool parse_moment(std::string_view untrimmed, bool with_zone, DateReading reading, ::duckdb::timestamp_t& value) {
  const auto text = trimmed(untrimmed);
  if (parse_iso(text, value) || named_moment(text, reading.ahead, value)) return true;
  const auto read = read_datetime(text, reading.order);
  ::duckdb::date_t date;
  if (!read || !read->has_date || !Date::TryFromDate(read->year, read->month, read->day, date)) return false;
  value = ::duckdb::timestamp_t(date.days * kDay + microseconds_of_day(*read));
  if (with_zone && read->offset) value.value -= *read->offset * 1'000'000LL;
  // A region's offset needs its history, which only AT TIME ZONE looks up: see rs_timestamptz.
  return !with_zone || read->zone.empty();
}

}  // namespace

bool parse_date(std::string_view text, DateReading reading, ::duckdb::date_t& value) {
  ::duckdb::timestamp_t moment;
  if (!parse_moment(text, false, reading, moment)) return false;
  value = Timestamp::GetDate(moment);
  return true;
}

bool parse_timestamp(std::string_view text, DateReading reading, ::duckdb::timestamp_t& value) {
  return parse_moment(text, false, reading, value);
}

bool parse_timestamptz(std::string_view text, DateOrder order, ::duckdb::timestamp_t& value) {
  return parse_moment(text, true, {order, 0}, value);
}

bool parse_time(std::string_view text, ::duckdb::dtime_t& value) {
  const auto read = read_time(trimmed(text));
  if (!read || !read->has_time) return false;
  value = ::duckdb::dtime_t(microseconds_of_day(*read));
  return true;
}

::duckdb::dtime_tz_t utc_time(std::int64_t microseconds, std::int32_t offset) {
  if (offset != 0) microseconds = (microseconds - offset * 1'000'000LL + kDay) % kDay;
  return ::duckdb::dtime_tz_t(::duckdb::dtime_t(microseconds), 0);
}

bool parse_timetz(std::string_view text, ::duckdb::dtime_tz_t& value) {
  const auto read = read_time(trimmed(text));
  if (!read || !read->has_time) return false;
  value = utc_time(microseconds_of_day(*read), read->offset.value_or(0));
  return true;
}

bool parse_interval(std::string_view text, ::duckdb::interval_t& value, std::string_view unit) {
  const auto parts = sql::read_interval(trimmed(text), unit);
  if (!parts) return false;
  value = {static_cast<std::int32_t>(parts->months), static_cast<std::int32_t>(parts->days), parts->microseconds};
  return true;
}

}  // namespace slipher::engine::functions
