#include "engine/duckdb/functions/number_format.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

namespace slipher::engine::functions {
namespace {

enum class Code {
  kNine,
  kZero,
  kPoint,
  kGroup,
  kSign,
  kMinus,
  kPlus,
  kPlusMinus,
  kBrackets,
  kCurrency,
  kOrdinal,
  kText
};

struct Token {
  Code code;
  std::string text;
};

struct Format {
  std::vector<Token> tokens;
  int before = 0, after = 0;  // digits
  int shift = 0;              // digits behind V: the number is multiplied by as many tens
  bool fill = true;           // without FM
  bool roman = false, small_roman = false;
  bool exponent = false;
  bool has(Code code) const {
    return std::any_of(tokens.begin(), tokens.end(), [code](const Token& token) { return token.code == code; });
  }
};

Format parse_format(std::string_view format) {
  Format result;
  bool behind_point = false;
  bool behind_shift = false;
  for (std::size_t at = 0; at < format.size();) {
    auto is = [&](std::string_view word) {
      if (format.size() - at < word.size()) return false;
      for (std::size_t i = 0; i < word.size(); i++) {
        if (std::toupper(static_cast<unsigned char>(format[at + i])) != word[i]) return false;
      }
      at += word.size();
      return true;
    };
    auto add = [&](Code code, std::string text = {}) { result.tokens.push_back({code, std::move(text)}); };
    if (is("FM"))
      result.fill = false;
    else if (is("MI"))
      add(Code::kMinus);
    else if (is("PL"))
      add(Code::kPlus);
    else if (is("SG"))
      add(Code::kPlusMinus);
    else if (is("PR"))
      add(Code::kBrackets);
    else if (is("RN")) {
      result.roman = true;
      result.small_roman = format[at - 2] == 'r';
    } else if (is("EEEE"))
      result.exponent = true;
    else if (is("TH"))
      add(Code::kOrdinal, format[at - 1] == 'H' ? "TH" : "th");
    else if (is("V"))
      behind_shift = true;
    else if (is("9") || is("0")) {
      add(format[at - 1] == '9' ? Code::kNine : Code::kZero);
      (behind_point ? result.after : result.before)++;
      result.shift += behind_shift;
    } else if (is("D") || is(".")) {
      add(Code::kPoint);
      behind_point = true;
    } else if (is("G") || is(","))
      add(Code::kGroup);
    else if (is("S"))
      add(Code::kSign);
    else if (is("L") || is("$"))
      add(Code::kCurrency);
    else if (is("\"")) {
      const auto end = std::min(format.find('"', at), format.size());
      add(Code::kText, std::string(format.substr(at, end - at)));
      at = end + 1;
    } else
      add(Code::kText, std::string(1, format[at++]));
  }
  return result;
}

/// The last format is kept, for it hardly ever changes from row to row.
const Format& format_of(std::string_view text) {
  thread_local std::string last;
  thread_local Format format;
  if (text != last || text.empty()) {
    format = parse_format(text);
    last = text;
  }
  return format;
}

/// Digits of |number|, rounded half away from zero to `after` places: whole and fraction.
struct Digits {
  std::string whole, fraction;
};

Digits rounded(std::string_view number, std::size_t after) {
  const auto point = number.find('.');
  std::string whole(number.substr(0, point));
  std::string fraction(point == std::string_view::npos ? "" : number.substr(point + 1));
  const bool up = fraction.size() > after && fraction[after] >= '5';
  fraction.resize(after, '0');
  std::string all = whole + fraction;
  if (up) {
    std::size_t i = all.size();
    while (i > 0 && all[i - 1] == '9') all[--i] = '0';
    if (i > 0)
      all[i - 1]++;
    else
      all.insert(all.begin(), '1');
  }
  Digits result{all.substr(0, all.size() - after), all.substr(all.size() - after)};
  result.whole.erase(0, std::min(result.whole.find_first_not_of('0'), result.whole.size()));
  return result;
}

/// The number times 10^places.
std::string shifted(std::string_view number, int places) {
  const auto point = number.find('.');
  std::string whole(number.substr(0, point));
  std::string fraction(point == std::string_view::npos ? "" : number.substr(point + 1));
  if (fraction.size() < static_cast<std::size_t>(places)) fraction.resize(static_cast<std::size_t>(places), '0');
  return whole + fraction.substr(0, static_cast<std::size_t>(places)) + "." +
         fraction.substr(static_cast<std::size_t>(places));
}

/// RN: 1 to 3999, to the right of 15 characters.
std::string roman_number(std::string_view number, bool fill, bool small) {
  constexpr std::pair<int, std::string_view> kNumerals[] = {
      {1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"},
      {40, "XL"},  {10, "X"},   {9, "IX"},  {5, "V"},    {4, "IV"},  {1, "I"}};
  constexpr std::size_t kWidth = 15;
  const auto digits = rounded(number, 0).whole;
  int rest = digits.empty() || digits.size() > 4 || number.starts_with('-') ? 0 : std::stoi(digits);
  if (rest < 1 || rest > 3999) return std::string(kWidth, '#');
  std::string result;
  for (const auto& [value, numeral] : kNumerals) {
    for (; rest >= value; rest -= value) result += numeral;
  }
  if (small)
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return std::tolower(c); });
  return fill && result.size() < kWidth ? std::string(kWidth - result.size(), ' ') + result : result;
}

/// EEEE: as C writes it, with a blank where a sign might be.
std::string with_exponent(std::string_view number, const Format& format) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*e", std::min(format.after, 30),
                std::strtod(std::string(number).c_str(), nullptr));
  return (buffer[0] == '-' || !format.fill ? "" : " ") + std::string(buffer);
}

