#pragma once
#include <cstdint>

namespace slipher::engine::functions {

/// Year, month and day of the Gregorian calendar, also before it was introduced; the year before 1 is 0.
struct CivilDate {
  std::int32_t year, month, day;
};

/// The date of a day counted from 1970-01-01. Years that begin in March end with their leap day: then months and days
/// are plain divisions. DuckDB's own conversion searches, and is no match for a column of dates.
inline CivilDate civil_date_of_any_year(std::int32_t days) {
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

/// The same; days of the years near ours by C. Neri and L. Schneider, "Euclidean affine functions and their application
/// to calendar algorithms", where products take the place of divisions.
inline CivilDate civil_date(std::int32_t days) {
  constexpr std::int32_t kCycles = 82;                                  // of 400 years before the year 0
  constexpr std::uint32_t kFirst = 719'468 + 146'097U * kCycles;        // 1970-01-01 from the first of them
  constexpr std::uint32_t kDays = 1'073'719'447;                        // what 32 bits can be used for
  const std::uint32_t day = static_cast<std::uint32_t>(days) + kFirst;  // from a 1 March
  if (day > kDays) return civil_date_of_any_year(days);
  const std::uint32_t quarter_days = 4 * day + 3;
  const std::uint32_t century = quarter_days / 146'097;
  const std::uint64_t of_year = std::uint64_t{2'939'745} * (quarter_days % 146'097 | 3);
  const auto year = 100 * century + static_cast<std::uint32_t>(of_year >> 32);
  const auto day_of_year = static_cast<std::uint32_t>(of_year) / 2'939'745 / 4;
  const std::uint32_t month_and_day = 2'141 * day_of_year + 197'913;
  const std::uint32_t month = month_and_day >> 16;
  const bool is_next_year = day_of_year >= 306;
  CivilDate date{};
  date.day = static_cast<std::int32_t>((month_and_day & 0xffff) / 2'141 + 1);
  date.month = static_cast<std::int32_t>(is_next_year ? month - 12 : month);
  date.year = static_cast<std::int32_t>(year) - 400 * kCycles + (is_next_year ? 1 : 0);
  return date;
}

/// 0 is Sunday; 1970-01-01 was a Thursday.
inline int day_of_week(std::int32_t days) { return static_cast<int>(((days + std::int64_t{4}) % 7 + 7) % 7); }

}  // namespace slipher::engine::functions
