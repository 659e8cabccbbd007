#include "engine/duckdb/load/number_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace slipher::engine {
namespace {

constexpr int kMaxPrecision = 38;
/// An exponent beyond this is an overflow, or zero, whatever the digits.
constexpr int kMaxExponent = 1000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr auto kPowers = [] {
  std::array<WideInteger, kMaxPrecision + 1> powers{};
  powers[0] = 1;
  for (int i = 1; i <= kMaxPrecision; ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

/// Takes a sign off the front.
bool take_sign(std::string_view text, std::size_t& at) {
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) return text[at++] == '-';
  return false;
}

ParseResult take_exponent(std::string_view text, std::size_t& at, int& exponent) {
  ++at;
  const bool negative = take_sign(text, at);
  const std::size_t first = at;
  int value = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) value = std::min(value * 10 + (text[at] - '0'), kMaxExponent);
  if (at == first) return {LoadErrorCode::kDigit, at};
  exponent = negative ? -value : value;
  return {};
}

/// The digits of a decimal number, before its scale is applied.
struct Digits {
  WideInteger value = 0;  // at most 38 digits
  int count = 0;          // without leading zeros
  int dropped = 0;        // digits behind the 38th
  char first_dropped = '0';
  int fraction = 0;  // how many of all stood behind the point
  bool any = false;
};

void take_digits(std::string_view text, std::size_t& at, bool fraction, Digits& digits) {
  for (; at < text.size() && is_digit(text[at]); ++at) {
    digits.any = true;
    digits.fraction += fraction;
    if (digits.count == kMaxPrecision) {
      if (digits.dropped++ == 0) digits.first_dropped = text[at];
      continue;
    }
    digits.value = digits.value * 10 + (text[at] - '0');
    digits.count += digits.value != 0;
  }
}

template <class Number>
ParseResult parse_floating(std::string_view text, Number& value) {
  text = trim_blanks(text);
  const bool plus = !text.empty() && text.front() == '+';
  const char* first = text.data() + plus;
  const char* const last = text.data() + text.size();
  if (plus && first != last && *first == '-') return {LoadErrorCode::kFloat, 1};
  const auto [end, problem] = std::from_chars(first, last, value);
  if (problem == std::errc::result_out_of_range) return {LoadErrorCode::kFloat, 0};
  if (problem != std::errc() || end != last)
    return {LoadErrorCode::kFloat, static_cast<std::size_t>(end - text.data())};
  return {};
}

}  // namespace

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

ParseResult parse_integer(std::string_view text, std::int64_t least, std::int64_t most, std::int64_t& value) {
  text = trim_blanks(text);
  std::size_t at = 0;
  const bool negative = take_sign(text, at);
  const std::size_t first = at;
  std::uint64_t magnitude = 0;
  bool overflow = false;
  for (; at < text.size(); ++at) {
    const unsigned digit = static_cast<unsigned char>(text[at]) - '0';
    if (digit > 9) return {LoadErrorCode::kDigit, at};
    // 18 digits always fit; only longer numbers need the test.
    overflow |= at - first >= 18 && magnitude > (std::numeric_limits<std::uint64_t>::max() - digit) / 10;
    magnitude = magnitude * 10 + digit;
  }
  if (at == first) return {LoadErrorCode::kDigit, at};
  const std::uint64_t limit =
      negative ? std::uint64_t{0} - static_cast<std::uint64_t>(least) : static_cast<std::uint64_t>(most);
  if (overflow || magnitude > limit) return {LoadErrorCode::kOverflow, 0};
  value = static_cast<std::int64_t>(negative ? std::uint64_t{0} - magnitude : magnitude);
  return {};
}

ParseResult parse_decimal(std::string_view text, int precision, int scale, bool round, WideInteger& value) {
  text = trim_blanks(text);
  std::size_t at = 0;
  const bool negative = take_sign(text, at);
  Digits digits;
  take_digits(text, at, false, digits);
  if (at < text.size() && text[at] == '.') take_digits(text, ++at, true, digits);
  if (!digits.any) return {LoadErrorCode::kDigit, at};
  int exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E'))
    if (const auto result = take_exponent(text, at, exponent); result.code != LoadErrorCode::kNone) return result;
  if (at != text.size()) return {LoadErrorCode::kDigit, at};

  // The digits kept stand for value * 10^(dropped - fraction + exponent); the result has 10^-scale.
  const int shift = digits.dropped - digits.fraction + exponent + scale;
  WideInteger result = digits.value;
  if (shift >= 0) {
    if (result != 0 && digits.count + shift > kMaxPrecision) return {LoadErrorCode::kDecimal, 0};
    if (result != 0) result *= kPowers[shift];
    if (round && shift == 0 && digits.first_dropped >= '5') ++result;
  } else if (-shift > kMaxPrecision) {
    result = 0;
  } else {
    const WideInteger power = kPowers[-shift];
    const WideInteger rest = result % power;
    result /= power;
    if (round && rest >= power - rest) ++result;
  }
  if (result >= kPowers[precision]) return {LoadErrorCode::kDecimal, 0};
  value = negative ? -result : result;
  return {};
}

ParseResult parse_double(std::string_view text, double& value) { return parse_floating(text, value); }
ParseResult parse_float(std::string_view text, float& value) { return parse_floating(text, value); }

ParseResult parse_boolean(std::string_view text, bool& value) {
  text = trim_blanks(text);
  char lower[6];
  if (text.size() > 5 || text.empty()) return {LoadErrorCode::kBoolean, 0};
  for (std::size_t i = 0; i < text.size(); ++i)
    lower[i] = static_cast<char>(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
  const std::string_view word(lower, text.size());
  for (const std::string_view yes : {"t", "true", "1", "y", "yes"})
    if (word == yes) return value = true, ParseResult{};
  for (const std::string_view no : {"f", "false", "0", "n", "no"})
    if (word == no) return value = false, ParseResult{};
  return {LoadErrorCode::kBoolean, 0};
}

}  // namespace slipher::engine
