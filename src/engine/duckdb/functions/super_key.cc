#include "engine/duckdb/functions/super_key.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "engine/duckdb/functions/json_text.h"

namespace slipher::engine::functions {
namespace {

/// Ends a value inside of an array or object, below whatever could go on with it.
constexpr char kEnd = '\x01';
/// Ends the digits of a negative number, above them: -1.5 is more than -1.55.
constexpr char kAboveDigits = '~';
constexpr int kExponentOffset = 50'000;

/// A number as 0.digits * 10^exponent, without zeros at either end of the digits.
struct Decimal {
  std::string digits;
  int exponent = 0;
  bool negative = false;
};

Decimal decimal_of(std::string_view text) {
  Decimal number;
  if (text.starts_with('-')) {
    number.negative = true;
    text.remove_prefix(1);
  }
  const auto mark = text.find_first_of("eE");
  if (mark != std::string_view::npos) {
    auto exponent = text.substr(mark + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), number.exponent);
    text = text.substr(0, mark);
  }
  const auto point = std::min(text.find('.'), text.size());
  number.digits = std::string(text.substr(0, point));
  number.exponent += static_cast<int>(point);
  if (point < text.size()) number.digits += text.substr(point + 1);
  const auto first = number.digits.find_first_not_of('0');
  if (first == std::string::npos) return {};
  number.digits.erase(0, first);
  number.exponent -= static_cast<int>(first);
  number.digits.erase(number.digits.find_last_not_of('0') + 1);
  return number;
}

std::string number_key(std::string_view text) {
  const auto number = decimal_of(text);
  if (number.digits.empty()) return "1";
  const int exponent = std::clamp(number.exponent + kExponentOffset, 0, 2 * kExponentOffset - 1);
  auto key = std::to_string(exponent + 100'000) + number.digits;
  if (!number.negative) return "2" + key;
  for (auto& digit : key) digit = static_cast<char>('9' - (digit - '0'));
  return "0" + key + kAboveDigits;
}

void append_key(std::string& key, std::string_view json) {
  const auto type = json::type_of(json);
  if (type == "null") {
    key += '0';
  } else if (type == "boolean") {
    key += json == "true" ? "1t" : "1f";
  } else if (type == "number") {
    key += '2' + number_key(json);
  } else if (type == "string") {
    key += '3' + json::plain_text(json);
  } else if (type == "array") {
    key += '4';
    for (const auto& element : json::children(json)) {
      append_key(key, element);
      key += kEnd;
    }
  } else {
    // Attributes have no order.
    const auto parts = json::children(json);
    std::vector<std::string> attributes;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      std::string attribute = json::plain_text(parts[i]) + kEnd;
      append_key(attribute, parts[i + 1]);
      attributes.push_back(std::move(attribute));
    }
    std::sort(attributes.begin(), attributes.end());
    key += '5';
    for (const auto& attribute : attributes) key += attribute + kEnd;
  }
}

}  // namespace

std::optional<std::string> super_key(std::string_view json) {
  if (json::type_of(json) == "null") return std::nullopt;
  std::string key;
  append_key(key, json);
  return key;
}

}  // namespace slipher::engine::functions