/// "st", "nd", "rd" or "th" behind a whole number.
std::string ordinal(std::string_view whole, bool capitals) {
  const bool teens = whole.size() > 1 && whole[whole.size() - 2] == '1';
  const char last = whole.empty() ? '0' : whole.back();
  std::string suffix = teens ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
  if (capitals)
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](unsigned char c) { return std::toupper(c); });
  return suffix;
}

}  // namespace

std::string format_number(std::string_view number, std::string_view text) {
  const auto& format = format_of(text);
  if (format.roman) return roman_number(number, format.fill, format.small_roman);
  if (format.exponent) return with_exponent(number, format);
  std::string moved;
  if (format.shift > 0) number = moved = shifted(number, format.shift);
  const bool negative = number.starts_with('-');
  if (negative) number.remove_prefix(1);
  auto digits = rounded(number, static_cast<std::size_t>(format.after));
  const bool overflow = digits.whole.size() > static_cast<std::size_t>(format.before);
  if (overflow)
    digits = {std::string(static_cast<std::size_t>(format.before), '#'),
              std::string(static_cast<std::size_t>(format.after), '#')};
  const bool own_sign = format.has(Code::kSign) || format.has(Code::kMinus) || format.has(Code::kPlusMinus) ||
                        format.has(Code::kBrackets);
  const bool leading_sign =
      !own_sign || format.has(Code::kBrackets) || (!format.tokens.empty() && format.tokens.front().code == Code::kSign);
  std::string sign;
  if (format.has(Code::kBrackets))
    sign = negative ? "<" : format.fill ? " " : "";
  else if (format.has(Code::kSign))
    sign = negative ? "-" : "+";
  else
    sign = negative ? "-" : format.fill ? " " : "";

  std::string result;
  bool started = false;  // a digit was written
  std::size_t sign_place = 0;
  int place = 0;  // of the integer digits, from the left
  std::size_t fraction = 0;
  const int blanks = format.before - static_cast<int>(digits.whole.size());
  bool behind_point = false;
  auto start = [&] {
    if (!started) sign_place = result.size();
    started = true;
  };
  for (const auto& token : format.tokens) {
    switch (token.code) {
      case Code::kNine:
      case Code::kZero:
        if (behind_point) {
          result += digits.fraction[fraction++];
        } else {
          const bool last = place + 1 == format.before && format.after == 0;
          if (place >= blanks) {
            start();
            result += digits.whole[static_cast<std::size_t>(place - blanks)];
          } else if (token.code == Code::kZero || started || last) {
            start();
            result += '0';
          } else if (format.fill) {
            result += ' ';
          }
          place++;
        }
        break;
      case Code::kPoint:
        start();
        behind_point = true;
        result += '.';
        break;
      case Code::kGroup:
        if (started)
          result += ',';
        else if (format.fill)
          result += ' ';
        break;
      case Code::kCurrency:
        result += '$';
        break;
      case Code::kSign:
        if (!leading_sign) result += negative ? '-' : '+';
        break;
      case Code::kMinus:
        if (negative || format.fill) result += negative ? '-' : ' ';
        break;
      case Code::kPlus:
        if (!negative || format.fill) result += negative ? ' ' : '+';
        break;
      case Code::kPlusMinus:
        result += negative ? '-' : '+';
        break;
      case Code::kBrackets:
        if (negative || format.fill) result += negative ? '>' : ' ';
        break;
      case Code::kOrdinal:
        if (!negative && format.after == 0) result += ordinal(digits.whole, token.text == "TH");
        break;
      case Code::kText:
        result += token.text;
        break;
    }
  }
  if (!started) sign_place = result.size();
  if (leading_sign) result.insert(sign_place, sign);
  if (!format.fill && format.after > 0) {
    // FM takes trailing zeros off, down to the digits that a 0 asks for.
    std::size_t least = 0, index = 0;
    bool behind = false;
    for (const auto& token : format.tokens) {
      behind = behind || token.code == Code::kPoint;
      if (!behind || (token.code != Code::kNine && token.code != Code::kZero)) continue;
      index++;
      if (token.code == Code::kZero) least = index;
    }
    const auto point = result.find('.');
    auto end = point + 1 + static_cast<std::size_t>(format.after);
    while (end > point + 1 + least && result[end - 1] == '0') result.erase(--end, 1);
  }
  return result;
}

int format_scale(std::string_view format) { return format_of(format).after; }

std::optional<std::string> parse_number(std::string_view text, std::string_view format_text) {
  const auto& format = format_of(format_text);
  std::string digits;
  bool negative = false;
  bool point = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c == '.' && !point) {
      point = true;
      digits += c;
    } else if (c == '-' || c == '<') {
      negative = true;
    } else if (c != ',' && c != '+' && c != '>' && c != '$' && c != ' ') {
      return std::nullopt;
    }
  }
  if (digits.find_first_of("0123456789") == std::string::npos) return std::nullopt;
  auto value = rounded(digits, static_cast<std::size_t>(format.after));
  if (value.whole.empty()) value.whole = "0";
  return (negative ? "-" : "") + value.whole + (value.fraction.empty() ? "" : "." + value.fraction);
}

}  // namespace slipher::engine::functions
