#include <cstdint>

#include "base/utf8.h"
#include "sql/lexer.h"

namespace slipher::sql {
namespace {

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

/// Reads up to `most` digits of this base at `at` and moves it behind them; their count in `digits`.
std::uint32_t read_code(std::string_view body, std::size_t& at, int base, int most, int& digits) {
  std::uint32_t code = 0;
  for (digits = 0; digits < most && at < body.size() && digit_of(body[at]) < base; ++digits, ++at) {
    code = code * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit_of(body[at]));
  }
  return code;
}

/// `at` is behind the backslash; appends what the escape stands for and moves `at` behind it.
void append_escape(std::string& out, std::string_view body, std::size_t& at) {
  const char c = body[at];
  const std::size_t simple = std::string_view("bfnrt").find(c);
  if (simple != std::string_view::npos) {
    out += "\b\f\n\r\t"[simple];
    ++at;
    return;
  }
  int digits = 0;
  if (c >= '0' && c <= '7') {
    out += static_cast<char>(read_code(body, at, 8, 3, digits));
    return;
  }
  if (c == 'x' || c == 'u' || c == 'U') {
    const std::size_t start = ++at;
    const int most = c == 'x' ? 2 : c == 'u' ? 4 : 8;
    const std::uint32_t code = read_code(body, at, 16, most, digits);
    if (c == 'x' && digits > 0) {
      out += static_cast<char>(code);
      return;
    }
    const bool scalar = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    if (c != 'x' && digits == most && scalar) {
      append_utf8(out, code);
      return;
    }
    at = start;  // not a code after all: the letter stands for itself
    out += c;
    return;
  }
  out += c;
  ++at;
}

}  // namespace

std::size_t find_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = text[at] == '\0' ? 0 : utf8_length_at(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

std::string string_value(const Token& token) {
  std::string_view body = token.text;
  if (token.kind == TokenKind::kDollarString) {
    const std::size_t tag = body.find('$', 1) + 1;
    body.remove_prefix(tag);
    if (!token.unterminated) body.remove_suffix(tag);
    return std::string(body);
  }
  body.remove_prefix(body.find('\'') + 1);
  if (!token.unterminated) body.remove_suffix(1);
  std::string out;
  out.reserve(body.size());
  for (std::size_t at = 0; at < body.size();) {
    if (body[at] == '\\' && at + 1 < body.size()) {
      ++at;
      append_escape(out, body, at);
    } else {
      out += body[at];
      at += body[at] == '\'' && at + 1 < body.size() ? 2 : 1;
    }
  }
  return out;
}

}  // namespace slipher::sql
