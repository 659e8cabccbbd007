#include "engine/duckdb/functions/date_format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "sql/lexer.h"

namespace slipher::engine::functions {
namespace {

constexpr std::array kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
constexpr std::array kDays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array kRoman = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"};

/// Longer codes first, so that the first hit is the longest.
constexpr std::array<std::string_view, 44> kCodes = {
    "MONTH", "Y,YYY", "HH24", "HH12", "SSSS", "YYYY", "IYYY", "IDDD", "A.M.", "P.M.", "B.C.",
    "A.D.",  "YYY",   "IYY",  "MON",  "DDD",  "DAY",  "HH",   "MI",   "SS",   "MS",   "US",
    "AM",    "PM",    "YY",   "IY",   "BC",   "AD",   "MM",   "DY",   "DD",   "WW",   "IW",
    "ID",    "CC",    "RM",   "TZ",   "OF",   "Y",    "D",    "W",    "J",    "Q",    "I"};

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return std::toupper(c); });
  return result;
}

/// "MONTH", "Month" or "month" as the code is written.
std::string in_case_of(std::string_view code, std::string name) {
  if (code.size() > 1 && std::isupper(static_cast<unsigned char>(code[0])) &&
      std::islower(static_cast<unsigned char>(code[1])))
    return name;
  const bool capitals = std::isupper(static_cast<unsigned char>(code[0]));
  for (auto& c : name)
    c = static_cast<char>(capitals ? std::toupper(static_cast<unsigned char>(c))
                                   : std::tolower(static_cast<unsigned char>(c)));
  return name;
}

std::string number(std::int64_t value, int width, bool fill) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%0*lld", fill ? width : 1, static_cast<long long>(value));
  return buffer;
}

std::string padded(std::string name, std::size_t width, bool fill) {
  if (fill && name.size() < width) name.resize(width, ' ');
  return name;
}

std::string_view zone_of(const DateTimeText& value) {
  return value.zone.empty() ? "UTC" : std::string_view(value.zone);
}

std::string offset_text(int seconds) {
  char buffer[24];
  const int minutes = std::abs(seconds) / 60;
  std::snprintf(buffer, sizeof buffer, minutes % 60 ? "%c%02d:%02d" : "%c%02d", seconds < 0 ? '-' : '+', minutes / 60,
                minutes % 60);
  return buffer;
}

std::string ordinal_suffix(std::int64_t value, bool capitals) {
  const auto tens = value % 100;
  const char* suffix = tens >= 11 && tens <= 13 ? "th"
                       : value % 10 == 1        ? "st"
                       : value % 10 == 2        ? "nd"
                       : value % 10 == 3        ? "rd"
                                                : "th";
  return capitals ? upper(suffix) : suffix;
}

void append_number(std::string& result, int value, std::size_t width) {
  char digits[12];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  const auto size = static_cast<std::size_t>(end - digits);
  if (size < width) result.append(width - size, '0');
  result.append(digits, size);
}

/// What nearly every format is made of, without a string for each; false for other codes and values.
bool append_common(std::string& result, std::string_view code, const DateTimeText& value, bool fill) {
  int number = 0;
  if (code == "YYYY" && value.year > 0) {
    append_number(result, value.year, fill ? 4 : 1);
    return true;
  }
  if (code == "MM") {
    number = value.month;
  } else if (code == "DD") {
    number = value.day;
  } else if (code == "HH24") {
    number = value.hour;
  } else if (code == "MI") {
    number = value.minute;
  } else if (code == "SS") {
    number = value.second;
  } else {
    return false;
  }
  if (number < 0) return false;
  append_number(result, number, fill ? 2 : 1);
  return true;
}

