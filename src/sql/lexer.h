#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipher::sql {

enum class TokenKind : std::uint8_t {
  kEnd,
  kWord,              // identifier or keyword without quotes, also #temporary names
  kQuotedIdentifier,  // "name", "" inside stands for one quote
  kString,            // '...', E'...', N'...'; backslash escapes and '' inside
  kDollarString,      // $tag$...$tag$
  kBitString,         // B'...', X'...'
  kNumber,            // 1, 1.5, .5, 1e-3
  kPositional,        // $1
  kOperator,          // + - * / <= || !~* |/ ... as PostgreSQL cuts them
  kPunctuation,       // ( ) [ ] , ; . .. : :: :=
  kComment,           // only an unterminated one; others are skipped as blanks are
  kInvalid,           // a byte that starts nothing
  kType,              // never from the lexer: a whole type in the engine's spelling, inside normalize()
};

/// One token of a text; a view into it.
struct Token {
  TokenKind kind = TokenKind::kEnd;
  /// A string, quoted identifier, dollar quote or comment that runs into the end of the text.
  bool unterminated = false;
  std::string_view text;
  std::size_t offset = 0;  // bytes from the start of the text

  std::size_t end() const { return offset + text.size(); }
  /// A keyword (any case) or an operator or punctuation with exactly this spelling; `spelling` is in lower case.
  bool is(std::string_view spelling) const;
  bool is_identifier() const { return kind == TokenKind::kWord || kind == TokenKind::kQuotedIdentifier; }
};

/// Cuts Redshift SQL into tokens. Never fails, takes linear time and no memory, whatever the bytes.
/// Blanks and comments (-- and nested /* */) are skipped. Unlike PostgreSQL, a backslash escapes in every '...'.
class Lexer {
 public:
  explicit Lexer(std::string_view text, std::size_t offset = 0) : text_(text), at_(offset) {}

  /// The next token; kEnd at the end, again and again.
  Token next();
  /// Goes on at this offset.
  void seek(std::size_t offset) { at_ = offset; }

 private:
  bool skip_blanks(Token& unterminated_comment);
  Token make(TokenKind kind, std::size_t length, bool unterminated = false);
  Token string_at(TokenKind kind, std::size_t prefix_length);
  Token quoted_identifier();
  Token dollar();
  Token number();
  Token operator_token();
  Token punctuation();
  char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\0'; }

  std::string_view text_;
  std::size_t at_;
};

/// All tokens of a text, the last of them kEnd.
std::vector<Token> tokenize(std::string_view text);

/// The value of a kString (escapes resolved) or kDollarString (body as it stands).
std::string string_value(const Token& token);

/// Where the first byte is that is no valid UTF-8 or is NUL; npos when there is none.
std::size_t find_invalid_utf8(std::string_view text);

/// The name that a kWord or kQuotedIdentifier stands for: unquoted and, unless `keep_case`, in lower case, as Redshift
/// folds quoted names too (enable_case_sensitive_identifier is off by default).
std::string identifier_value(const Token& token, bool keep_case = false);

/// ASCII letters to lower case; other bytes as they are.
std::string lower(std::string_view text);

bool is_identifier_start(char c);
bool is_identifier_part(char c);

}  // namespace slipher::sql
