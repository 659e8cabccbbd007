#include "engine/duckdb/functions/datetime_text.h"

#include <array>
#include <cctype>
#include <cstdlib>
#include <utility>
#include <vector>

#include "sql/lexer.h"

namespace slipher::engine::functions {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr std::array kMonths = {"january", "february", "march",     "april",   "may",      "june",
                                "july",    "august",   "september", "october", "november", "december"};
constexpr std::array kWeekdays = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

template <class Names>
std::optional<int> number_of(const Names& names, std::string_view name, std::size_t shortest) {
  const auto wanted = sql::lower(name);
  if (wanted.size() < shortest) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); i++) {
    if (std::string_view(names[i]).starts_with(wanted) || (wanted == "sept" && i == 8)) return static_cast<int>(i);
  }
  return std::nullopt;
}

/// Fixed offsets of abbreviations, in hours; PostgreSQL's default set as far as it is unambiguous.
constexpr std::pair<std::string_view, double> kZones[] = {
    {"utc", 0},   {"gmt", 0},   {"z", 0},    {"zulu", 0}, {"ut", 0},     {"wet", 0},   {"est", -5},   {"edt", -4},
    {"cst", -6},  {"cdt", -5},  {"mst", -7}, {"mdt", -6}, {"pst", -8},   {"pdt", -7},  {"akst", -9},  {"akdt", -8},
    {"hst", -10}, {"bst", 1},   {"cet", 1},  {"cest", 2}, {"met", 1},    {"mest", 2},  {"eet", 2},    {"eest", 3},
    {"msk", 3},   {"ist", 5.5}, {"jst", 9},  {"kst", 9},  {"aest", 10},  {"aedt", 11}, {"acst", 9.5}, {"awst", 8},
    {"nzst", 12}, {"nzdt", 13}, {"ast", -4}, {"adt", -3}, {"nst", -3.5}, {"sgt", 8},   {"hkt", 8},    {"wast", 2}};

/// Takes the text apart from left to right; each piece fills the fields that it can.
class Reader {
 public:
  Reader(std::string_view text, bool is_time, DateOrder order) : text_(text), is_time_(is_time), order_(order) {}

  std::optional<DateTimeText> read() {
    while (ok_ && skip_blanks()) piece();
    if (!ok_) return std::nullopt;
    settle();
    if (!ok_ || (!result_.has_date && !result_.has_time)) return std::nullopt;
    return result_;
  }

