#include "sql/file_options.h"

#include <charconv>

namespace slipher::sql {
namespace {

/// The text between the quotes with '' as one quote and backslashes as they are.
std::string raw_string(TokenCursor& cursor) {
  const Token token = cursor.peek();
  if (token.kind != TokenKind::kString || token.text.front() != '\'') return cursor.string_literal();
  cursor.take();
  const auto body = token.text.substr(1, token.text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    out += body[i];
    if (body[i] == '\'' && i + 1 < body.size() && body[i + 1] == '\'') ++i;
  }
  return out;
}

bool is_octal(std::string_view digits) {
  return digits.size() == 3 && digits.front() <= '3' && digits.find_first_not_of("01234567") == std::string_view::npos;
}

char octal(std::string_view digits) {
  return static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + (digits[2] - '0'));
}

std::string delimiter_text(TokenCursor& cursor) {
  cursor.accept("as");
  const std::string value = cursor.string_literal();
  std::string out;
  for (std::string_view left = value; !left.empty();) {
    if (left.starts_with("\\t")) {
      out += '\t';
      left.remove_prefix(2);
    } else if (left.front() == '\\' && is_octal(left.substr(1, 3))) {
      out += octal(left.substr(1));
      left.remove_prefix(4);
    } else {
      out += left.front();
      left.remove_prefix(1);
    }
  }
  return out;
}

/// Or a zero byte, which is none of the text either.
bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\n\r\0", 3)) != std::string_view::npos;
}

}  // namespace

std::string null_string_option(TokenCursor& cursor) {
  cursor.accept("as");
  const std::string raw = raw_string(cursor);
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      out += raw[i];
    } else if (is_octal(std::string_view(raw).substr(i + 1, 3))) {
      out += octal(std::string_view(raw).substr(i + 1));
      i += 3;
    } else if (raw[i + 1] == '0') {
      out += '\0';
      ++i;
    } else if (raw[i + 1] == '\\' || raw[i + 1] == '\'') {
      out += raw[++i];
    } else if (raw[i + 1] == 't') {
      out += '\t';
      ++i;
    } else {
      out += raw[i];  // \N is \N
    }
  }
  return out;
}

char delimiter_option(TokenCursor& cursor) {
  const std::string value = delimiter_text(cursor);
  if (cursor.failed()) return '|';
  if (value.size() == 1 && static_cast<unsigned char>(value[0]) < 0x80 && !has_line_break(value)) return value[0];
  cursor.fail("DELIMITER must be a single ASCII character other than a line break");
  return '|';
}

std::string delimiters_option(TokenCursor& cursor) {
  std::string value = delimiter_text(cursor);
  if (!cursor.failed() && (value.empty() || value.size() > kMaxDelimiterBytes || has_line_break(value)))
    cursor.fail("DELIMITER must be 1 to " + std::to_string(kMaxDelimiterBytes) + " bytes without a line break");
  return value;
}

char character_option(TokenCursor& cursor, std::string_view option) {
  cursor.accept("as");
  const std::string value = cursor.string_literal();
  if (cursor.failed()) return '\0';
  if (value.size() != 1 || static_cast<unsigned char>(value[0]) >= 0x80 || value[0] == '\0') {
    cursor.fail(std::string(option) + " must be a single ASCII character");
    return '\0';
  }
  return value[0];
}

std::vector<FixedWidthColumn> fixed_width_option(TokenCursor& cursor) {
  cursor.accept("as");
  const std::string value = cursor.string_literal();
  std::vector<FixedWidthColumn> columns;
  std::string_view left = value;
  while (!cursor.failed()) {
    const auto comma = left.find(',');
    auto item = left.substr(0, comma);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    const auto colon = item.find(':');
    const auto digits = colon == std::string_view::npos ? std::string_view() : item.substr(colon + 1);
    int width = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), width);
    if (problem != std::errc() || end != digits.data() + digits.size() || width < 1 || width > kMaxFixedWidth) {
      cursor.fail("FIXEDWIDTH must be a list of label:width, such as '0:5,1:20'");
      break;
    }
    columns.push_back({std::string(item.substr(0, colon)), width});
    if (columns.size() > kMaxFixedWidthColumns) cursor.fail("FIXEDWIDTH has too many columns");
    if (comma == std::string_view::npos) break;
    left.remove_prefix(comma + 1);
  }
  return columns;
}

bool authorization_option(TokenCursor& cursor) {
  if (cursor.accept("iam_role")) {
    cursor.accept("as");
    if (!cursor.accept("default")) cursor.string_literal();
    return true;
  }
  if (cursor.accept("with", "credentials") || cursor.accept("credentials") || cursor.accept("access_key_id") ||
      cursor.accept("secret_access_key") || cursor.accept("session_token") || cursor.accept("token")) {
    cursor.accept("as");
    cursor.string_literal();
    return true;
  }
  return false;
}

bool switch_option(TokenCursor& cursor) {
  if (cursor.accept("off") || cursor.accept("false")) return false;
  if (!cursor.accept("on")) cursor.accept("true");
  return true;
}

void UsedOptions::use(TokenCursor& cursor, std::string_view option) {
  if (uses(option)) cursor.fail("conflicting or redundant options: " + upper(option) + " is given twice");
  options_.emplace_back(option);
}

bool UsedOptions::uses(std::string_view option) const {
  for (const auto& used : options_)
    if (used == option) return true;
  return false;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

}  // namespace slipher::sql
