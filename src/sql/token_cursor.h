#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "sql/lexer.h"

namespace slipher::sql {

/// schema.table, database.schema.table: the parts in order, folded to lower case.
using QualifiedName = std::vector<std::string>;

/// A piece of source text kept as it stands, for normalize() to translate later.
struct Span {
  std::string text;
  std::size_t offset = 0;  // in the statement

  bool empty() const { return text.empty(); }
};

/// `ERROR: <message>` with pgjdbc's "Position" line: the 1-based character (not byte) of `offset` in `text`.
Error sql_error(std::string_view message, std::string_view text, std::size_t offset);
/// `ERROR: syntax error at or near "X"`, or "at end of input", or what is unterminated.
Error syntax_error(const Token& token, std::string_view text);

/// Walks over the tokens of one statement for a hand-written parser.
///
/// Errors stick: the first failure is kept, and from then on the cursor stands at the end of input, so that every
/// further accept() is false, every list ends and a parser need not look at each step. finish() tells at last.
///
/// Spellings are given in lower case; a spelling is a keyword, an operator or punctuation.
class TokenCursor {
 public:
  /// `text` must outlive the cursor.
  explicit TokenCursor(std::string_view text) : TokenCursor(text, tokenize(text)) {}
  /// Over tokens of `text` that someone else cut; the last one is kEnd.
  TokenCursor(std::string_view text, std::vector<Token> tokens);

  const Token& peek(std::size_t ahead = 0) const;
  bool at(std::string_view spelling, std::size_t ahead = 0) const { return peek(ahead).is(spelling); }
  bool at_any(std::initializer_list<std::string_view> spellings) const;
  bool at_end() const { return peek().kind == TokenKind::kEnd; }
  Token take();
  /// For looking ahead: a place to come back to. Going back does not take an error back.
  std::size_t mark() const { return index_; }
  void reset(std::size_t mark);

  /// Takes the tokens when they are all there, in this order; otherwise takes none.
  template <class... Spelling>
  bool accept(Spelling... spellings) {
    std::size_t ahead = 0;
    if (!(at(spellings, ahead++) && ...)) return false;
    index_ += sizeof...(spellings);
    return true;
  }
  /// As accept(); fails with a syntax error when they are not there.
  template <class... Spelling>
  void expect(Spelling... spellings) {
    (expect_one(spellings), ...);
  }

  /// A name, folded to lower case. With `what_for` empty any word will do, keywords included.
  std::string identifier();
  QualifiedName qualified_name();
  /// ( name [, ...] )
  std::vector<std::string> name_list();
  /// A '...' or dollar-quoted string's value.
  std::string string_literal();
  /// A whole number with an optional sign; fails when it does not fit.
  std::int64_t integer();

  /// Takes tokens up to, not including, the first of `stops` outside of parentheses, brackets and CASE ... END, an
  /// unmatched closing one, or the end. Fails when that is no token at all.
  Span span_until(std::initializer_list<std::string_view> stops);
  /// ( ... ) with its parentheses, whatever is inside.
  Span parenthesized();
  /// Everything that is left.
  Span rest();
  /// The text between a mark() and the current token; fails when that is no token at all.
  Span span_from(std::size_t mark);

  /// Fails with a syntax error at the current token.
  void fail();
  /// Fails with `ERROR: <message>` at the current token.
  void fail(std::string_view message);
  void fail(Error error);
  bool failed() const { return error_.has_value(); }
  const std::optional<Error>& error() const { return error_; }
  /// The statement's result: `value`, or the error that came first. Tokens that are left over are a syntax error.
  template <class T>
  Result<T> finish(T value) {
    if (!failed() && !at_end()) fail();
    if (failed()) return *error_;
    return value;
  }

  std::string_view text() const { return text_; }

 private:
  void expect_one(std::string_view spelling);
  Span span(std::size_t first, std::size_t last) const;

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t index_ = 0;
  std::optional<Error> error_;
};

}  // namespace slipher::sql
