#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>

#include "sql/date_parts.h"
#include "sql/lexer.h"

namespace slipher::sql {
namespace {

constexpr double kMicrosecondsPerDay = 86400e6;

/// Sums kept wide and checked once at the end.
struct Interval {
  double months = 0;
  double days = 0;
  double microseconds = 0;
};

struct Unit {
  std::string_view part;
  double months, days, microseconds;
};

constexpr std::array<Unit, 12> kUnits = {{{"millennium", 12000, 0, 0},
                                          {"century", 1200, 0, 0},
                                          {"decade", 120, 0, 0},
                                          {"year", 12, 0, 0},
                                          {"quarter", 3, 0, 0},
                                          {"month", 1, 0, 0},
                                          {"week", 0, 7, 0},
                                          {"day", 0, 1, 0},
                                          {"hour", 0, 0, 3600e6},
                                          {"minute", 0, 0, 60e6},
                                          {"second", 0, 0, 1e6},
                                          {"millisecond", 0, 0, 1e3}}};

/// Adds `amount` of a unit; what does not fit a whole month spills into days of a 30-day month, and days into time.
bool add(Interval& sum, double amount, std::string_view spelling) {
  const auto part = canonical_date_part(spelling);
  if (!part) return false;
  if (*part == "microsecond") {
    sum.microseconds += amount;
    return true;
  }
  for (const Unit& unit : kUnits) {
    if (unit.part != *part) continue;
    const double months = amount * unit.months;
    const double days = amount * unit.days + (months - std::trunc(months)) * 30;
    sum.months += std::trunc(months);
    sum.days += std::trunc(days);
    sum.microseconds += amount * unit.microseconds + (days - std::trunc(days)) * kMicrosecondsPerDay;
    return true;
  }
  return false;
}

/// Reads a number at `at` and moves it; false when there is none.
bool read_number(std::string_view text, std::size_t& at, double& value) {
  std::size_t end = at;
  if (end < text.size() && (text[end] == '-' || text[end] == '+')) ++end;
  const std::size_t digits = end;
  while (end < text.size() && ((text[end] >= '0' && text[end] <= '9') || text[end] == '.')) ++end;
  if (end == digits) return false;
  const std::size_t start = text[at] == '+' ? at + 1 : at;
  const auto [stop, problem] = std::from_chars(text.data() + start, text.data() + end, value);
  if (problem != std::errc() || stop != text.data() + end) return false;
  at = end;
  return true;
}

/// The rest of hh:mm[:ss[.ffffff]] after its hours; mm:ss for MINUTE TO SECOND, and where the second number has a
/// fraction.
bool read_clock(std::string_view text, std::size_t& at, double hours, bool negative, std::string_view unit,
                Interval& sum) {
  std::array<double, 3> fields{std::abs(hours), 0, 0};
  std::size_t count = 1;
  const std::size_t start = at;
  while (count < fields.size() && at < text.size() && text[at] == ':') {
    ++at;
    if (at >= text.size() || text[at] < '0' || text[at] > '9' || !read_number(text, at, fields[count++])) return false;
  }
  const bool has_fraction = text.substr(start, at - start).find('.') != text.npos;
  if (count == 2 && (unit == "minute to second" || has_fraction)) fields = {0, fields[0], fields[1]};
  const double microseconds = ((fields[0] * 60 + fields[1]) * 60 + fields[2]) * 1e6;
  sum.microseconds += negative ? -microseconds : microseconds;
  return true;
}

/// The unit of a bare number: the last one of a qualifier, seconds without one.
std::string_view bare_unit(std::string_view unit) {
  if (unit.empty()) return "second";
  const std::size_t blank = unit.rfind(' ');
  return blank == unit.npos ? unit : unit.substr(blank + 1);
}

/// The unit of the bare number `index` of `count`: '1 2' with DAY TO HOUR is a day and two hours.
std::string_view bare_unit(std::string_view unit, std::size_t index, std::size_t count) {
  constexpr std::array<std::string_view, 4> kDayToSecond = {"day", "hour", "minute", "second"};
  const std::string_view first = unit.substr(0, unit.find(' '));
  for (std::size_t i = 0; count > 1 && i + index < kDayToSecond.size(); ++i) {
    if (kDayToSecond[i] == first) return kDayToSecond[i + index];
  }
  return bare_unit(unit);
}

/// Numbers without a unit, when there is nothing else.
std::size_t bare_numbers(std::string_view text) {
  if (text.find_first_not_of("0123456789.+- ") != text.npos) return 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) count += text[i] != ' ' && (i == 0 || text[i - 1] == ' ');
  return count;
}

/// Cuts off what is smaller than the qualifier's last unit; seconds are rounded to `places`.
void cut_to_unit(Interval& sum, std::string_view unit, int places) {
  if (unit.empty()) return;
  const std::string_view last = bare_unit(unit);
  const auto cut = [](double value, double step) { return std::trunc(value / step) * step; };
  if (last == "year" || last == "month") {
    sum = {last == "year" ? cut(sum.months, 12) : sum.months, 0, 0};
  } else if (last == "second") {
    const double step = std::pow(10, 6 - places);
    sum.microseconds = std::round(sum.microseconds / step) * step;
  } else if (last == "day") {
    sum.days += std::trunc(sum.microseconds / kMicrosecondsPerDay);
    sum.microseconds = 0;
  } else {
    sum.microseconds = cut(sum.microseconds, last == "hour" ? 3600e6 : 60e6);
  }
}

constexpr std::array<std::string_view, 6> kQualifiers = {"year", "month", "day", "hour", "minute", "second"};

int number_of_qualifier(std::string_view unit) {
  for (std::size_t i = 0; i < kQualifiers.size(); ++i) {
    if (kQualifiers[i] == unit) return static_cast<int>(i) + 1;
  }
  return 0;
}

bool read_item(std::string_view text, std::size_t& at, std::string_view unit, bool has_clock, std::string_view bare,
               Interval& sum) {
  const bool negative = text[at] == '-';
  double amount = 0;
  if (!read_number(text, at, amount)) return false;
  if (at < text.size() && text[at] == ':') return read_clock(text, at, amount, negative, unit, sum);
  if (at + 1 < text.size() && text[at] == '-') {  // years-months
    ++at;
    double months = 0;
    if (text[at] < '0' || text[at] > '9' || !read_number(text, at, months)) return false;
    return add(sum, amount, "year") && add(sum, negative ? -months : months, "month");
  }
  std::size_t word = at;
  while (word < text.size() && text[word] == ' ') ++word;
  std::size_t end = word;
  while (end < text.size() && is_identifier_start(text[end])) ++end;
  if (end == word || lower(text.substr(word, end - word)) == "ago") {
    // '2 10:00' with DAY TO ...: the first bare number counts days.
    const bool days = (unit.starts_with("day to") || unit.empty()) && has_clock;
    return add(sum, amount, days ? "day" : bare);
  }
  at = end;
  return add(sum, amount, text.substr(word, end - word));
}

}  // namespace

