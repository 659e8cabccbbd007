#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <string>

#include "sql/date_parts.h"
#include "sql/keywords.h"
#include "sql/token_reader.h"

namespace slipher::sql {
namespace {

/// 1.5e3 -> "1500.": a number with an exponent is as exact as one without, for as long as a NUMERIC holds it.
std::string without_exponent(std::string_view text) {
  constexpr int kMostDigits = 38;
  constexpr int kMostScale = 37;
  const auto mark = text.find_first_of("eE");
  if (mark == text.npos) return std::string(text);
  int exponent = 0;
  const auto* const end = text.data() + text.size();
  const auto* const begin = text.data() + mark + 1 + (text[mark + 1] == '+' ? 1 : 0);
  const auto [rest, problem] = std::from_chars(begin, end, exponent);
  if (problem != std::errc() || rest != end || std::abs(exponent) > kMostDigits) return std::string(text);
  const auto mantissa = text.substr(0, mark);
  const auto point = std::min(mantissa.find('.'), mantissa.size());
  std::string digits(mantissa.substr(0, point));
  if (point < mantissa.size()) digits += mantissa.substr(point + 1);
  // How many of the digits stand before the point.
  auto whole = static_cast<int>(point) + exponent;
  if (whole < 0) digits.insert(0, static_cast<std::size_t>(-whole), '0');
  whole = std::max(whole, 0);
  for (; whole > 1 && digits.starts_with('0'); --whole) digits.erase(0, 1);
  if (whole > static_cast<int>(digits.size())) digits.append(static_cast<std::size_t>(whole) - digits.size(), '0');
  const auto scale = static_cast<int>(digits.size()) - whole;
  if (static_cast<int>(digits.size()) > kMostDigits || scale > kMostScale) return std::string(text);
  digits.insert(static_cast<std::size_t>(whole), ".");
  return whole == 0 ? "0" + digits : digits;
}

/// Whether a number is a whole one above BIGINT.
bool is_above_bigint(std::string_view text) {
  constexpr std::string_view kMost = "9223372036854775807";
  if (text.find_first_not_of("0123456789") != text.npos) return false;
  text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
  return text.size() > kMost.size() || (text.size() == kMost.size() && text > kMost);
}

}  // namespace

/// A string's value, with those that continue it on further lines.
std::string TokenReader::literal_value() {
  Token token = cursor_.take();
  std::string value = string_value(token);
  while (cursor_.peek().kind == TokenKind::kString && token.kind == TokenKind::kString) {
    const std::string_view gap = text_.substr(token.end(), cursor_.peek().offset - token.end());
    if (gap.find('\n') == gap.npos) break;
    token = cursor_.take();
    value += string_value(token);
  }
  const std::size_t bad = find_invalid_utf8(value);  // \xff and \0 can make bytes that no text has
  if (bad != value.npos) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(value[bad]);
    const std::string code = {'0', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
    cursor_.fail(sql_error("invalid byte sequence for encoding \"UTF8\": " + code, text_, token.offset));
  }
  return value;
}

void TokenReader::string() {
  const std::size_t offset = cursor_.peek().offset;
  put(TokenKind::kString, quoted_literal(literal_value()), offset);
}

void TokenReader::number() {
  constexpr std::size_t kMostDigits = 38;
  const Token token = cursor_.take();
  auto number = without_exponent(token.text);
  if (is_above_bigint(number)) {
    if (number.size() - number.find_first_not_of('0') > kMostDigits)
      cursor_.fail(sql_error("Numeric data overflow", text_, token.offset));
    // It is a NUMERIC, which the engine sees by the point.
    number += '.';
  }
  put(TokenKind::kNumber, std::move(number), token.offset);
}

/// DATE '2008-01-01' and the like: a cast of the string.
bool TokenReader::typed_literal(const std::string& word) {
  const std::size_t mark = cursor_.mark();
  const std::size_t offset = cursor_.peek().offset;
  const bool looks_so = cursor_.peek(1).kind == TokenKind::kString || word.starts_with("time");
  if (!looks_so) return false;
  cursor_.take();
  bool with_zone = word.ends_with("tz");
  if (cursor_.at("(") && cursor_.peek(1).kind == TokenKind::kNumber && cursor_.at(")", 2)) {
    for (int i = 0; i < 3; ++i) cursor_.take();
  }
  with_zone = cursor_.accept("with", "time", "zone") || with_zone;
  cursor_.accept("without", "time", "zone");
  if (cursor_.peek().kind != TokenKind::kString) {
    cursor_.reset(mark);
    return false;
  }
  const std::string base = word.ends_with("tz") ? word.substr(0, word.size() - 2) : word;
  put(TokenKind::kWord, "cast", offset);
  const Id open = put(TokenKind::kPunctuation, "(", offset);
  string();
  put(TokenKind::kWord, "as", offset);
  put(TokenKind::kType, base + (with_zone ? "tz" : ""), offset);
  list_.set_partners(open, put(TokenKind::kPunctuation, ")", offset));
  return true;
}

/// INTERVAL '...' [unit [TO unit]].
bool TokenReader::interval() {
  if (cursor_.peek(1).kind != TokenKind::kString) return false;
  const std::size_t offset = cursor_.take().offset;
  const Token literal = cursor_.peek();
  const std::string value = literal_value();
  std::string unit;
  int places = 6;
  const auto accept_unit = [&] {
    static constexpr std::array<std::string_view, 6> kUnits = {"year", "month", "day", "hour", "minute", "second"};
    std::string word = lower(cursor_.peek().text);
    if (!word.empty() && word.back() == 's') word.pop_back();
    if (cursor_.peek().kind != TokenKind::kWord || std::find(kUnits.begin(), kUnits.end(), word) == kUnits.end())
      return false;
    cursor_.take();
    if (cursor_.at("(") && cursor_.peek(1).kind == TokenKind::kNumber && cursor_.peek(1).text.size() == 1)
      places = std::min(cursor_.peek(1).text[0] - '0', 6);
    if (cursor_.at("(")) cursor_.parenthesized();
    unit += word;
    return true;
  };
  if (accept_unit() && cursor_.accept("to")) {
    unit += " to ";
    if (!accept_unit()) cursor_.fail();
  }
  const auto text = canonical_interval(value, unit, places);
  if (!text) {
    cursor_.fail(sql_error("invalid input syntax for type interval: \"" + value + "\"", text_, literal.offset));
    return true;
  }
  const std::string whole = "interval " + quoted_literal(*text);
  put(TokenKind::kString, is_of_months(unit) ? "cast(" + whole + " as rs_interval_y2m)" : whole, offset);
  return true;
}

}  // namespace slipher::sql
