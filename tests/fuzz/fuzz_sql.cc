// The SQL room takes any bytes: the lexer covers the text in order, split() gives pieces that split no further, parsers
// and normalize() end with a tree or an error.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sql/lexer.h"
#include "sql/normalize.h"
#include "sql/parameters.h"
#include "sql/plpgsql/parse.h"
#include "sql/statement.h"
#include "sql/tree.h"

namespace slipher::sql {
namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_lexer(std::string_view text) {
  std::size_t end = 0;
  for (const Token& token : tokenize(text)) {
    require(token.offset >= end && token.end() <= text.size());
    require(token.text == text.substr(token.offset, token.text.size()));
    require(token.kind == TokenKind::kEnd || !token.text.empty());
    end = token.end();
    if (token.kind == TokenKind::kString || token.kind == TokenKind::kDollarString) string_value(token);
    if (token.is_identifier()) identifier_value(token);
  }
}

void check_piece(const Piece& piece, const std::vector<Parameter>& parameters) {
  const std::vector<Piece> again = split(piece.text);
  require(again.size() == 1 && again[0].text == piece.text && again[0].offset == 0);
  classify(piece.text);
  (void)parse(piece.text);
  const Result<Normalized> normalized = normalize(piece.text, parameters);
  if (!normalized) {
    require(normalized.error().code == ErrorCode::kSql);
    return;
  }
  std::size_t before = 0;
  for (const auto& [offset, original] : normalized->anchors) {
    require(offset >= before && offset < normalized->text.size() && original <= piece.text.size());
    before = offset;
  }
  require(normalized->original_offset(normalized->text.size()) <= piece.text.size());
}

/// The bodies of procedures: alone, and as CREATE PROCEDURE checks them in place.
void check_procedure(std::string_view text) {
  const auto body = plpgsql::parse(text);
  require(body || body.error().code == ErrorCode::kSql);
  if (body) require(plpgsql::parse(std::string(text)).operator bool());
  (void)parse("create procedure p() language plpgsql as $fuzz$" + std::string(text) + "$fuzz$");
}

void check(std::string_view text) {
  check_lexer(text);
  check_procedure(text);
  const std::vector<Parameter> parameters = {{"a", "1"}, {"id", "2"}, {"1", "3"}};
  std::size_t end = 0;
  for (const Placeholder& placeholder : find_placeholders(text, parameters)) {
    require(placeholder.offset >= end && text[placeholder.offset] == ':');
    end = placeholder.offset + placeholder.length;
  }
  end = 0;
  for (const Piece& piece : split(text)) {
    require(piece.offset >= end && piece.text == text.substr(piece.offset, piece.text.size()));
    end = piece.offset + piece.text.size();
    check_piece(piece, parameters);
  }
}

}  // namespace
}  // namespace slipher::sql

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  slipher::sql::check(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
