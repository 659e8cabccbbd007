#include "engine/duckdb/load/date_time_parser.h"

#include "engine/duckdb/load/date_time_auto.h"
#include "engine/duckdb/load/number_parser.h"

namespace slipher::engine {
namespace {

using Kind = sql::DateTimeFormat::Kind;

/// Epochs beyond this many seconds are outside of every date's range.
constexpr std::int64_t kMaxEpochSeconds = 9'223'371'000'000;
constexpr std::int64_t kSecondsPerDay = 86'400;

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') <= 9; }
int two_digits(const char* at) { return (at[0] - '0') * 10 + (at[1] - '0'); }

/// YYYY-MM-DD, the common case.
bool take_iso_date(std::string_view& text, DateTime& value) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
  for (const int at : {0, 1, 2, 3, 5, 6, 8, 9})
    if (!is_digit(text[at])) return false;
  value.year = two_digits(text.data()) * 100 + two_digits(text.data() + 2);
  value.month = two_digits(text.data() + 5);
  value.day = two_digits(text.data() + 8);
  value.has_date = true;
  text.remove_prefix(10);
  return true;
}

/// The same from the year 10000 on.
bool take_late_date(std::string_view& text, DateTime& value) {
  const auto digits = text.find('-');
  if (digits != 5 && digits != 6) return false;
  auto rest = text.substr(digits - 4);
  int early = 0;
  if (!take_number(text, static_cast<int>(digits) - 4, early) || !take_iso_date(rest, value)) return false;
  value.year += early * 10'000;
  text = rest;
  return true;
}

/// HH:MI[:SS[.fraction]][offset]
bool take_iso_time(std::string_view& text, DateTime& value) {
  if (text.size() >= 8 && text[2] == ':' && text[5] == ':' && is_digit(text[0]) && is_digit(text[1]) &&
      is_digit(text[3]) && is_digit(text[4]) && is_digit(text[6]) && is_digit(text[7])) {
    value.hour = two_digits(text.data());
    value.minute = two_digits(text.data() + 3);
    value.second = two_digits(text.data() + 6);
    text.remove_prefix(8);
  } else {
    if (!take_number(text, 2, value.hour) || text.empty() || text[0] != ':') return false;
    text.remove_prefix(1);
    if (!take_number(text, 2, value.minute)) return false;
    if (!text.empty() && text[0] == ':') {
      text.remove_prefix(1);
      if (!take_number(text, 2, value.second)) return false;
    }
  }
  value.has_time = true;
  if (text.empty()) return true;
  take_fraction(text, value.microsecond);
  if (text.empty()) return true;
  while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
  int offset = 0;
  if (take_offset(text, offset)) value.offset_seconds = offset;
  return text.empty();
}

std::string_view trim(std::string_view text) { return trim_blanks(text); }

/// Whether `pattern` continues with `word`, in any case.
bool starts_with(std::string_view pattern, std::string_view word) {
  if (pattern.size() < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = pattern[i] >= 'a' && pattern[i] <= 'z' ? static_cast<char>(pattern[i] - 32) : pattern[i];
    if (c != word[i]) return false;
  }
  return true;
}

/// Takes BC or AD off the end of `text`. UNLOAD writes years before Christ so.
bool take_era(std::string_view& text) {
  if (text.size() < 2 || (text.back() & 0x5f) < 'C' || (text.back() & 0x5f) > 'D') return false;
  const auto era = text.substr(text.size() - 2);
  const bool before_christ = starts_with(era, "BC");
  if (!before_christ && !starts_with(era, "AD")) return false;
  text.remove_suffix(2);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return before_christ;
}

/// The year counted backwards from 1 BC, which is 0.
bool set_before_christ(DateTime& value) {
  if (value.year < 1) return false;
  value.year = 1 - value.year;
  return true;
}

/// YYYY-MM-DD, a time of day behind a blank or `separator`, BC; only the date must be there.
bool take_iso(std::string_view text, DateTime& value, char separator) {
  if (!take_iso_date(text, value) && !take_late_date(text, value)) return false;
  if (text.empty()) return true;
  if (take_era(text) && !set_before_christ(value)) return false;
  if (text.empty()) return true;
  if (text[0] != ' ' && text[0] != separator) return false;
  text = trim(text.substr(1));
  return take_iso_time(text, value);
}

}  // namespace

DateTimeParser::DateTimeParser(const sql::DateTimeFormat& format) : kind_(format.kind), pattern_text_(format.pattern) {
  if (kind_ == Kind::kPattern) compile(format.pattern);
  if (kind_ == Kind::kAuto) pattern_text_ = "auto";
  if (kind_ == Kind::kEpochSeconds) pattern_text_ = "epochsecs";
  if (kind_ == Kind::kEpochMilliseconds) pattern_text_ = "epochmillisecs";
}

void DateTimeParser::compile(std::string_view pattern) {
  struct Word {
    std::string_view name;
    Part part;
  };
  // Longer words come before those that they start with.
  constexpr Word kWords[] = {{"YYYY", Part::kYear},     {"YY", Part::kShortYear},    {"MONTH", Part::kMonthName},
                             {"MON", Part::kMonthName}, {"MM", Part::kMonth},        {"MI", Part::kMinute},
                             {"DD", Part::kDay},        {"HH24", Part::kHour24},     {"HH12", Part::kHour12},
                             {"HH", Part::kHour24},     {"SSSSSS", Part::kFraction}, {"SSS", Part::kFraction},
                             {"SS", Part::kSecond},     {"US", Part::kFraction},     {"MS", Part::kFraction},
                             {"AM", Part::kMeridiem},   {"PM", Part::kMeridiem},     {"OF", Part::kOffset}};
  while (!pattern.empty()) {
    const Word* found = nullptr;
    for (const auto& word : kWords) {
      if (!starts_with(pattern, word.name)) continue;
      found = &word;
      break;
    }
    elements_.push_back(found ? Element{found->part, 0} : Element{Part::kLiteral, pattern[0]});
    pattern.remove_prefix(found ? found->name.size() : 1);
  }
}

