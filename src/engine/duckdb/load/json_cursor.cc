#include "engine/duckdb/load/json_cursor.h"

#include <cstring>

#include "base/utf8.h"
#include "engine/duckdb/load/utf8.h"

namespace slipher::engine {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The value of the four digits behind \u.
char32_t code_unit(const char* digits) {
  char32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value * 16 + static_cast<char32_t>(hex_digit(digits[i]));
  return value;
}

}  // namespace

void JsonCursor::skip_blanks() {
  while (at_ != end_ && is_blank(*at_)) ++at_;
}

bool JsonCursor::at_end() {
  skip_blanks();
  return at_ == end_;
}

char JsonCursor::peek() {
  skip_blanks();
  return at_ == end_ ? '\0' : *at_;
}

bool JsonCursor::accept(char c) {
  if (peek() != c || at_ == end_) return false;
  ++at_;
  return true;
}

std::string_view JsonCursor::value() {
  skip_blanks();
  const char* const first = at_;
  if (!value_at(0)) return {};
  return {first, static_cast<std::size_t>(at_ - first)};
}

bool JsonCursor::value_at(int depth) {
  if (depth > kMaxDepth) return fail();
  switch (peek()) {
    case '{':
      return members('}', true, depth);
    case '[':
      return members(']', false, depth);
    case '"':
      return !string().empty();
    case 't':
      return literal("true");
    case 'f':
      return literal("false");
    case 'n':
      return literal("null");
    default:
      return number();
  }
}

bool JsonCursor::members(char close, bool named, int depth) {
  ++at_;
  if (accept(close)) return true;
  do {
    if (named && (string().empty() || !accept(':'))) return fail();
    if (!value_at(depth + 1)) return false;
  } while (accept(','));
  return accept(close) || fail();
}

bool JsonCursor::literal(std::string_view word) {
  if (static_cast<std::size_t>(end_ - at_) < word.size() || std::memcmp(at_, word.data(), word.size()) != 0)
    return fail();
  at_ += word.size();
  return true;
}

bool JsonCursor::number() {
  const auto digits = [&] {
    const char* const first = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return at_ != first;
  };
  if (at_ != end_ && *at_ == '-') ++at_;
  if (at_ != end_ && *at_ == '0') {
    ++at_;
  } else if (!digits()) {
    return fail();
  }
  if (at_ != end_ && *at_ == '.') {
    ++at_;
    if (!digits()) return fail();
  }
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!digits()) return fail();
  }
  return true;
}

std::string_view JsonCursor::string() {
  if (peek() != '"') return fail(), std::string_view();
  const char* const first = at_++;
  while (at_ != end_) {
    const char c = *at_;
    if (c == '"') {
      ++at_;
      return {first, static_cast<std::size_t>(at_ - first)};
    }
    if (static_cast<unsigned char>(c) < 0x20) break;
    ++at_;
    if (c != '\\') continue;
    if (at_ == end_) break;
    const char escape = *at_++;
    if (escape == 'u') {
      if (end_ - at_ < 4) break;
      for (int i = 0; i < 4; ++i)
        if (hex_digit(*at_++) < 0) return fail(), std::string_view();
    } else if (!std::strchr("\"\\/bfnrt", escape) || escape == '\0') {
      break;
    }
  }
  fail();
  return {};
}

bool json_has_escapes(std::string_view text) { return text.find('\\') != std::string_view::npos; }

std::string json_unescape(std::string_view quoted) {
  std::string out;
  out.reserve(quoted.size());
  const char* at = quoted.data() + 1;
  const char* const end = quoted.data() + quoted.size() - 1;
  while (at < end) {
    const char c = *at++;
    if (c != '\\') {
      out += c;
      continue;
    }
    const char escape = *at++;
    switch (escape) {
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u': {
        char32_t code = code_unit(at);
        at += 4;
        const bool high = code >= 0xD800 && code <= 0xDBFF;
        if (high && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
          const char32_t low = code_unit(at + 2);
          if (low >= 0xDC00 && low <= 0xDFFF) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            at += 6;
          }
        }
        append_utf8(out, code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code);
        break;
      }
      default:
        out += escape;
    }
  }
  return out;
}

void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kHex[static_cast<unsigned char>(c) >> 4];
          out += kHex[c & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

bool json_has_blanks(std::string_view text) {
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (inside && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      inside = !inside;
    } else if (!inside && is_blank(text[i])) {
      return true;
    }
  }
  return false;
}

std::string json_compact(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '"') {
      if (!is_blank(text[i])) out += text[i];
      continue;
    }
    const auto begin = i++;
    while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
    const auto string = text.substr(begin, i + 1 - begin);
    if (json_has_escapes(string)) {
      append_json_string(json_unescape(string), out);
    } else {
      out += string;
    }
  }
  return out;
}

}  // namespace slipher::engine