std::string format_code(const std::string& written, const std::string& code, const DateTimeText& value, bool fill) {
  // An interval has neither a weekday nor a month's name: what it has is counted from January.
  const int month = std::clamp(value.month, 1, 12);
  const auto day = calendar_day(value.year, month, std::max(value.day, 1));
  const int hour12 = value.hour % 12 == 0 ? 12 : value.hour % 12;
  const std::int32_t year = value.year > 0 ? value.year : 1 - value.year;
  if (code == "YYYY") return number(year, 4, fill);
  if (code == "Y,YYY") return number(year / 1000, 1, fill) + "," + number(year % 1000, 3, true);
  if (code == "YYY") return number(year % 1000, 3, fill);
  if (code == "YY") return number(year % 100, 2, fill);
  if (code == "Y") return number(year % 10, 1, fill);
  if (code == "IYYY") return number(day.iso_year, 4, fill);
  if (code == "IYY") return number(day.iso_year % 1000, 3, fill);
  if (code == "I") return number(day.iso_year % 10, 1, fill);
  if (code == "IY") return number(day.iso_year % 100, 2, fill);
  if (code == "MONTH") return padded(in_case_of(written, kMonths[static_cast<std::size_t>(month - 1)]), 9, fill);
  if (code == "MON") return in_case_of(written, std::string(kMonths[static_cast<std::size_t>(month - 1)]).substr(0, 3));
  if (code == "MM") return number(value.month, 2, fill);
  if (code == "RM") return padded(in_case_of(written, kRoman[static_cast<std::size_t>(month - 1)]), 4, fill);
  if (code == "DAY") return padded(in_case_of(written, kDays[static_cast<std::size_t>(day.weekday)]), 9, fill);
  if (code == "DY") return in_case_of(written, std::string(kDays[static_cast<std::size_t>(day.weekday)]).substr(0, 3));
  if (code == "DDD") return number(day.year_day, 3, fill);
  if (code == "DD") return number(value.day, 2, fill);
  if (code == "D") return number(day.weekday + 1, 1, fill);
  if (code == "WW") return number((day.year_day - 1) / 7 + 1, 2, fill);
  if (code == "W") return number((value.day - 1) / 7 + 1, 1, fill);
  const int iso_weekday = day.weekday == 0 ? 7 : day.weekday;
  if (code == "ID") return number(iso_weekday, 1, fill);
  if (code == "IDDD") return number((day.iso_week - 1) * 7 + iso_weekday, 3, fill);
  if (code == "IW") return number(day.iso_week, 2, fill);
  if (code == "CC") return number((year - 1) / 100 + 1, 2, fill);
  if (code == "J") return number(day.epoch_day + 2440588, 1, fill);
  if (code == "Q") return number((value.month - 1) / 3 + 1, 1, fill);
  if (code == "HH24") return number(value.hour, 2, fill);
  if (code == "HH12" || code == "HH") return number(hour12, 2, fill);
  if (code == "MI") return number(value.minute, 2, fill);
  if (code == "SS") return number(value.second, 2, fill);
  if (code == "MS") return number(value.microsecond / 1000, 3, true);
  if (code == "US") return number(value.microsecond, 6, true);
  if (code == "SSSS") return number((value.hour * 60 + value.minute) * 60 + value.second, 1, fill);
  if (code == "AM" || code == "PM") return in_case_of(written.substr(0, 1), value.hour < 12 ? "am" : "pm");
  if (code == "A.M." || code == "P.M.") return in_case_of(written.substr(0, 1), value.hour < 12 ? "a.m." : "p.m.");
  if (code == "BC" || code == "AD") return in_case_of(written.substr(0, 1), value.year > 0 ? "ad" : "bc");
  if (code == "B.C." || code == "A.D.") return in_case_of(written.substr(0, 1), value.year > 0 ? "a.d." : "b.c.");
  if (code == "TZ") return written[0] == 'T' ? upper(zone_of(value)) : sql::lower(zone_of(value));
  return offset_text(value.offset.value_or(0));  // OF
}

/// A code's letters as a number, for a switch.
constexpr std::uint64_t packed(std::string_view code) {
  std::uint64_t number = 0;
  for (const char letter : code) number = number << 8 | static_cast<unsigned char>(letter);
  return number;
}

/// Reads a text along a format.
struct Parser {
  std::string_view text;
  DateTimeText value{};
  bool afternoon = false, half_days = false, before_christ = false;
  std::optional<int> year_day;

  void skip_blanks() {
    while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
  }
  std::optional<int> digits(std::size_t most) {
    skip_blanks();
    std::size_t count = 0;
    int result = 0;
    while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9')
      result = result * 10 + (text[count++] - '0');
    if (count == 0) return std::nullopt;
    text.remove_prefix(count);
    return result;
  }
  bool into(int& field, std::size_t most) {
    const auto read = digits(most);
    if (read) field = *read;
    return read.has_value();
  }
  std::string_view letters() {
    skip_blanks();
    std::size_t count = 0;
    while (count < text.size() && (std::isalpha(static_cast<unsigned char>(text[count])) || text[count] == '.'))
      count++;
    const auto word = text.substr(0, count);
    text.remove_prefix(count);
    return word;
  }