bool DateTimeParser::element(const Element& element, std::string_view& text, DateTime& value, int& meridiem) const {
  int number = 0;
  switch (element.part) {
    case Part::kLiteral:
      if (text.empty() || text[0] != element.literal) return false;
      text.remove_prefix(1);
      return true;
    case Part::kYear:
      return value.has_date = take_number(text, 4, value.year);
    case Part::kShortYear:
      if (!take_number(text, 2, number)) return false;
      value.year = number + (number < 70 ? 2000 : 1900);
      return value.has_date = true;
    case Part::kMonth:
      return take_number(text, 2, value.month);
    case Part::kMonthName: {
      std::size_t length = 0;
      while (length < text.size() && ((text[length] | 0x20) >= 'a' && (text[length] | 0x20) <= 'z')) ++length;
      value.month = month_of(text.substr(0, length));
      text.remove_prefix(length);
      return value.month > 0;
    }
    case Part::kDay:
      return take_number(text, 2, value.day);
    case Part::kHour24:
    case Part::kHour12:
      return value.has_time = take_number(text, 2, value.hour);
    case Part::kMinute:
      return take_number(text, 2, value.minute);
    case Part::kSecond:
      if (!take_number(text, 2, value.second)) return false;
      // A fraction may always follow, whether the pattern has one or not.
      take_fraction(text, value.microsecond);
      return true;
    case Part::kFraction:
      // What SS left: digits without a point.
      if (!text.empty() && is_digit(text[0])) {
        const std::string with_point = "." + std::string(text);
        std::string_view left = with_point;
        take_fraction(left, value.microsecond);
        text.remove_prefix(text.size() - left.size());
      }
      return true;
    case Part::kMeridiem:
      if (starts_with(text, "AM") || starts_with(text, "PM")) {
        meridiem = starts_with(text, "PM") ? 2 : 1;
        text.remove_prefix(2);
        return true;
      }
      return false;
    case Part::kOffset:
      if (!take_offset(text, number)) return false;
      value.offset_seconds = number;
      return true;
  }
  return false;
}

bool DateTimeParser::by_pattern(std::string_view text, DateTime& value, bool date_only) const {
  int meridiem = 0;
  for (std::size_t i = 0; i < elements_.size(); ++i) {
    const auto& next = elements_[i];
    // The point before a fraction that SS has taken, or that is not there.
    const bool point = next.part == Part::kLiteral && next.literal == '.' && i + 1 < elements_.size() &&
                       elements_[i + 1].part == Part::kFraction;
    if (point && (text.empty() || text[0] != '.')) continue;
    if (text.empty() && date_only && value.has_date && next.part == Part::kLiteral) break;
    if (!element(next, text, value, meridiem)) return false;
  }
  if (meridiem != 0) {
    if (value.hour < 1 || value.hour > 12) return false;
    value.hour = value.hour % 12 + (meridiem == 2 ? 12 : 0);
  }
  auto rest = trim(text);
  if (take_era(rest) && !set_before_christ(value)) return false;
  return date_only ? value.has_date : rest.empty();
}

bool DateTimeParser::date(std::string_view text, std::int32_t& days) const {
  text = trim(text);
  DateTime value;
  if (kind_ == Kind::kDefault) {
    if (!take_iso(text, value, 'T')) return false;
  } else if (kind_ == Kind::kPattern) {
    if (!by_pattern(text, value, true)) return false;
  } else if (kind_ == Kind::kAuto) {
    if (!recognise_date_time(text, value) || !value.has_date) return false;
  } else {
    std::int64_t microseconds = 0;
    if (!timestamp(text, microseconds)) return false;
    constexpr std::int64_t kDay = kSecondsPerDay * 1'000'000;
    days = static_cast<std::int32_t>((microseconds - (microseconds < 0 ? kDay - 1 : 0)) / kDay);
    return true;
  }
  value.hour = value.minute = value.second = 0;
  if (!is_valid(value)) return false;
  days = static_cast<std::int32_t>(days_of(value));
  return true;
}

bool DateTimeParser::timestamp(std::string_view text, std::int64_t& microseconds) const {
  text = trim(text);
  DateTime value;
  if (kind_ == Kind::kDefault) {
    if (!take_iso(text, value, ' ')) return false;
  } else if (kind_ == Kind::kPattern) {
    if (!by_pattern(text, value, false) || !value.has_date) return false;
  } else if (kind_ == Kind::kAuto) {
    if (!recognise_date_time(text, value) || !value.has_date) return false;
  } else {
    const std::int64_t unit = kind_ == Kind::kEpochSeconds ? 1'000'000 : 1'000;
    const std::int64_t most = kMaxEpochSeconds / unit * 1'000'000;
    std::int64_t count = 0;
    if (parse_integer(text, -most, most, count).code != LoadErrorCode::kNone) return false;
    microseconds = count * unit;
    return true;
  }
  if (!is_valid(value)) return false;
  microseconds = instant_of(value);
  return true;
}

bool DateTimeParser::time(std::string_view text, std::int64_t& microseconds, std::int32_t& offset_seconds) {
  text = trim(text);
  DateTime value;
  if (!take_iso_time(text, value) || !is_valid(value)) return false;
  microseconds = time_of_day(value);
  offset_seconds = value.offset_seconds.value_or(0);
  return true;
}

}  // namespace slipher::engine
