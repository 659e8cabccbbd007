#include "statements/time_text.h"

#include <charconv>
#include <cstring>
#include <limits>
#include <string_view>

namespace slipher::statements {
namespace {

constexpr std::int64_t kMicrosecondsPerDay = 86'400'000'000;

constexpr char kPairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
    "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

char* write_pair(char* out, unsigned value) {
  std::memcpy(out, kPairs + 2 * value, 2);
  return out + 2;
}

char* write_text(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

struct CivilDate {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

/// Days since 1970-01-01 to a date of the proleptic Gregorian calendar; years are counted from March inside, so that a
/// leap day is a year's last.
CivilDate civil_date(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146'097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  const unsigned day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

/// Writes the date; true in `before_christ` asks for a " BC" behind the whole.
char* write_day(char* out, std::int64_t days, bool& before_christ) {
  const auto date = civil_date(days);
  before_christ = date.year <= 0;
  const auto year = static_cast<std::uint64_t>(before_christ ? 1 - date.year : date.year);
  if (year <= 9999) {
    out = write_pair(out, static_cast<unsigned>(year / 100));
    out = write_pair(out, static_cast<unsigned>(year % 100));
  } else {
    out = std::to_chars(out, out + 20, year).ptr;
  }
  *out++ = '-';
  out = write_pair(out, date.month);
  *out++ = '-';
  return write_pair(out, date.day);
}

/// ".123456" without trailing zeros; nothing for zero.
char* write_fraction(char* out, unsigned microseconds) {
  if (microseconds == 0) return out;
  *out++ = '.';
  write_pair(out, microseconds / 10'000);
  write_pair(out + 2, microseconds / 100 % 100);
  write_pair(out + 4, microseconds % 100);
  out += 6;
  while (out[-1] == '0') --out;
  return out;
}

/// "14:30:45"; the rest below a second goes to `fraction`.
char* write_clock(char* out, std::int64_t microseconds, unsigned& fraction) {
  const auto whole = static_cast<unsigned>(microseconds / 1'000'000);
  fraction = static_cast<unsigned>(microseconds % 1'000'000);
  out = write_pair(out, whole / 3600);
  *out++ = ':';
  out = write_pair(out, whole / 60 % 60);
  *out++ = ':';
  return write_pair(out, whole % 60);
}

template <class Integer>
char* write_infinity(char* out, Integer value) {
  return write_text(out, value > 0 ? "infinity" : "-infinity");
}

template <class Integer>
bool is_infinite(Integer value) {
  return value == std::numeric_limits<Integer>::max() || value <= -std::numeric_limits<Integer>::max();
}

char* write_instant(char* out, std::int64_t microseconds, bool with_zone) {
  if (is_infinite(microseconds)) return write_infinity(out, microseconds);
  auto days = microseconds / kMicrosecondsPerDay;
  auto rest = microseconds % kMicrosecondsPerDay;
  if (rest < 0) {
    rest += kMicrosecondsPerDay;
    --days;
  }
  bool before_christ = false;
  unsigned fraction = 0;
  out = write_day(out, days, before_christ);
  *out++ = ' ';
  out = write_clock(out, rest, fraction);
  if (fraction == 0 && !with_zone) {
    out = write_text(out, ".0");
  } else {
    out = write_fraction(out, fraction);
  }
  if (with_zone) out = write_text(out, "+00");
  return before_christ ? write_text(out, " BC") : out;
}

}  // namespace

char* write_date(char* out, std::int32_t days) {
  if (is_infinite(days)) return write_infinity(out, days);
  bool before_christ = false;
  out = write_day(out, days, before_christ);
  return before_christ ? write_text(out, " BC") : out;
}

char* write_time(char* out, std::int64_t microseconds) {
  unsigned fraction = 0;
  out = write_clock(out, microseconds, fraction);
  return write_fraction(out, fraction);
}

char* write_timestamp(char* out, std::int64_t microseconds) { return write_instant(out, microseconds, false); }

char* write_timestamptz(char* out, std::int64_t microseconds) { return write_instant(out, microseconds, true); }

}  // namespace slipher::statements
