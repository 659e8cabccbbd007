#include "sql/plpgsql/parse.h"

#include <algorithm>

#include "sql/plpgsql/parser.h"

namespace slipher::sql::plpgsql {
namespace {

std::vector<Token> tokens_from(std::string_view text, std::size_t begin) {
  std::vector<Token> tokens;
  Lexer lexer(text, begin);
  do tokens.push_back(lexer.next());
  while (tokens.back().kind != TokenKind::kEnd);
  return tokens;
}

}  // namespace

Parser::Parser(std::string_view text, std::size_t begin) : cursor_(text, tokens_from(text, begin)) {
  // A line break right behind the opening quote does not count.
  if (text.substr(begin).starts_with("\r")) ++begin;
  if (text.substr(begin).starts_with("\n")) ++begin;
  line_starts_.push_back(begin);
  for (std::size_t i = text.find('\n', begin); i != text.npos; i = text.find('\n', i + 1))
    line_starts_.push_back(i + 1);
}

int Parser::line_of(std::size_t offset) {
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return std::max(1, static_cast<int>(next - line_starts_.begin()));
}

Result<Block> Parser::parse() {
  Block root = block(accept_label());
  cursor_.accept(";");
  return cursor_.finish(std::move(root));
}

Result<Block> parse(std::string_view text, std::size_t begin) { return Parser(text, begin).parse(); }

std::string Parser::accept_label() {
  if (!cursor_.accept("<<")) return {};
  std::string label = cursor_.identifier();
  cursor_.expect(">>");
  return label;
}

Targets Parser::targets() {
  Targets names;
  do names.push_back(cursor_.qualified_name());
  while (cursor_.accept(","));
  return names;
}

Span Parser::span_to_semicolon() {
  Span span = cursor_.span_until({";"});
  cursor_.expect(";");
  return span;
}

Block Parser::block(std::string label) {
  Block block;
  block.label = std::move(label);
  if (++depth_ > kMaxDepth) {
    cursor_.fail("the procedure nests too deeply: the limit is " + std::to_string(kMaxDepth) + " levels");
  }
  if (cursor_.accept("declare")) block.declarations = declarations();
  cursor_.expect("begin");
  block.body = statements();
  if (cursor_.accept("exception")) handler(block);
  cursor_.expect("end");
  if (!cursor_.at(";") && cursor_.peek().is_identifier()) {
    if (cursor_.identifier() != block.label) cursor_.fail("the label behind END is not the block's");
  }
  --depth_;
  return block;
}

/// EXCEPTION [CONTINUE_HANDLER | EXIT_HANDLER] WHEN OTHERS THEN ...
void Parser::handler(Block& block) {
  block.handler_continues = cursor_.accept("continue_handler");
  if (!block.handler_continues) cursor_.accept("exit_handler");
  cursor_.expect("when");
  if (!cursor_.at("others") && cursor_.peek().is_identifier()) {
    return cursor_.fail("unrecognized exception condition \"" + cursor_.identifier() + "\": only OTHERS is supported");
  }
  cursor_.expect("others", "then");
  block.handler = statements();
}

}  // namespace slipher::sql::plpgsql
