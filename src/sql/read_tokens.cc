#include "sql/read_tokens.h"

#include <array>
#include <string>
#include <utility>

#include "sql/column_type.h"
#include "sql/date_parts.h"
#include "sql/keywords.h"
#include "sql/name_case.h"
#include "sql/token_cursor.h"
#include "sql/token_reader.h"

namespace slipher::sql {
namespace {

/// Values that are written without parentheses.
constexpr std::array<std::string_view, 11> kBareValues = {
    "sysdate",      "current_date", "current_time", "current_timestamp", "localtime",        "localtimestamp",
    "current_user", "session_user", "user",         "current_user_id",   "current_namespace"};
/// Functions whose first argument is a date part.
constexpr std::array<std::string_view, 8> kPartFunctions = {"dateadd",   "date_add", "datediff",    "date_diff",
                                                            "date_part", "datepart", "pgdate_part", "date_trunc"};
/// Types that a literal may follow: DATE '2008-01-01'.
constexpr std::array<std::string_view, 5> kLiteralTypes = {"date", "time", "timetz", "timestamp", "timestamptz"};

constexpr std::array<std::string_view, 6> kIntervalUnits = {"year", "month", "day", "hour", "minute", "second"};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  for (const std::string_view each : words) {
    if (each == word) return true;
  }
  return false;
}

/// The tokens of `text`, with each placeholder as one kPositional token.
std::vector<Token> tokens_with_placeholders(std::string_view text, const std::vector<Parameter>& parameters,
                                            std::vector<Placeholder>& placeholders) {
  placeholders = find_placeholders(text, parameters);
  std::vector<Token> tokens;
  Lexer lexer(text);
  std::size_t next = 0;
  do {
    Token token = lexer.next();
    if (next < placeholders.size() && token.offset == placeholders[next].offset) {
      const Placeholder& placeholder = placeholders[next++];
      token = {TokenKind::kPositional, false, text.substr(placeholder.offset, placeholder.length), placeholder.offset};
      lexer.seek(token.end());
    }
    tokens.push_back(token);
  } while (tokens.back().kind != TokenKind::kEnd);
  return tokens;
}

}  // namespace

void TokenReader::step() {
  const Token& token = cursor_.peek();
  switch (token.kind) {
    case TokenKind::kWord:
      return word();
    case TokenKind::kQuotedIdentifier: {
      const std::size_t offset = token.offset;
      return name(identifier_value(cursor_.take()), offset);
    }
    case TokenKind::kString:
    case TokenKind::kDollarString:
      return string();
    case TokenKind::kNumber:
      return number();
    case TokenKind::kPositional:
      return positional();
    case TokenKind::kInvalid:
      return cursor_.fail();
    case TokenKind::kOperator:
      // What a JDBC driver says of the question marks that it would have had to bind.
      if (token.text.find('?') != token.text.npos) {
        return cursor_.fail(Error(ErrorCode::kSql, "No value specified for parameter 1."));
      }
      break;
    case TokenKind::kPunctuation:
      if (token.is("(") || token.is("[") || token.is(")") || token.is("]")) return bracket();
      if (token.is("::")) {
        const Token cast = cursor_.take();
        put(TokenKind::kPunctuation, "::", cast.offset);
        return type_at(cast.end());
      }
      break;
    default:
      break;
  }
  const Token taken = cursor_.take();
  put(taken.kind, std::string(taken.text), taken.offset);
}

void TokenReader::name(std::string value, std::size_t offset) {
  put(TokenKind::kQuotedIdentifier, quoted_name(value), offset);
}

void TokenReader::word() {
  const Token token = cursor_.peek();
  std::string folded = lower(token.text);
  const bool part_of_name = after(".") || (cursor_.at(".", 1) && !at_type());
  if (!part_of_name && special_word(folded)) return;
  cursor_.take();
  // A field of a SUPER value, or a column: the parsed tree will tell.
  if (name_case().attributes && after(".") && !cursor_.at("(") && folded != token.text)
    return name(std::string(token.text), token.offset);
  const bool odd = folded.find_first_of("#$") != folded.npos;
  const bool is_by = folded == "by" && (after("order") || after("group") || after("partition") || after("connect"));
  if (odd || (clashes_with_engine(folded) && !is_by)) {
    return name(std::move(folded), token.offset);
  }
  put(TokenKind::kWord, std::move(folded), token.offset);
}

