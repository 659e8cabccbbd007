#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sql/parameters.h"
#include "sql/token_cursor.h"
#include "sql/token_list.h"

namespace slipher::sql {

/// Reads the tokens of one statement into a TokenList; used by read_tokens() alone.
class TokenReader {
 public:
  TokenReader(std::string_view text, std::vector<Token> tokens, std::vector<Placeholder> placeholders)
      : text_(text), cursor_(text, std::move(tokens)), placeholders_(std::move(placeholders)) {}

  Result<TokenList> read() {
    while (!cursor_.at_end()) step();
    return cursor_.finish(std::move(list_));
  }

 private:
  using Id = TokenList::Id;
  struct Bracket {
    Id open;
    bool cast = false;           // CAST( ... AS type )
    bool typed_columns = false;  // f() AS t(name type, ...)
    std::string convert_type;    // CONVERT(type, ... ): the type comes before the closing parenthesis
  };

  void step();
  void word();
  bool special_word(const std::string& word);
  bool call(const std::string& word);
  void convert();
  void string();
  void number();
  void positional();
  void bracket();
  void type_at(std::size_t offset);
  std::string cast_type();
  std::string interval_qualifier() const;
  void date_part();
  bool typed_literal(const std::string& word);
  bool interval();
  void name(std::string value, std::size_t offset);

  /// Whether a type's name is next: CAST(x AS type), f() AS t(name type).
  bool at_type() const {
    if (open_.empty()) return false;
    return (open_.back().cast && after("as")) || (open_.back().typed_columns && !after("(") && !after(","));
  }
  bool begins_typed_columns() const;
  bool after_operand() const;
  bool condition_follows() const;
  bool after(std::string_view text) const { return list_.is(list_.last(), text); }
  Id put(TokenKind kind, std::string text, std::size_t offset) { return list_.append(kind, std::move(text), offset); }
  std::string literal_value();

  std::string_view text_;
  TokenCursor cursor_;
  std::vector<Placeholder> placeholders_;
  std::size_t next_placeholder_ = 0;
  TokenList list_;
  std::vector<Bracket> open_;
};

}  // namespace slipher::sql