 private:
  bool skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == ',' || text_[at_] == '\t')) at_++;
    return at_ < text_.size();
  }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  std::string_view letters() {
    const auto from = at_;
    while (is_letter(peek())) at_++;
    return text_.substr(from, at_ - from);
  }
  std::string_view digits() {
    const auto from = at_;
    while (is_digit(peek())) at_++;
    return text_.substr(from, at_ - from);
  }
  int number(std::string_view digits) {
    if (digits.empty() || digits.size() > 9) return ok_ = false, 0;
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
  }

  void piece() {
    if (is_letter(peek())) return word();
    if (is_digit(peek())) return number_piece();
    if ((peek() == '+' || peek() == '-') && result_.has_time) return offset();
    ok_ = false;
  }

  void word() {
    if ((peek() == 'J' || peek() == 'j') && is_digit(peek(1))) {
      at_++;
      return julian(number(digits()));
    }
    if ((peek() == 'T' || peek() == 't') && is_digit(peek(1)) && has_any_date()) {
      at_++;
      return;
    }
    if (const auto zone = zone_name(text_); !zone.empty() && text_.substr(at_).starts_with(zone)) {
      result_.zone = zone;
      at_ = text_.size();
      return;
    }
    const auto name = letters();
    const auto text = sql::lower(name);
    if (text == "am" || text == "pm") return half_of_day(text == "pm");
    if (text == "bc" || text == "ad") {
      before_christ_ = text == "bc";
      return;
    }
    if (const auto month = month_number(name); month && !month_) {
      month_ = *month + 1;
      // "Jan-01-2008": the separators say nothing more.
      if (peek() == '-' || peek() == '/' || peek() == '.') at_++;
      return;
    }
    if (weekday_number(name)) return;
    if (const auto offset = zone_offset(text)) {
      result_.offset = offset;
      return;
    }
    ok_ = false;
  }

  void number_piece() {
    const auto from = at_;
    const auto run = digits();
    if (peek() == ':') return time(run);
    if (is_time_ && (run.size() == 6 || run.size() == 4) && !result_.has_time) return compact_time(run);
    const char separator = peek();
    if ((separator == '-' || separator == '/' || separator == '.') && !has_any_date()) {
      at_ = from;
      return separated_date(separator);
    }
    if (run.size() == 14) {
      compact_date(run.substr(0, 8));
      return compact_time(run.substr(8));
    }
    if (run.size() == 8 && !has_any_date()) return compact_date(run);
    if (run.size() == 6 && !has_any_date()) return compact_date(run);
    if ((run.size() == 6 || run.size() == 4) && result_.has_date && !result_.has_time) return compact_time(run);
    // A lone number beside a month's name: its day, or its year.
    if (run.size() <= 2 && !day_) {
      day_ = number(run);
    } else if (!year_) {
      year_ = full_year(run);
    } else {
      ok_ = false;
    }
    if (peek() == '-' || peek() == '/') at_++;
  }

  bool has_any_date() const { return result_.has_date || month_ || year_; }

  int full_year(std::string_view digits) {
    const int year = number(digits);
    return digits.size() > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
  }

  /// YYYYMMDD or YYMMDD.
  void compact_date(std::string_view digits) {
    const auto split = digits.size() - 4;
    year_ = full_year(digits.substr(0, split));
    month_ = number(digits.substr(split, 2));
    day_ = number(digits.substr(split + 2, 2));
    result_.has_date = true;
  }

  void compact_time(std::string_view digits) {
    result_.has_time = true;
    result_.hour = number(digits.substr(0, 2));
    result_.minute = number(digits.substr(2, 2));
    if (digits.size() == 6) result_.second = number(digits.substr(4, 2));
    if (peek() == '.') fraction();
  }

  /// Two or three fields between one separator: 12/31/2008, 2008-12-31, 31-Dec-2008, 1996.008.
  void separated_date(char separator) {
    std::vector<std::string_view> fields;
    for (;;) {
      fields.push_back(is_letter(peek()) ? letters() : digits());
      if (fields.back().empty()) return void(ok_ = false);
      if (fields.size() == 3 || peek() != separator) break;
      at_++;
    }
    result_.has_date = true;
    if (fields.size() == 2) {
      if (fields[0].size() != 4 || fields[1].size() != 3) return void(ok_ = false);
      return day_of_year(number(fields[0]), number(fields[1]));
    }
    if (is_letter(fields[1][0])) {
      month_ = month_of(fields[1]);
      const bool year_first = fields[0].size() > 2 || order_ == DateOrder::kYearFirst;
      year_ = full_year(fields[year_first ? 0 : 2]);
      day_ = number(fields[year_first ? 2 : 0]);
    } else if (fields[0].size() > 2 || order_ == DateOrder::kYearFirst) {
      year_ = full_year(fields[0]);
      month_ = number(fields[1]);
      day_ = number(fields[2]);
    } else {
      const bool day_first = order_ == DateOrder::kDayFirst;
      month_ = number(fields[day_first ? 1 : 0]);
      day_ = number(fields[day_first ? 0 : 1]);
      year_ = full_year(fields[2]);
    }
  }

  int month_of(std::string_view name) {
    const auto month = month_number(name);
    if (!month) ok_ = false;
    return month ? *month + 1 : 0;
  }

  void time(std::string_view hours) {
    if (result_.has_time || hours.size() > 2) return void(ok_ = false);
    result_.has_time = true;
    result_.hour = number(hours);
    at_++;
    result_.minute = number(digits());
    if (peek() == ':') {
      at_++;
      result_.second = number(digits());
      if (peek() == '.') fraction();
    }
  }

  /// Digits after the point, rounded to microseconds.
  void fraction() {
    at_++;
    const auto places = digits();
    int value = 0;
    for (std::size_t i = 0; i < 6; i++) value = value * 10 + (i < places.size() ? places[i] - '0' : 0);
    if (places.size() > 6 && places[6] >= '5') value++;
    result_.microsecond = value == 1000000 ? 999999 : value;
  }

  void half_of_day(bool afternoon) {
    if (!result_.has_time || result_.hour > 12 || result_.hour == 0) return void(ok_ = false);
    result_.hour = result_.hour % 12 + (afternoon ? 12 : 0);
  }

  void offset() {
    const auto from = at_++;
    while (is_digit(peek()) || peek() == ':') at_++;
    result_.offset = zone_offset(text_.substr(from, at_ - from));
    if (!result_.offset) ok_ = false;
  }

  void day_of_year(int year, int day) {
    year_ = year;
    month_ = 1;
    if (day < 1 || day > (is_leap_year(year) ? 366 : 365)) return void(ok_ = false);
    while (day > days_in_month(year, *month_)) day -= days_in_month(year, (*month_)++);
    day_ = day;
  }

  /// Julian day number to a date of the Gregorian calendar (Fliegel and Van Flandern).
  void julian(int number) {
    int l = number + 68569;
    const int n = 4 * l / 146097;
    l = l - (146097 * n + 3) / 4;
    const int i = 4000 * (l + 1) / 1461001;
    l = l - 1461 * i / 4 + 31;
    const int j = 80 * l / 2447;
    day_ = l - 2447 * j / 80;
    l = j / 11;
    month_ = j + 2 - 12 * l;
    year_ = 100 * (n - 49) + i + l;
    result_.has_date = true;
  }

  void settle() {
    if (month_ || year_ || day_) {
      if (!month_ || !year_ || !day_) return void(ok_ = false);
      result_.has_date = true;
      result_.year = before_christ_ ? 1 - *year_ : *year_;
      result_.month = *month_;
      result_.day = *day_;
      if (result_.month < 1 || result_.month > 12 || result_.day < 1 ||
          result_.day > days_in_month(result_.year, result_.month))
        ok_ = false;
    }
    const bool midnight_after = result_.hour == 24 && result_.minute == 0 && result_.second == 0;
    if ((result_.hour > 23 && !midnight_after) || result_.minute > 59 || result_.second > 59) ok_ = false;
  }

  std::string_view text_;
  bool is_time_;  // a run of digits is a time
  DateOrder order_;
  std::size_t at_ = 0;
  bool ok_ = true;
  bool before_christ_ = false;
  std::optional<int> year_;
  std::optional<int> month_;
  std::optional<int> day_;
  DateTimeText result_;
};

}  // namespace

