#include "engine/duckdb/load/date_time.h"

#include <algorithm>
#include <string>

namespace slipher::engine {
namespace {

constexpr std::int64_t kMicroseconds = 1'000'000;
constexpr int kDaysOfMonth[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::string upper_word(std::string_view word) {
  std::string out(word);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

}  // namespace

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that start on 1 March.
std::int64_t days_from_civil(int year, int month, int day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const auto day_of_year = static_cast<unsigned>((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1);
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

void civil_from_days(std::int64_t days, int& year, int& month, int& day) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  year = static_cast<int>(static_cast<std::int64_t>(year_of_era) + era * 400) + (month <= 2);
}

bool is_valid(const DateTime& value) {
  if (value.month < 1 || value.month > 12 || value.day < 1) return false;
  const int days = kDaysOfMonth[value.month - 1] + (value.month == 2 && is_leap(value.year));
  // Redshift's dates run from 4713 BC to 294276 AD.
  return value.day <= days && value.year >= -4712 && value.year <= 294276 && value.hour >= 0 && value.hour < 24 &&
         value.minute >= 0 && value.minute < 60 && value.second >= 0 && value.second < 60;
}

std::int64_t days_of(const DateTime& value) { return days_from_civil(value.year, value.month, value.day); }

std::int64_t time_of_day(const DateTime& value) {
  return ((value.hour * 60LL + value.minute) * 60 + value.second) * kMicroseconds + value.microsecond;
}

std::int64_t instant_of(const DateTime& value) {
  return days_of(value) * 86'400 * kMicroseconds + time_of_day(value) -
         value.offset_seconds.value_or(0) * kMicroseconds;
}

bool take_number(std::string_view& text, int most, int& value) {
  int digits = 0;
  int number = 0;
  while (digits < most && digits < static_cast<int>(text.size()) && is_digit(text[digits]))
    number = number * 10 + (text[digits++] - '0');
  if (digits == 0) return false;
  text.remove_prefix(digits);
  value = number;
  return true;
}

bool take_fraction(std::string_view& text, int& microsecond) {
  if (text.size() < 2 || (text[0] != '.' && text[0] != ',') || !is_digit(text[1])) return false;
  std::size_t at = 1;
  int value = 0;
  for (int digit = 0; digit < 6; ++digit)
    value = value * 10 + (at < text.size() && is_digit(text[at]) ? text[at++] - '0' : 0);
  if (at < text.size() && is_digit(text[at]) && text[at] >= '5' && value < 999'999) ++value;
  while (at < text.size() && is_digit(text[at])) ++at;
  text.remove_prefix(at);
  microsecond = value;
  return true;
}

bool take_offset(std::string_view& text, int& seconds) {
  if (!text.empty() && (text[0] == 'Z' || text[0] == 'z')) {
    text.remove_prefix(1);
    seconds = 0;
    return true;
  }
  if (text.size() < 2 || (text[0] != '+' && text[0] != '-')) return false;
  const bool west = text[0] == '-';
  auto left = text.substr(1);
  int hours = 0;
  int minutes = 0;
  if (!take_number(left, 2, hours)) return false;
  if (!left.empty() && left[0] == ':') {
    left.remove_prefix(1);
    if (!take_number(left, 2, minutes)) return false;
  } else if (!left.empty() && is_digit(left[0]) && !take_number(left, 2, minutes)) {
    return false;
  }
  if (hours > 15 || minutes > 59) return false;
  seconds = (hours * 60 + minutes) * (west ? -60 : 60);
  text = left;
  return true;
}

int month_of(std::string_view word) {
  constexpr std::string_view kNames[] = {"JANUARY", "FEBRUARY", "MARCH",     "APRIL",   "MAY",      "JUNE",
                                         "JULY",    "AUGUST",   "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"};
  const auto name = upper_word(word);
  for (int i = 0; i < 12; ++i)
    if (name == kNames[i] || name == kNames[i].substr(0, 3) || (name == "SEPT" && i == 8)) return i + 1;
  return 0;
}

std::optional<int> zone_of(std::string_view word) {
  struct Zone {
    std::string_view name;
    int hours;
  };
  constexpr Zone kZones[] = {{"UTC", 0},  {"GMT", 0},   {"Z", 0},     {"ZULU", 0}, {"WET", 0},  {"CET", 1},
                             {"CEST", 2}, {"EET", 2},   {"EEST", 3},  {"MSK", 3},  {"JST", 9},  {"EST", -5},
                             {"EDT", -4}, {"CST", -6},  {"CDT", -5},  {"MST", -7}, {"MDT", -6}, {"PST", -8},
                             {"PDT", -7}, {"AKST", -9}, {"AKDT", -8}, {"HST", -10}};
  const auto name = upper_word(word);
  const auto* const zone =
      std::find_if(std::begin(kZones), std::end(kZones), [&](const Zone& z) { return z.name == name; });
  if (zone == std::end(kZones)) return std::nullopt;
  return zone->hours * 3600;
}

}  // namespace slipher::engine