  bool year(std::size_t most) {
    skip_blanks();
    const auto before = text.size();
    const auto read = digits(most);
    if (!read) return false;
    const auto count = before - text.size();
    value.year = count <= 2 ? *read + (*read < 70 ? 2000 : 1900) : *read;
    return true;
  }

  bool fraction(std::size_t places) {
    skip_blanks();
    int result = 0;
    std::size_t count = 0;
    while (count < places && count < text.size() && std::isdigit(static_cast<unsigned char>(text[count])))
      result = result * 10 + (text[count++] - '0');
    if (count == 0) return false;
    text.remove_prefix(count);
    for (; count < 6; count++) result *= 10;
    value.microsecond = result;
    return true;
  }

  bool month_name(std::size_t most) {
    const auto before = text;
    skip_blanks();
    std::size_t count = 0;
    while (count < text.size() && std::isalpha(static_cast<unsigned char>(text[count]))) count++;
    count = std::min(count, most);
    const auto month = month_number(text.substr(0, count));
    if (!month) return text = before, false;
    text.remove_prefix(count);
    return value.month = *month + 1, true;
  }

  bool half_day() {
    const auto word = upper(letters());
    afternoon = word.starts_with("P");
    return half_days = word.starts_with("A") || word.starts_with("P");
  }

  bool zone() {
    skip_blanks();
    const auto end = text.find(' ');
    value.offset = zone_offset(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    return value.offset.has_value();
  }

  bool code(const std::string& name, bool last) {
    switch (packed(name)) {
      case packed("YYYY"):
      case packed("IYYY"):
        return year(last ? 9 : 4);
      case packed("YYY"):
      case packed("YY"):
      case packed("Y"):
      case packed("IYY"):
      case packed("IY"):
      case packed("I"):
        return year(name.size());
      case packed("MONTH"):
        return month_name(std::string_view::npos);
      case packed("MON"):
        return month_name(3);
      case packed("MM"):
        return into(value.month, 2);
      case packed("DD"):
        return into(value.day, 2);
      case packed("DDD"):
        return (year_day = digits(3)).has_value();
      case packed("HH24"):
      case packed("HH12"):
      case packed("HH"):
        return value.has_time = into(value.hour, 2);
      case packed("MI"):
        return value.has_time = into(value.minute, 2);
      case packed("SS"):
        return value.has_time = into(value.second, 2);
      case packed("MS"):
        return fraction(3);
      case packed("US"):
        return fraction(6);
      case packed("AM"):
      case packed("PM"):
      case packed("A.M."):
      case packed("P.M."):
        return half_day();
      case packed("BC"):
      case packed("AD"):
      case packed("B.C."):
      case packed("A.D."):
        before_christ = upper(letters()).starts_with("B");
        return true;
      case packed("OF"):
      case packed("TZ"):
        return zone();
      case packed("DAY"):
      case packed("DY"):
        return letters(), true;
      default:
        return digits(9).has_value();  // codes that do not decide the date: Q, WW, D ...
    }
  }

  /// Literal text skips as many characters, whatever they are, as in PostgreSQL. A separator that the text leaves out
  /// skips nothing, and a letter skips no digit, which would be part of a value.
  bool literal(std::string_view skipped) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
    for (const char c : skipped) {
      if (text.empty()) break;
      if (is_word(c) && !is_digit(c) && is_digit(text[0])) return false;
      if (is_word(c) || !is_word(text[0])) text.remove_prefix(1);
    }
    return true;
  }

  std::optional<DateTimeText> finish() {
    if (half_days) {
      if (value.hour < 1 || value.hour > 12) return std::nullopt;
      value.hour = value.hour % 12 + (afternoon ? 12 : 0);
    }
    if (before_christ) value.year = 1 - value.year;
    if (year_day) {
      value.month = 1;
      int rest = *year_day;
      if (rest < 1 || rest > (is_leap_year(value.year) ? 366 : 365)) return std::nullopt;
      while (rest > days_in_month(value.year, value.month)) rest -= days_in_month(value.year, value.month++);
      value.day = rest;
    }
    if (value.month < 1 || value.month > 12 || value.day < 1 || value.hour > 24 || value.minute > 59 ||
        value.second > 59)
      return std::nullopt;
    value.has_date = true;
    return value;
  }
};

}  // namespace

