#include "engine/duckdb/load/date_time_auto.h"

#include <array>

namespace slipher::engine {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool equals(std::string_view word, std::string_view capitals) {
  if (word.size() != capitals.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if ((word[i] & ~0x20) != capitals[i]) return false;
  return true;
}

/// Reads a text from left to right, collecting the parts of a date until all are there.
class Recogniser {
 public:
  explicit Recogniser(std::string_view text) : text_(text) {}
  bool run(DateTime& value);

 private:
  struct Number {
    int value;
    int digits;
    char before;  // the separator in front of it
  };

  bool word();
  bool number();
  bool clock(int hour);
  bool compact(std::string_view digits);
  bool settle_date();
  void skip_separators();
  int year_of(const Number& number) const;

  std::string_view text_;
  DateTime value_;
  std::array<Number, 3> numbers_{};
  std::size_t count_ = 0;
  int month_ = 0;  // by name
  char before_ = 0;
  bool before_christ_ = false;
  bool afternoon_ = false;
  bool twelve_hours_ = false;
};

bool Recogniser::run(DateTime& value) {
  if (text_.size() > 1 && (text_[0] == 'J' || text_[0] == 'j') && is_digit(text_[1])) {
    text_.remove_prefix(1);
    int julian = 0;
    if (!take_number(text_, 8, julian) || !text_.empty()) return false;
    civil_from_days(julian - 2'440'588LL, value_.year, value_.month, value_.day);
    value_.has_date = true;
    value = value_;
    return true;
  }
  for (skip_separators(); !text_.empty(); skip_separators()) {
    int offset = 0;
    if (is_letter(text_[0])) {
      if (!word()) return false;
    } else if (is_digit(text_[0])) {
      if (!number()) return false;
    } else if (value_.has_time && take_offset(text_, offset)) {
      value_.offset_seconds = offset;
    } else {
      return false;
    }
  }
  if (!settle_date()) return false;
  if (twelve_hours_) {
    if (value_.hour < 1 || value_.hour > 12) return false;
    value_.hour = value_.hour % 12 + (afternoon_ ? 12 : 0);
  }
  if (before_christ_) value_.year = 1 - value_.year;
  value = value_;
  return true;
}

/// Signs stay once the time is known: they start an offset.
void Recogniser::skip_separators() {
  before_ = 0;
  while (!text_.empty()) {
    const char c = text_[0];
    const bool sign = c == '-' && value_.has_time;
    if (c != ' ' && c != ',' && c != '/' && c != '.' && (c != '-' || sign)) return;
    before_ = c;
    text_.remove_prefix(1);
  }
}

bool Recogniser::word() {
  std::size_t length = 0;
  while (length < text_.size() && is_letter(text_[length])) ++length;
  const auto word = text_.substr(0, length);
  text_.remove_prefix(length);
  if (equals(word, "T")) return true;
  if (equals(word, "BC") || equals(word, "AD")) {
    before_christ_ = equals(word, "BC");
    return true;
  }
  if (equals(word, "AM") || equals(word, "PM")) {
    afternoon_ = equals(word, "PM");
    return twelve_hours_ = true;
  }
  if (const int month = month_of(word); month > 0 && month_ == 0) {
    month_ = month;
    return true;
  }
  for (const std::string_view day : {"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"})
    if (word.size() >= 3 && equals(word.substr(0, 3), day)) return true;
  if (const auto zone = zone_of(word)) {
    value_.offset_seconds = *zone;
    return true;
  }
  return false;
}

bool Recogniser::number() {
  std::size_t length = 0;
  while (length < text_.size() && is_digit(text_[length])) ++length;
  const auto digits = text_.substr(0, length);
  // 12024-01-31, unlike 240131.
  const bool long_year = count_ == 0 && (length == 5 || length == 6) && text_.size() > length + 3 &&
                         text_[length] == '-' && text_[length + 3] == '-';
  if (length > 4 && !long_year) {
    text_.remove_prefix(length);
    return compact(digits);
  }
  int value = 0;
  if (!take_number(text_, 6, value)) return false;
  if (!text_.empty() && text_[0] == ':') return length <= 2 && clock(value);
  if (count_ == numbers_.size()) return false;
  numbers_[count_++] = {value, static_cast<int>(length), before_};
  return true;
}

/// hour:minute[:second[.fraction]]
bool Recogniser::clock(int hour) {
  if (value_.has_time) return false;
  value_.has_time = true;
  value_.hour = hour;
  text_.remove_prefix(1);
  if (!take_number(text_, 2, value_.minute)) return false;
  if (text_.empty() || text_[0] != ':') return true;
  text_.remove_prefix(1);
  if (!take_number(text_, 2, value_.second)) return false;
  take_fraction(text_, value_.microsecond);
  return true;
}

/// YYYYMMDD, YYMMDD, HHMMSS behind a date, and YYYYMMDDHHMMSS.
bool Recogniser::compact(std::string_view digits) {
  const auto part = [&](std::size_t at, int size) {
    int value = 0;
    auto text = digits.substr(at);
    take_number(text, size, value);
    return value;
  };
  const bool date_known = value_.has_date || count_ > 0;
  if (digits.size() == 14 && !date_known) {
    if (!compact(digits.substr(0, 8))) return false;
    return compact(digits.substr(8));
  }
  if (digits.size() == 6 && date_known) {
    if (value_.has_time) return false;
    value_.has_time = true;
    value_.hour = part(0, 2);
    value_.minute = part(2, 2);
    value_.second = part(4, 2);
    if (!text_.empty()) take_fraction(text_, value_.microsecond);
    return true;
  }
  if (date_known || (digits.size() != 8 && digits.size() != 6)) return false;
  const bool whole = digits.size() == 8;
  value_.year = whole ? part(0, 4) : year_of({part(0, 2), 2, 0});
  value_.month = part(whole ? 4 : 2, 2);
  value_.day = part(whole ? 6 : 4, 2);
  return value_.has_date = true;
}

int Recogniser::year_of(const Number& number) const {
  if (number.digits > 2) return number.value;
  return number.value + (number.value < 70 ? 2000 : 1900);
}

bool Recogniser::settle_date() {
  if (count_ == 0) return month_ == 0 && (value_.has_date || value_.has_time);
  if (value_.has_date) return false;
  value_.has_date = true;
  if (month_ > 0) {
    if (count_ != 2) return false;
    const bool year_first = numbers_[0].digits > 2;
    value_.year = year_of(numbers_[year_first ? 0 : 1]);
    value_.month = month_;
    value_.day = numbers_[year_first ? 1 : 0].value;
    return numbers_[year_first ? 1 : 0].digits <= 2;
  }
  if (count_ == 2 && numbers_[0].digits == 4 && numbers_[1].digits == 3 && numbers_[1].before == '.') {
    if (numbers_[1].value < 1 || numbers_[1].value > 366) return false;
    const int year = numbers_[0].value;
    civil_from_days(days_from_civil(year, 1, 1) + numbers_[1].value - 1, value_.year, value_.month, value_.day);
    return value_.year == year;
  }
  if (count_ != 3) return false;
  const bool year_first = numbers_[0].digits > 2;
  value_.year = year_of(numbers_[year_first ? 0 : 2]);
  value_.month = numbers_[year_first ? 1 : 0].value;
  value_.day = numbers_[year_first ? 2 : 1].value;
  return true;
}

}  // namespace

bool recognise_date_time(std::string_view text, DateTime& value) {
  if (text.empty() || text.size() > 128) return false;
  return Recogniser(text).run(value);
}

}  // namespace slipher::engine
