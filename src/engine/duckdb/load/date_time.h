#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace slipher::engine {

/// A date and a time of day as a text gave them.
struct DateTime {
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int microsecond = 0;
  bool has_date = false;
  bool has_time = false;
  std::optional<int> offset_seconds;  // east of UTC
};

/// Days from 1970-01-01 in the proleptic Gregorian calendar.
std::int64_t days_from_civil(int year, int month, int day);
/// The year, month and day of such a number.
void civil_from_days(std::int64_t days, int& year, int& month, int& day);

/// Whether the fields name a day and a time that exist; second 60 and hour 24 do not.
bool is_valid(const DateTime& value);
std::int64_t days_of(const DateTime& value);
/// Microseconds since midnight.
std::int64_t time_of_day(const DateTime& value);
/// Microseconds since the epoch, UTC; an offset is applied, no offset is UTC.
std::int64_t instant_of(const DateTime& value);

/// Reading helpers of the date and time recognisers: each takes something off the front of `text`.

/// 1 to `most` digits.
bool take_number(std::string_view& text, int most, int& value);
/// ".5", ".123456": rounded to microseconds.
bool take_fraction(std::string_view& text, int& microsecond);
/// "+08", "-0800", "+05:30", "Z".
bool take_offset(std::string_view& text, int& seconds);
/// Month 1 to 12 of a name or its first three letters, in any case; 0 = none.
int month_of(std::string_view word);
/// Seconds east of UTC of "UTC", "PST" ..., in any case.
std::optional<int> zone_of(std::string_view word);

}  // namespace slipher::engine