std::optional<DateTimeText> read_datetime(std::string_view text, DateOrder order) {
  return Reader(text, false, order).read();
}
std::optional<DateTimeText> read_time(std::string_view text) {
  return Reader(text, true, DateOrder::kMonthFirst).read();
}

std::string_view zone_name(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  // "PST8PDT", "America/Port-au-Prince", "Etc/GMT+2": letters first, and a clock before it.
  const auto blank = text.find_last_of(' ');
  if (blank == std::string_view::npos) return {};
  const auto name = text.substr(blank + 1);
  const bool is_region = name.find('/') != std::string_view::npos && name.size() > 4 && is_letter(name[0]);
  const bool is_posix = name.size() >= 7 && is_letter(name[0]) && is_letter(name[1]) && is_letter(name[2]) &&
                        is_digit(name[3]) && is_letter(name.back());
  return (is_region || is_posix) && text.substr(0, blank).find(':') != std::string_view::npos ? name
                                                                                              : std::string_view();
}

namespace {

/// "NEWZONE +2" and "EST+5": POSIX counts hours west of Greenwich.
std::optional<int> posix_offset(std::string_view zone) {
  std::size_t letters = 0;
  while (letters < zone.size() && is_letter(zone[letters])) letters++;
  auto sign = letters;
  while (sign < zone.size() && zone[sign] == ' ') sign++;
  if (letters < 3 || sign >= zone.size() || (zone[sign] != '+' && zone[sign] != '-')) return std::nullopt;
  const auto offset = zone_offset(zone.substr(sign));
  return offset ? std::optional(-*offset) : std::nullopt;
}

}  // namespace

