#pragma once
#include <cstdint>

namespace slipher::engine::functions {

/// Year, month and day of the Gregorian calendar, also before it was introduced; the year before 1 is 0.
struct CivilDate {
  std::int32_t year, month, day;
};

/// The date of a day counted from 1970-01-01. Years that begin in March end with their leap day: then months and days
/// are plain divisions. DuckDB's own conversion searches, and is no match for a column of dates.
inline CivilDate civil_date(std::int32_t days) {
  constexpr std::int64_t kDaysOfCycle = 146'097;                 // 400 years
  const std::int64_t from_march = days + std::int64_t{719'468};  // since the 1 March of year 0
  const std::int64_t cycle = (from_march >= 0 ? from_march : from_march - (kDaysOfCycle - 1)) / kDaysOfCycle;
  const auto day = static_cast<std::uint32_t>(from_march - cycle * kDaysOfCycle);
  const std::uint32_t year = (day - day / 1'460 + day / 36'524 - day / 146'096) / 365;
  const std::uint32_t day_of_year = day - (365 * year + year / 4 - year / 100);
  const std::uint32_t month = (5 * day_of_year + 2) / 153;  // from March
  CivilDate date{};
  date.day = static_cast<std::int32_t>(day_of_year - (153 * month + 2) / 5 + 1);
  date.month = static_cast<std::int32_t>(month < 10 ? month + 3 : month - 9);
  date.year = static_cast<std::int32_t>(year + cycle * 400 + (date.month <= 2 ? 1 : 0));
  return date;
}

/// 0 is Sunday; 1970-01-01 was a Thursday.
inline int day_of_week(std::int32_t days) { return static_cast<int>(((days + std::int64_t{4}) % 7 + 7) % 7); }

}  // namespace slipher::engine::functions