CalendarDay calendar_day(std::int32_t year, int month, int day) {
  using namespace std::chrono;
  const sys_days date = std::chrono::year{year} / std::chrono::month{static_cast<unsigned>(month)} /
                        std::chrono::day{static_cast<unsigned>(day)};
  CalendarDay result{};
  result.epoch_day = date.time_since_epoch().count();
  result.weekday = static_cast<int>(weekday{date}.c_encoding());
  result.year_day = static_cast<int>((date - sys_days{std::chrono::year{year} / 1 / 1}).count()) + 1;
  // The ISO week belongs to the year of its Thursday.
  const sys_days thursday = date + days{4 - (result.weekday == 0 ? 7 : result.weekday)};
  const auto thursday_year = year_month_day{thursday}.year();
  result.iso_year = static_cast<int>(thursday_year);
  result.iso_week = static_cast<int>((thursday - sys_days{thursday_year / 1 / 1}).count()) / 7 + 1;
  return result;
}

void DateFormat::add_literal(std::string text) { pieces_.push_back({"", "", std::move(text), true, 0}); }

/// `at` is behind the opening quote, then behind the closing one. A backslash takes the next character as it is.
std::string DateFormat::quoted_text(std::string_view format, std::size_t& at) {
  std::string text;
  for (; at < format.size() && format[at] != '"'; at++) {
    if (format[at] == '\\' && at + 1 < format.size()) at++;
    text += format[at];
  }
  at++;
  return text;
}

DateFormat::DateFormat(std::string_view format) {
  bool fill = true;
  for (std::size_t at = 0; at < format.size();) {
    const auto rest = format.substr(at);
    const auto folded = upper(rest.substr(0, 5));
    // Prefixes of one code: FM and TM take its padding away; FX is about reading texts.
    if (folded.starts_with("FM") || folded.starts_with("TM") || folded.starts_with("FX")) {
      fill = fill && folded.starts_with("FX");
      at += 2;
      continue;
    }
    if (rest[0] == '"') {
      add_literal(quoted_text(format, ++at));
      continue;
    }
    const auto code =
        std::find_if(kCodes.begin(), kCodes.end(), [&](std::string_view each) { return folded.starts_with(each); });
    if (code == kCodes.end()) {
      if (rest.starts_with("\\\"")) at++;
      add_literal(std::string(1, format[at++]));
      continue;
    }
    Piece piece{std::string(rest.substr(0, code->size())), std::string(*code), "", fill, 0};
    fill = true;
    at += code->size();
    const auto suffix = upper(format.substr(at, 2));
    // "DDTHH24" is ISO 8601's T in front of an hour, no ordinal.
    const bool is_ordinal = suffix == "TH" && upper(format.substr(at, 3)) != "THH";
    if (is_ordinal) piece.ordinal = format[at] == 'T' ? 2 : 1;
    if (is_ordinal || suffix == "SP") at += 2;
    pieces_.push_back(std::move(piece));
  }
}

bool DateFormat::has_zone() const {
  return std::any_of(pieces_.begin(), pieces_.end(),
                     [](const Piece& piece) { return piece.name == "TZ" || piece.name == "OF"; });
}

std::string DateFormat::format(const DateTimeText& value) const {
  std::string result;
  for (const auto& piece : pieces_) {
    if (piece.code.empty()) {
      result += piece.literal;
      continue;
    }
    if (piece.ordinal == 0 && append_common(result, piece.name, value, piece.fill)) continue;
    const auto text = format_code(piece.code, piece.name, value, piece.fill);
    result += text;
    if (piece.ordinal && !text.empty() && std::isdigit(static_cast<unsigned char>(text.back())))
      result += ordinal_suffix(std::stoll(text), piece.ordinal == 2);
  }
  return result;
}

std::optional<DateTimeText> DateFormat::parse(std::string_view text) const {
  Parser parser;
  parser.text = text;
  parser.value.year = 1;
  for (std::size_t i = 0; i < pieces_.size(); i++) {
    const auto& piece = pieces_[i];
    if (piece.code.empty()) {
      if (!parser.literal(piece.literal)) return std::nullopt;
      continue;
    }
    if (parser.text.empty()) break;
    if (!parser.code(piece.name, i + 1 == pieces_.size())) return std::nullopt;
  }
  return parser.finish();
}

}  // namespace slipher::engine::functions
