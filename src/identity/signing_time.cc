#include "identity/signing_time.h"

#include <array>
#include <cstdio>

namespace slipher::identity {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

struct Fields {
  std::optional<int> year, month, day, hour, minute, second;
};

std::optional<Timestamp> instant(const Fields& f) {
  if (!f.year || !f.month || !f.day || !f.hour || !f.minute || !f.second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*f.year),
                                         std::chrono::month(static_cast<unsigned>(*f.month)),
                                         std::chrono::day(static_cast<unsigned>(*f.day))};
  if (!date.ok() || *f.hour > 23 || *f.minute > 59 || *f.second > 60) return std::nullopt;
  return Timestamp(std::chrono::sys_days(date)) + hours(*f.hour) + minutes(*f.minute) + seconds(*f.second);
}

}  // namespace

std::string to_basic_time(Timestamp time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const auto second = std::chrono::duration_cast<seconds>(time - day).count();
  std::array<char, 64> text;
  const int size =
      std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(second / 3600), static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  return std::string(text.data(), static_cast<std::size_t>(size));
}

std::optional<Timestamp> parse_basic_time(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  return instant({digits(text.substr(0, 4)), digits(text.substr(4, 2)), digits(text.substr(6, 2)),
                  digits(text.substr(9, 2)), digits(text.substr(11, 2)), digits(text.substr(13, 2))});
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
  static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || text[3] != ',' || text[16] != ' ' || text[19] != ':' || text[22] != ':' ||
      text.substr(25) != " GMT") {
    return std::nullopt;
  }
  const std::size_t month = kMonths.find(text.substr(8, 3));
  if (month == std::string_view::npos || month % 3 != 0) return std::nullopt;
  return instant({digits(text.substr(12, 4)), static_cast<int>(month / 3 + 1), digits(text.substr(5, 2)),
                  digits(text.substr(17, 2)), digits(text.substr(20, 2)), digits(text.substr(23, 2))});
}

}  // namespace slipher::identity
