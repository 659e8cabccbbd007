#include "sql/token_cursor.h"

#include <algorithm>
#include <charconv>

namespace slipher::sql {

Error sql_error(std::string_view message, std::string_view text, std::size_t offset) {
  std::size_t position = 1;
  for (const char c : text.substr(0, offset)) position += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return Error(ErrorCode::kSql, "ERROR: " + std::string(message) + "\n  Position: " + std::to_string(position));
}

Error syntax_error(const Token& token, std::string_view text) {
  if (token.kind == TokenKind::kEnd) return sql_error("syntax error at end of input", text, token.offset);
  std::string message = "syntax error";
  if (token.unterminated) {
    switch (token.kind) {
      case TokenKind::kComment:
        message = "unterminated /* comment";
        break;
      case TokenKind::kQuotedIdentifier:
        message = "unterminated quoted identifier";
        break;
      case TokenKind::kDollarString:
        message = "unterminated dollar-quoted string";
        break;
      default:
        message = "unterminated quoted string";
    }
  }
  return sql_error(message + " at or near \"" + std::string(token.text) + "\"", text, token.offset);
}

TokenCursor::TokenCursor(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {
  for (const Token& token : tokens_) {
    if (token.unterminated) fail(syntax_error(token, text_));
  }
}

const Token& TokenCursor::peek(std::size_t ahead) const {
  return tokens_[std::min(index_ + ahead, tokens_.size() - 1)];
}

bool TokenCursor::at_any(std::initializer_list<std::string_view> spellings) const {
  return std::any_of(spellings.begin(), spellings.end(), [&](std::string_view spelling) { return at(spelling); });
}

Token TokenCursor::take() {
  const Token token = peek();
  if (index_ + 1 < tokens_.size()) ++index_;
  return token;
}

void TokenCursor::reset(std::size_t mark) {
  if (!failed()) index_ = mark;
}

void TokenCursor::expect_one(std::string_view spelling) {
  if (!accept(spelling)) fail();
}

std::string TokenCursor::identifier() {
  if (!peek().is_identifier()) {
    fail();
    return {};
  }
  return identifier_value(take());
}

QualifiedName TokenCursor::qualified_name() {
  QualifiedName parts{identifier()};
  while (accept(".")) parts.push_back(identifier());
  return parts;
}

std::vector<std::string> TokenCursor::name_list() {
  std::vector<std::string> names;
  expect("(");
  do names.push_back(identifier());
  while (accept(","));
  expect(")");
  return names;
}

std::string TokenCursor::string_literal() {
  if (peek().kind != TokenKind::kString && peek().kind != TokenKind::kDollarString) {
    fail();
    return {};
  }
  return string_value(take());
}

std::int64_t TokenCursor::integer() {
  const bool negative = accept("-");
  if (!negative) accept("+");
  const std::string digits = (negative ? "-" : "") + std::string(peek().text);
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (peek().kind != TokenKind::kNumber || problem != std::errc() || end != digits.data() + digits.size()) {
    fail();
    return 0;
  }
  take();
  return value;
}

Span TokenCursor::span(std::size_t first, std::size_t last) const {
  const std::size_t begin = tokens_[first].offset;
  return {std::string(text_.substr(begin, tokens_[last].end() - begin)), begin};
}

Span TokenCursor::span_until(std::initializer_list<std::string_view> stops) {
  const std::size_t first = index_;
  std::size_t depth = 0;
  while (!at_end()) {
    if (depth == 0 && at_any(stops)) break;
    const bool closes = at(")") || at("]");
    if (closes && depth == 0) break;
    if (at("(") || at("[") || at("case")) ++depth;
    if (depth > 0 && (closes || at("end"))) --depth;
    ++index_;
  }
  if (index_ == first || depth > 0) {
    fail();
    return {};
  }
  return span(first, index_ - 1);
}

Span TokenCursor::parenthesized() {
  const std::size_t first = index_;
  expect("(");
  if (!failed() && !at(")")) span_until({});
  expect(")");
  return failed() ? Span{} : span(first, index_ - 1);
}

Span TokenCursor::rest() {
  const std::size_t first = index_;
  if (at_end()) {
    fail();
    return {};
  }
  index_ = tokens_.size() - 1;
  return span(first, index_ - 1);
}

Span TokenCursor::span_from(std::size_t mark) {
  if (!failed() && mark == index_) fail();
  return failed() ? Span{} : span(mark, index_ - 1);
}

void TokenCursor::fail() { fail(syntax_error(peek(), text_)); }

void TokenCursor::fail(std::string_view message) { fail(sql_error(message, text_, peek().offset)); }

void TokenCursor::fail(Error error) {
  if (!failed()) error_ = std::move(error);
  index_ = tokens_.size() - 1;
}

}  // namespace slipher::sql