std::optional<int> zone_offset(std::string_view zone) {
  if (zone.empty()) return std::nullopt;
  if (zone[0] == '+' || zone[0] == '-') {
    int fields[3] = {0, 0, 0};
    std::string digits;
    std::size_t count = 0;
    const bool colons = zone.find(':') != std::string_view::npos;
    for (std::size_t i = 1; i <= zone.size(); i++) {
      if (i < zone.size() && is_digit(zone[i])) {
        digits += zone[i];
      } else if ((i == zone.size() || zone[i] == ':') && !digits.empty() && digits.size() <= 4 && count < 3) {
        if (!colons && digits.size() > 2) {
          fields[0] = std::stoi(digits.substr(0, digits.size() - 2));
          fields[1] = std::stoi(digits.substr(digits.size() - 2));
        } else {
          fields[count] = std::stoi(digits);
        }
        count++;
        digits.clear();
      } else {
        return std::nullopt;
      }
    }
    if (fields[0] > 15 || fields[1] > 59 || fields[2] > 59) return std::nullopt;
    const int seconds = fields[0] * 3600 + fields[1] * 60 + fields[2];
    return zone[0] == '-' ? -seconds : seconds;
  }
  const auto name = sql::lower(zone);
  for (const auto& [known, hours] : kZones) {
    if (known == name) return static_cast<int>(hours * 3600);
  }
  return posix_offset(zone);
}

std::string zone_abbreviation(std::string_view region, int offset) {
  struct Region {
    std::string_view name;
    double standard_hours;
    std::string_view standard, summer;
  };
  constexpr Region kRegions[] = {
      {"America/New_York", -5, "EST", "EDT"},    {"US/Eastern", -5, "EST", "EDT"},
      {"America/Chicago", -6, "CST", "CDT"},     {"US/Central", -6, "CST", "CDT"},
      {"America/Denver", -7, "MST", "MDT"},      {"US/Mountain", -7, "MST", "MDT"},
      {"America/Los_Angeles", -8, "PST", "PDT"}, {"US/Pacific", -8, "PST", "PDT"},
      {"America/Toronto", -5, "EST", "EDT"},     {"America/Phoenix", -7, "MST", "MST"},
      {"Europe/London", 0, "GMT", "BST"},        {"Europe/Paris", 1, "CET", "CEST"},
      {"Europe/Berlin", 1, "CET", "CEST"},       {"Europe/Madrid", 1, "CET", "CEST"},
      {"Europe/Rome", 1, "CET", "CEST"},         {"Europe/Amsterdam", 1, "CET", "CEST"},
      {"Europe/Stockholm", 1, "CET", "CEST"},    {"Europe/Zurich", 1, "CET", "CEST"},
      {"Europe/Athens", 2, "EET", "EEST"},       {"Europe/Helsinki", 2, "EET", "EEST"},
      {"Europe/Moscow", 3, "MSK", "MSK"},        {"Asia/Kolkata", 5.5, "IST", "IST"},
      {"Asia/Tokyo", 9, "JST", "JST"},           {"Asia/Seoul", 9, "KST", "KST"},
      {"Asia/Shanghai", 8, "CST", "CST"},        {"Australia/Sydney", 10, "AEST", "AEDT"},
  };
  if (offset == 0 && region != "Europe/London") return "UTC";
  for (const auto& each : kRegions) {
    if (each.name == region)
      return std::string(offset == static_cast<int>(each.standard_hours * 3600) ? each.standard : each.summer);
  }
  const int minutes = std::abs(offset) / 60;
  std::string digits = std::to_string(10000 + minutes / 60 * 100 + minutes % 60).substr(1);
  if (digits.ends_with("00")) digits.resize(2);
  return (offset < 0 ? "-" : "+") + digits;
}

std::optional<int> month_number(std::string_view name) { return number_of(kMonths, name, 3); }
std::optional<int> weekday_number(std::string_view name) { return number_of(kWeekdays, name, 2); }

bool is_leap_year(std::int32_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(std::int32_t year, int month) {
  constexpr std::array kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  return month == 2 && is_leap_year(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

}  // namespace slipher::engine::functions
