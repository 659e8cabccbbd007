#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipher::engine::functions {

/// What a text says about a point in time. Fields are checked for their ranges, days against their month.
struct DateTimeText {
  bool has_date = false;
  bool has_time = false;
  std::int32_t year = 0;  // 0 = 1 BC
  int month = 1;
  int day = 1;
  int hour = 0;  // 0-24; 24 only as 24:00:00
  int minute = 0;
  int second = 0;
  int microsecond = 0;
  /// Seconds east of UTC.
  std::optional<int> offset;
  /// A zone's name where it is not one of the abbreviations that have an offset.
  std::string zone;
};

/// Which field comes first in a date whose year is not written out: the second part of DateStyle.
enum class DateOrder { kMonthFirst, kDayFirst, kYearFirst };

/// Reads dates and times in the forms that Redshift takes beside ISO 8601: '20081231 040809', '960108', 'Jan 1, 2008',
/// '17 Dec 07:37:16 1997 PST', '12/31/2008', '12.17.1997', '1996.008', 'J2451187', '0099-01-08 BC', '04:05 PM'.
/// Nothing when the text is none of them.
std::optional<DateTimeText> read_datetime(std::string_view text, DateOrder order = DateOrder::kMonthFirst);
/// The same for a time of day, where '040506' is 04:05:06.
std::optional<DateTimeText> read_time(std::string_view text);

/// The region or POSIX zone ("America/New_York", "PST8PDT") that ends a timestamp's text; "" when none does.
std::string_view zone_name(std::string_view text);

/// Seconds east of UTC of a zone abbreviation ("pst"), an offset ("+05:30", "-8") or a POSIX offset, which counts west
/// ("EST+5"); nothing when it is none of them.
std::optional<int> zone_offset(std::string_view zone);

/// What a region calls the time that is `offset` seconds east of UTC there ("EDT"); the offset itself ("+0530") for
/// regions whose abbreviations are not known.
std::string zone_abbreviation(std::string_view region, int offset);

/// Number of a month or weekday (Sunday = 0) by its name or the first three letters of it; nothing when it is neither.
std::optional<int> month_number(std::string_view name);
std::optional<int> weekday_number(std::string_view name);

bool is_leap_year(std::int32_t year);
int days_in_month(std::int32_t year, int month);

}  // namespace slipher::engine::functions