/// Words that mean more than a name here; false when this one does not.
bool TokenReader::special_word(const std::string& word) {
  const std::size_t offset = cursor_.peek().offset;
  if (at_type()) {
    type_at(offset);
    return true;
  }
  const bool is_qualify = word == "qualify" && after_operand() && condition_follows();
  if (cursor_.at("(", 1) && !is_qualify) return call(word);
  if (after("as")) return false;
  if (word == "array" && cursor_.at("[", 1)) {
    cursor_.take();
    put(TokenKind::kWord, "rs_list", offset);
    return true;
  }
  if (contains(kBareValues, word)) {
    cursor_.take();
    put(TokenKind::kWord, word, offset);
    const Id open = put(TokenKind::kPunctuation, "(", offset);
    list_.set_partners(open, put(TokenKind::kPunctuation, ")", offset));
    return true;
  }
  if (contains(kLiteralTypes, word)) return typed_literal(word);
  if (word == "interval") return interval();
  // Words that are keywords here after all, and must stay without quotes.
  const bool keyword = (word == "at" && cursor_.at("time", 1) && cursor_.at("zone", 2)) || is_qualify ||
                       (word == "lateral" && cursor_.at("(", 1)) ||
                       (word == "minus" && (cursor_.at("select", 1) || cursor_.at("(", 1) || cursor_.at("all", 1)));
  if (keyword) {
    cursor_.take();
    put(TokenKind::kWord, word == "minus" ? "except" : word, offset);
  }
  return keyword;
}

bool TokenReader::after_operand() const {
  const Id last = list_.last();
  switch (list_.kind(last)) {
    case TokenKind::kEnd:
    case TokenKind::kOperator:
      return false;
    case TokenKind::kPunctuation:
      return list_.is(last, ")") || list_.is(last, "]");
    case TokenKind::kWord:
      return !is_structural(list_.text(last)) || list_.is(last, "end") || list_.is(last, "all");
    default:
      return true;
  }
}

/// Whether what stands behind the next token may begin a condition.
bool TokenReader::condition_follows() const {
  const Token& token = cursor_.peek(1);
  switch (token.kind) {
    case TokenKind::kEnd:
      return false;
    case TokenKind::kOperator:
      return token.is("+") || token.is("-");
    case TokenKind::kPunctuation:
      return token.is("(");
    case TokenKind::kWord: {
      const std::string word = lower(token.text);
      return !is_structural(word) || word == "not" || word == "case" || word == "exists" || word == "left" ||
             word == "right" || word == "grouping";
    }
    default:
      return true;
  }
}

/// `word (`.
bool TokenReader::call(const std::string& word) {
  const Token token = cursor_.peek();
  if (word == "convert") {
    convert();
    return true;
  }
  const bool cast = word == "cast" || word == "try_cast";
  const bool part = contains(kPartFunctions, word);
  if (contains(kLiteralTypes, word) || word == "interval") {  // timestamp(6) '...'
    return word == "interval" ? interval() : typed_literal(word);
  }
  if (!cast && !part && word != "extract" && word != "array" && word != "collate" && word != "minus") return false;
  cursor_.take();
  put(TokenKind::kWord,
      word == "array"     ? "rs_array"
      : word == "collate" ? "rs_collate"
      : word == "minus"   ? "except"
                          : word,
      token.offset);
  bracket();
  open_.back().cast = cast;
  const bool part_follows = (part && cursor_.at(",", 1)) || (word == "extract" && cursor_.at("from", 1));
  if (part_follows) date_part();
  return true;
}

/// CONVERT(type, expression): CAST(expression AS type).
void TokenReader::convert() {
  const Token token = cursor_.take();
  put(TokenKind::kWord, "cast", token.offset);
  bracket();
  std::string type = cast_type();
  cursor_.expect(",");
  open_.back().convert_type = std::move(type);
}

