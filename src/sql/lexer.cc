#include "sql/lexer.h"

#include "sql/name_case.h"

namespace slipher::sql {
namespace {

/// Editors leave it before the first statement of a file, and files put together have it before later ones.
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kOperatorCharacters = "+-*/<>=~!@#%^&|`?";
/// An operator of several characters may end in + or - only when it contains one of these (PostgreSQL's rule, so that
/// a=-1 is a = -1).
constexpr std::string_view kLetsSignsEnd = "~!@#%^&|`?";

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool is_identifier_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_identifier_part(char c) { return is_identifier_start(c) || is_digit(c) || c == '$'; }

bool Token::is(std::string_view spelling) const {
  if (text.size() != spelling.size()) return false;
  if (kind != TokenKind::kWord && kind != TokenKind::kOperator && kind != TokenKind::kPunctuation) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (lower_letter(text[i]) != spelling[i]) return false;
  }
  return true;
}

Token Lexer::make(TokenKind kind, std::size_t length, bool unterminated) {
  Token token{kind, unterminated, text_.substr(at_, length), at_};
  at_ += token.text.size();
  return token;
}

/// False when a comment runs into the end of the text: then `unterminated_comment` is that comment.
bool Lexer::skip_blanks(Token& unterminated_comment) {
  while (at_ < text_.size()) {
    if (is_blank(text_[at_])) {
      ++at_;
    } else if (text_.substr(at_).starts_with(kByteOrderMark)) {
      at_ += kByteOrderMark.size();
    } else if (text_[at_] == '-' && at(at_ + 1) == '-') {
      at_ = text_.find('\n', at_);
      if (at_ == text_.npos) at_ = text_.size();
    } else if (text_[at_] == '/' && at(at_ + 1) == '*') {
      std::size_t depth = 1;
      std::size_t scan = at_ + 2;
      while (depth > 0 && scan < text_.size()) {
        const bool opens = text_[scan] == '/' && at(scan + 1) == '*';
        const bool closes = text_[scan] == '*' && at(scan + 1) == '/';
        depth += opens;
        depth -= closes;
        scan += opens || closes ? 2 : 1;
      }
      if (depth > 0) {
        unterminated_comment = make(TokenKind::kComment, text_.npos, true);
        return false;
      }
      at_ = scan;
    } else {
      break;
    }
  }
  return true;
}

Token Lexer::string_at(TokenKind kind, std::size_t prefix_length) {
  const bool escapes = kind == TokenKind::kString;
  std::size_t scan = at_ + prefix_length + 1;
  while (scan < text_.size()) {
    if (escapes && text_[scan] == '\\') {
      scan += 2;
    } else if (text_[scan] != '\'') {
      ++scan;
    } else if (at(scan + 1) == '\'') {
      scan += 2;
    } else {
      return make(kind, scan + 1 - at_);
    }
  }
  return make(kind, text_.npos, true);
}

Token Lexer::quoted_identifier() {
  std::size_t scan = at_ + 1;
  while (scan < text_.size()) {
    if (text_[scan] != '"') {
      ++scan;
    } else if (at(scan + 1) == '"') {
      scan += 2;
    } else {
      return make(TokenKind::kQuotedIdentifier, scan + 1 - at_);
    }
  }
  return make(TokenKind::kQuotedIdentifier, text_.npos, true);
}

/// $1, $tag$ body $tag$, or a lone $.
Token Lexer::dollar() {
  std::size_t scan = at_ + 1;
  if (is_digit(at(scan))) {
    while (is_digit(at(scan))) ++scan;
    return make(TokenKind::kPositional, scan - at_);
  }
  if (is_identifier_start(at(scan))) {
    while (is_identifier_start(at(scan)) || is_digit(at(scan))) ++scan;
  }
  if (at(scan) != '$') return make(TokenKind::kInvalid, 1);
  const std::string_view tag = text_.substr(at_, scan + 1 - at_);
  const std::size_t close = text_.find(tag, scan + 1);
  if (close == text_.npos) return make(TokenKind::kDollarString, text_.npos, true);
  return make(TokenKind::kDollarString, close + tag.size() - at_);
}

Token Lexer::number() {
  std::size_t scan = at_;
  while (is_digit(at(scan))) ++scan;
  if (at(scan) == '.' && at(scan + 1) != '.') {  // 1..10 is a range in a procedure
    ++scan;
    while (is_digit(at(scan))) ++scan;
  }
  if (at(scan) == 'e' || at(scan) == 'E') {
    std::size_t exponent = scan + 1;
    if (at(exponent) == '+' || at(exponent) == '-') ++exponent;
    if (is_digit(at(exponent))) {
      while (is_digit(at(exponent))) ++exponent;
      scan = exponent;
    }
  }
  return make(TokenKind::kNumber, scan - at_);
}

Token Lexer::operator_token() {
  std::size_t scan = at_;
  bool signs_may_end = false;
  while (scan < text_.size() && kOperatorCharacters.find(text_[scan]) != kOperatorCharacters.npos) {
    const char follower = at(scan + 1);
    if (scan > at_ && ((text_[scan] == '-' && follower == '-') || (text_[scan] == '/' && follower == '*'))) break;
    // x = #tmp.x: a temporary name may follow an operator directly.
    if (scan > at_ && text_[scan] == '#' && is_identifier_start(follower)) break;
    signs_may_end = signs_may_end || kLetsSignsEnd.find(text_[scan]) != kLetsSignsEnd.npos;
    ++scan;
  }
  while (!signs_may_end && scan > at_ + 1 && (text_[scan - 1] == '+' || text_[scan - 1] == '-')) --scan;
  return make(TokenKind::kOperator, scan - at_);
}

Token Lexer::punctuation() {
  const std::string_view pair = text_.substr(at_, 2);
  if (pair == "::" || pair == ":=" || pair == "..") return make(TokenKind::kPunctuation, 2);
  return make(TokenKind::kPunctuation, 1);
}

Token Lexer::next() {
  Token comment;
  if (!skip_blanks(comment)) return comment;
  if (at_ >= text_.size()) return make(TokenKind::kEnd, 0);
  const char c = text_[at_];
  const char follower = at(at_ + 1);
  if (c == '\'') return string_at(TokenKind::kString, 0);
  if (c == '"') return quoted_identifier();
  if (c == '$') return dollar();
  if (is_digit(c) || (c == '.' && is_digit(follower))) return number();
  if (follower == '\'') {
    if (c == 'e' || c == 'E' || c == 'n' || c == 'N') return string_at(TokenKind::kString, 1);
    if (c == 'b' || c == 'B' || c == 'x' || c == 'X') return string_at(TokenKind::kBitString, 1);
  }
  // #name is a temporary table, a#b without blanks the exclusive or of two columns.
  const bool temporary = c == '#' && is_identifier_start(follower) &&
                         (at_ == 0 || (!is_identifier_part(text_[at_ - 1]) && text_[at_ - 1] != ')'));
  if (is_identifier_start(c) || temporary) {
    std::size_t scan = at_ + 1;
    while (is_identifier_part(at(scan))) ++scan;
    return make(TokenKind::kWord, scan - at_);
  }
  if (kOperatorCharacters.find(c) != kOperatorCharacters.npos) return operator_token();
  if (std::string_view("()[],;.:").find(c) != std::string_view::npos) return punctuation();
  return make(TokenKind::kInvalid, 1);
}

std::vector<Token> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  Lexer lexer(text);
  do tokens.push_back(lexer.next());
  while (tokens.back().kind != TokenKind::kEnd);
  return tokens;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower_letter(c);
  return out;
}

std::string identifier_value(const Token& token, bool keep_case) {
  std::string name;
  if (token.kind == TokenKind::kQuotedIdentifier) {
    std::string_view body = token.text.substr(1);
    if (!token.unterminated) body.remove_suffix(1);
    name.reserve(body.size());
    for (std::size_t i = 0; i < body.size(); ++i) {
      name += body[i];
      if (body[i] == '"') ++i;  // the lexer saw to it that quotes come in pairs
    }
    if (keep_case || name_case().quoted) return name;
  } else {
    name = token.text;
  }
  return lower(name);
}

}  // namespace slipher::sql
