#include "engine/duckdb/text_form.h"

#include <cstdlib>

namespace slipher::engine {
namespace {

void append_two_digits(std::int64_t value, std::string& out) {
  out += static_cast<char>('0' + value / 10 % 10);
  out += static_cast<char>('0' + value % 10);
}

// ".5", ".000001"; nothing for 0.
void append_fraction(std::int64_t microseconds, std::string& out) {
  if (microseconds == 0) return;
  auto digits = std::to_string(microseconds);
  digits.insert(0, 6 - digits.size(), '0');
  digits.erase(digits.find_last_not_of('0') + 1);
  out += '.';
  out += digits;
}

}  // namespace

void append_year_to_month(std::int32_t months, std::string& out) {
  out += std::to_string(months / 12) + " years " + std::to_string(months % 12) + " mons";
}

void append_day_to_second(std::int32_t months, std::int32_t days, std::int64_t microseconds, std::string& out) {
  constexpr std::int64_t kSecond = 1'000'000;
  if (months != 0) {
    append_year_to_month(months, out);
    out += ' ';
  }
  const auto seconds = microseconds / kSecond;
  out += std::to_string(days + seconds / 86'400) + " days " + std::to_string(seconds / 3'600 % 24) + " hours " +
         std::to_string(seconds / 60 % 60) + " mins ";
  const auto rest = microseconds % (60 * kSecond);
  if (rest < 0) out += '-';
  out += std::to_string(std::abs(rest) / kSecond);
  const auto fraction = std::abs(rest) % kSecond;
  if (fraction == 0) {
    out += ".0";
  } else {
    append_fraction(fraction, out);
  }
  out += " secs";
}

void append_time_with_zone(std::int64_t microseconds, std::int32_t offset_seconds, std::string& out) {
  const auto seconds = microseconds / 1'000'000;
  append_two_digits(seconds / 3'600, out);
  out += ':';
  append_two_digits(seconds / 60 % 60, out);
  out += ':';
  append_two_digits(seconds % 60, out);
  append_fraction(microseconds % 1'000'000, out);
  out += offset_seconds < 0 ? '-' : '+';
  const auto offset = std::abs(offset_seconds);
  append_two_digits(offset / 3'600, out);
  if (offset % 3'600 == 0) return;
  out += ':';
  append_two_digits(offset / 60 % 60, out);
}

void append_base64(std::string_view bytes, std::string& out) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j) out += i + j <= bytes.size() ? kAlphabet[group >> (18 - 6 * j) & 63] : '=';
  }
}

}  // namespace slipher::engine
