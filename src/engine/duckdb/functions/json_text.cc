#include "engine/duckdb/functions/json_text.h"

#include <cstdio>

#include "base/utf8.h"

namespace slipher::engine::functions::json {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Checks a text and, if asked to, copies it without blanks: what stands between them in one go.
class Compactor {
 public:
  explicit Compactor(std::string_view text, bool copies = false) : text_(text), copies_(copies) {
    if (copies) result_.reserve(text.size());
  }

  bool run() {
    skip_blanks();
    if (!value(0)) return false;
    copy();
    skip_blanks();
    return at_ == text_.size();
  }
  std::string take() { return std::move(result_); }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() {
    if (at_ == text_.size() || !is_blank(text_[at_])) return;
    copy();
    while (at_ < text_.size() && is_blank(text_[at_])) at_++;
    copied_to_ = at_;
  }

  bool value(int depth) {
    switch (peek()) {
      case '{':
        return depth < kDepthMax && list(depth, '}', true);
      case '[':
        return depth < kDepthMax && list(depth, ']', false);
      case '"':
        return string();
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

  void copy() {
    if (copies_) result_ += text_.substr(copied_to_, at_ - copied_to_);
    copied_to_ = at_;
  }

  /// Steps over a character that is expected.
  bool step(char expected) {
    if (peek() != expected) return false;
    at_++;
    return true;
  }

  bool list(int depth, char end, bool keyed) {
    at_++;
    skip_blanks();
    if (step(end)) return true;
    for (;;) {
      if (keyed) {
        if (peek() != '"' || !string()) return false;
        skip_blanks();
        if (!step(':')) return false;
        skip_blanks();
      }
      if (!value(depth + 1)) return false;
      skip_blanks();
      if (step(end)) return true;
      if (!step(',')) return false;
      skip_blanks();
    }
  }

  bool string() {
    at_++;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20 || (c == '\\' && !escape())) return false;
    }
    return false;
  }

  bool escape() {
    if (step('u')) {
      for (int i = 0; i < 4; i++, at_++) {
        if (!is_hex(peek())) return false;
      }
      return true;
    }
    const char c = peek();
    if (c == '\0' || std::string_view("\"\\/bfnrt").find(c) == std::string_view::npos) return false;
    at_++;
    return true;
  }

  bool word(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  bool digits() {
    if (!is_digit(peek())) return false;
    while (is_digit(peek())) at_++;
    return true;
  }

  bool number() {
    step('-');
    if (!step('0') && !digits()) return false;
    if (step('.') && !digits()) return false;
    if (!step('e') && !step('E')) return true;
    if (!step('+')) step('-');
    return digits();
  }

  std::string_view text_;
  bool copies_;
  std::size_t at_ = 0;
  std::size_t copied_to_ = 0;
  std::string result_;
};

/// Without the blanks around it.
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// The end of the value that begins at `at`.
std::size_t end_of_value(std::string_view text, std::size_t at) {
  int depth = 0;
  bool in_string = false;
  for (; at < text.size(); at++) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\')
        at++;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      depth++;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;
      depth--;
    } else if ((c == ',' || c == ':') && depth == 0) {
      return at;
    }
  }
  return at;
}

/// The values of a container, or an object's keys and values, one after the other.
class Walk {
 public:
  explicit Walk(std::string_view container) : container_(container) {}

  std::optional<std::string_view> next() {
    skip_blanks();
    if (at_ >= container_.size() || container_[at_] == ']' || container_[at_] == '}') return std::nullopt;
    const auto begin = at_;
    at_ = end_of_value(container_, begin);
    const auto value = trimmed(container_.substr(begin, at_ - begin));
    if (at_ < container_.size() && (container_[at_] == ',' || container_[at_] == ':')) at_++;
    return value;
  }

 private:
  void skip_blanks() {
    while (at_ < container_.size() && is_blank(container_[at_])) at_++;
  }

  std::string_view container_;
  std::size_t at_ = 1;
};

std::uint32_t hex4(std::string_view text) {
  std::uint32_t value = 0;
  for (const char c : text.substr(0, 4))
    value = value * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  return value;
}

constexpr std::uint32_t kReplacement = 0xFFFD;

/// The character of a \u escape whose digits begin at `at`, which is moved behind them; surrogates are joined.
std::uint32_t unicode_escape(std::string_view text, std::size_t& at) {
  std::uint32_t code = hex4(text.substr(at));
  at += 4;
  if (code < 0xD800 || code > 0xDFFF) return code;
  if (code > 0xDBFF || !text.substr(at).starts_with("\\u")) return kReplacement;
  const auto low = hex4(text.substr(at + 2));
  if (low < 0xDC00 || low > 0xDFFF) return kReplacement;
  at += 6;
  return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

std::string unescaped(std::string_view content) {
  std::string result;
  for (std::size_t i = 0; i < content.size();) {
    const char c = content[i++];
    if (c != '\\') {
      result += c;
      continue;
    }
    switch (const char escape = content[i++]; escape) {
      case 'b':
        result += '\b';
        break;
      case 'f':
        result += '\f';
        break;
      case 'n':
        result += '\n';
        break;
      case 'r':
        result += '\r';
        break;
      case 't':
        result += '\t';
        break;
      case 'u':
        append_utf8(result, unicode_escape(content, i));
        break;
      default:
        result += escape;
    }
  }
  return result;
}

/// Whether a JSON string has this content.
bool is_string_of(std::string_view string, std::string_view content) {
  if (string.size() < 2 || string[0] != '"') return false;
  const auto inner = string.substr(1, string.size() - 2);
  if (inner.find('\\') == std::string_view::npos) return inner == content;
  return unescaped(inner) == content;
}

}  // namespace

std::optional<std::string> compact(std::string_view text) {
  Compactor compactor(text, true);
  if (!compactor.run()) return std::nullopt;
  return compactor.take();
}

std::optional<std::string_view> document(std::string_view text) {
  return Compactor(text).run() ? std::optional(trimmed(text)) : std::nullopt;
}

std::string_view type_of(std::string_view value) {
  switch (value.empty() ? 'n' : value[0]) {
    case '{':
      return "object";
    case '[':
      return "array";
    case '"':
      return "string";
    case 't':
    case 'f':
      return "boolean";
    case 'n':
      return "null";
    default:
      return "number";
  }
}

std::vector<std::string_view> children(std::string_view container) {
  std::vector<std::string_view> result;
  Walk walk(container);
  while (const auto each = walk.next()) result.push_back(*each);
  return result;
}

std::vector<std::string_view> elements(std::string_view value) {
  return type_of(value) == "array" ? children(value) : std::vector<std::string_view>();
}

std::string array_text(const std::vector<std::string_view>& values) {
  std::string result = "[";
  for (std::size_t i = 0; i < values.size(); i++) {
    if (i > 0) result += ',';
    result += values[i];
  }
  return result += ']';
}

std::optional<std::string_view> member(std::string_view object, std::string_view key) {
  if (!object.starts_with('{')) return std::nullopt;
  Walk walk(object);
  while (const auto name = walk.next()) {
    const auto value = walk.next();
    if (is_string_of(*name, key)) return value;
  }
  return std::nullopt;
}

std::string plain_text(std::string_view value) {
  if (type_of(value) != "string" || value.size() < 2) return std::string(value);
  return unescaped(value.substr(1, value.size() - 2));
}

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          char buffer[8];
          std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
          result += buffer;
        } else {
          result += c;
        }
    }
  }
  return result + "\"";
}

}  // namespace slipher::engine::functions::json