void TokenReader::date_part() {
  const Token token = cursor_.peek();
  const bool quoted = token.kind == TokenKind::kString;
  if (!quoted && !token.is_identifier()) return;
  cursor_.take();
  const std::string spelling = quoted ? string_value(token) : identifier_value(token);
  const auto part = canonical_date_part(spelling);
  put(TokenKind::kString, quoted_literal(part ? *part : std::string_view(spelling)), token.offset);
}

void TokenReader::type_at(std::size_t offset) {
  if (!cursor_.peek().is_identifier()) return cursor_.fail();
  offset = cursor_.peek().offset;
  put(TokenKind::kType, cast_type(), offset);
}

/// The engine's spelling of the type of a cast.
std::string TokenReader::cast_type() {
  const int qualifier = qualifier_number(interval_qualifier());
  const ColumnType type = parse_column_type(cursor_);
  if (type.name == "uuid" || type.name == "bit") cursor_.fail("type \"" + type.name + "\" does not exist");
  return qualifier ? "rs_interval_of(" + std::to_string(qualifier) + ")" : engine_spelling(type);
}

/// What follows INTERVAL in a cast: it says what a text without units means, which the type itself does not tell.
std::string TokenReader::interval_qualifier() const {
  if (!cursor_.at("interval")) return {};
  const auto unit_at = [&](std::size_t ahead) {
    const std::string word = lower(cursor_.peek(ahead).text);
    return contains(kIntervalUnits, word) ? word : std::string();
  };
  const std::string first = unit_at(1);
  const std::size_t to = cursor_.at("(", 2) ? 5 : 2;  // behind a precision
  if (first.empty() || !cursor_.at("to", to)) return first;
  return first + " to " + unit_at(to + 1);
}

void TokenReader::positional() {
  const Token token = cursor_.take();
  if (token.text[0] != ':') {
    put(TokenKind::kPositional, std::string(token.text), token.offset);
    return;
  }
  while (placeholders_[next_placeholder_].offset < token.offset) ++next_placeholder_;
  const std::size_t number = placeholders_[next_placeholder_].index + 1;
  put(TokenKind::kPositional, "$" + std::to_string(number), token.offset);
}

/// Whether the parenthesis behind an alias of a function in FROM opens a list of names with types.
bool TokenReader::begins_typed_columns() const {
  const Id alias = list_.last();
  const Id before = list_.previous(alias);
  return list_.kind(alias) == TokenKind::kWord && !is_structural(list_.text(alias)) &&
         (list_.is(before, "as") || list_.is(before, ")")) && cursor_.peek().is_identifier() &&
         !is_structural(lower(cursor_.peek().text)) && cursor_.peek(1).is_identifier();
}

void TokenReader::bracket() {
  const Token token = cursor_.take();
  if (token.is("(") || token.is("[")) {
    const bool typed = token.is("(") && begins_typed_columns();
    open_.push_back({put(TokenKind::kPunctuation, std::string(token.text), token.offset), false, typed, {}});
    return;
  }
  const std::string_view opening = token.is(")") ? "(" : "[";
  if (open_.empty() || !list_.is(open_.back().open, opening)) {
    return cursor_.fail(syntax_error(token, text_));
  }
  if (!open_.back().convert_type.empty()) {
    put(TokenKind::kWord, "as", token.offset);
    put(TokenKind::kType, open_.back().convert_type, token.offset);
  }
  list_.set_partners(open_.back().open, put(TokenKind::kPunctuation, std::string(token.text), token.offset));
  open_.pop_back();
}

Result<TokenList> read_tokens(std::string_view text, const std::vector<Parameter>& parameters) {
  std::vector<Placeholder> placeholders;
  std::vector<Token> tokens = tokens_with_placeholders(text, parameters, placeholders);
  return TokenReader(text, std::move(tokens), std::move(placeholders)).read();
}

}  // namespace slipher::sql
