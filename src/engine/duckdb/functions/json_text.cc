#include "engine/duckdb/functions/json_text.h"

#include <algorithm>

#include "engine/duckdb/load/json_cursor.h"

namespace slipher::engine::functions::json {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Checks a text and, if asked to, copies it in its stored form: what stands between blanks and escapes in one go.
class Compactor {
 public:
  Compactor(std::string_view text, Excess* excess, bool copies = false)
      : text_(text), excess_(excess), copies_(copies) {
    if (copies) result_.reserve(text.size());
    if (excess_) names_.reserve(kFewNames);
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
    const auto first_name = names_.size();
    at_++;
    skip_blanks();
    if (step(end)) return true;
    for (;;) {
      if (keyed) {
        const auto begin = at_;
        if (peek() != '"' || !string()) return false;
        if (excess_) names_.push_back(text_.substr(begin, at_ - begin));
        skip_blanks();
        if (!step(':')) return false;
        skip_blanks();
      }
      if (!value(depth + 1)) return false;
      skip_blanks();
      if (step(end)) {
        if (excess_) leave_names(first_name);
        return true;
      }
      if (!step(',')) return false;
      skip_blanks();
    }
  }

  /// At the end of the object whose names begin there. Nearly all have few.
  void leave_names(std::size_t first) {
    const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(first);
    const bool few = names_.size() - first <= kFewNames;
    if (!few) std::sort(begin, names_.end());
    for (auto name = begin; name != names_.end() && !excess_->repeated_name; ++name)
      excess_->repeated_name = few ? std::find(begin, name, *name) != name : name != begin && *name == *(name - 1);
    names_.resize(first);
  }

  bool string() {
    const auto begin = at_++;
    bool has_escapes = false;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') {
        if (excess_ && at_ - begin > kStringMaxBytes + 2)
          excess_->long_string =
              excess_->long_string || plain_text(text_.substr(begin, at_ - begin)).size() > kStringMaxBytes;
        if (has_escapes) copy_unescaped(begin);
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20 || (c == '\\' && !escape())) return false;
      has_escapes = has_escapes || c == '\\';
    }
    return false;
  }

  /// The string that ends here, with the escapes only that it needs.
  void copy_unescaped(std::size_t begin) {
    if (!copies_) return;
    result_ += text_.substr(copied_to_, begin - copied_to_);
    append_json_string(json_unescape(text_.substr(begin, at_ - begin)), result_);
    copied_to_ = at_;
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

  static constexpr std::size_t kFewNames = 16;

  std::string_view text_;
  Excess* excess_;
  /// Of the objects around the place, one behind the other.
  std::vector<std::string_view> names_;
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

/// Whether a JSON string has this content.
bool is_string_of(std::string_view string, std::string_view content) {
  if (string.size() < 2 || string[0] != '"') return false;
  if (json_has_escapes(string)) return json_unescape(string) == content;
  return string.substr(1, string.size() - 2) == content;
}

}  // namespace

std::optional<std::string> compact(std::string_view text, Excess* excess) {
  Compactor compactor(text, excess, true);
  if (!compactor.run()) return std::nullopt;
  return compactor.take();
}

std::optional<std::string_view> document(std::string_view text, Excess* excess) {
  return Compactor(text, excess).run() ? std::optional(trimmed(text)) : std::nullopt;
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
  return json_has_escapes(value) ? json_unescape(value) : std::string(value.substr(1, value.size() - 2));
}

std::string quoted(std::string_view text) {
  std::string result;
  append_json_string(text, result);
  return result;
}

}  // namespace slipher::engine::functions::json