std::optional<IntervalParts> read_interval(std::string_view literal, std::string_view unit, int places) {
  Interval sum;
  const std::size_t numbers = bare_numbers(literal);
  std::size_t items = 0;
  bool any = false;
  std::size_t at = 0;
  const bool has_clock = literal.find(':') != literal.npos;
  while (at < literal.size()) {
    const char c = literal[at];
    if (c == ' ' || c == ',' || c == '@' || c == '\t' || c == '\n') {
      ++at;
    } else if (any && lower(literal.substr(at, 3)) == "ago") {
      sum = {-sum.months, -sum.days, -sum.microseconds};
      at += 3;
    } else {
      if (!read_item(literal, at, unit, has_clock, bare_unit(unit, items++, numbers), sum)) return std::nullopt;
      any = true;
    }
  }
  cut_to_unit(sum, unit, places);
  const bool fits = std::abs(sum.months) < 2e9 && std::abs(sum.days) < 2e9 && std::abs(sum.microseconds) < 9e18;
  if (!any || !fits) return std::nullopt;
  return IntervalParts{std::llround(sum.months), std::llround(sum.days), std::llround(sum.microseconds)};
}

std::optional<std::string> canonical_interval(std::string_view literal, std::string_view unit, int places) {
  const auto parts = read_interval(literal, unit, places);
  if (!parts) return std::nullopt;
  return std::to_string(parts->months) + " months " + std::to_string(parts->days) + " days " +
         std::to_string(parts->microseconds) + " microseconds";
}

bool is_of_months(std::string_view unit) { return unit.starts_with("year") || unit.starts_with("month"); }

int qualifier_number(std::string_view unit) {
  if (unit.empty()) return 0;
  const int first = number_of_qualifier(unit.substr(0, unit.find(' ')));
  return 10 * first + number_of_qualifier(bare_unit(unit));
}

std::string qualifier_text(int number) {
  const auto name = [](int digit) {
    return digit < 1 || digit > 6 ? std::string() : std::string(kQualifiers[static_cast<std::size_t>(digit - 1)]);
  };
  const auto first = name(number / 10);
  return number / 10 == number % 10 ? first : first + " to " + name(number % 10);
}

}  // namespace slipher::sql
