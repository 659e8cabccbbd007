#include "engine/duckdb/functions/number_text.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace slipher::engine::functions {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

template <class T>
NumberParse parse(std::string_view text, T& value) {
  auto digits = trimmed(text);
  if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::invalid_argument || end != digits.data() + digits.size()) return NumberParse::kInvalid;
  return error == std::errc::result_out_of_range ? NumberParse::kOutOfRange : NumberParse::kOk;
}

bool is_word(std::string_view text, std::string_view word) {
  if (text.empty() || text.size() > word.size()) return false;
  for (std::size_t i = 0; i < text.size(); i++) {
    if ((text[i] | 0x20) != word[i]) return false;
  }
  return true;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

NumberParse parse_integer(std::string_view text, std::int64_t& value) { return parse(text, value); }
NumberParse parse_integer(std::string_view text, std::int32_t& value) { return parse(text, value); }
NumberParse parse_integer(std::string_view text, std::int16_t& value) { return parse(text, value); }

bool parse_float(std::string_view text, double& value) {
  auto digits = trimmed(text);
  if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc() && end == digits.data() + digits.size();
}

std::optional<bool> parse_bool(std::string_view text) {
  const auto word = trimmed(text);
  if (word == "1" || is_word(word, "true") || is_word(word, "yes")) return true;
  if (word == "0" || is_word(word, "false") || is_word(word, "no")) return false;
  if (word.size() == 2 && is_word(word, "on")) return true;
  if (word.size() >= 2 && is_word(word, "off")) return false;
  return std::nullopt;
}

std::string float_text(double value, int digits) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits).ptr;
  return std::string(buffer, end);
}

}  // namespace slipher::engine::functions
