#include "sql/lexer.h"
#include "sql/statement.h"

namespace slipher::sql {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Piece trimmed(std::string_view text, std::size_t begin, std::size_t end) {
  while (begin < end && is_blank(text[begin])) ++begin;
  while (end > begin && is_blank(text[end - 1])) --end;
  return {text.substr(begin, end - begin), begin};
}

}  // namespace

std::vector<Piece> split(std::string_view text) {
  std::vector<Piece> pieces;
  Lexer lexer(text);
  std::size_t begin = 0;
  bool has_tokens = false;
  while (true) {
    const Token token = lexer.next();
    const bool at_end = token.kind == TokenKind::kEnd;
    if (!at_end && !token.is(";")) {
      has_tokens = true;
      continue;
    }
    if (has_tokens) pieces.push_back(trimmed(text, begin, token.offset));
    if (at_end) return pieces;
    begin = token.end();
    has_tokens = false;
  }
}

}  // namespace slipher::sql
