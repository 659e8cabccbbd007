#include <string>

#include "sql/keywords.h"
#include "sql/normalize_passes.h"
#include "sql/token_cursor.h"

namespace slipher::sql {
namespace {

using Id = TokenList::Id;

bool is_arithmetic(const std::string& text) {
  return text == "+" || text == "-" || text == "*" || text == "/" || text == "%" || text == "^";
}

bool is_comparison(const std::string& text) {
  return text == "=" || text == "<" || text == ">" || text == "<=" || text == ">=" || text == "<>" || text == "!=";
}

/// Whether an operand cannot reach over this token: a clause, a logical word, a comparison, a comma, a bracket.
bool bounds_operand(const TokenList& list, Id id) {
  switch (list.kind(id)) {
    case TokenKind::kEnd:
      return true;
    case TokenKind::kWord:
      return is_structural(list.text(id)) && list.text(id) != "left" && list.text(id) != "right";
    case TokenKind::kPunctuation:
      return !list.is(id, ".") && !list.is(id, "::") && !list.is(id, ")") && !list.is(id, "]");
    case TokenKind::kOperator:
      return is_comparison(list.text(id));
    default:
      return false;
  }
}

/// The first token of the operand that ends before `id`; `id` itself when there is none.
Id operand_start(const TokenList& list, Id id) {
  Id start = id;
  for (Id before = list.previous(id); !bounds_operand(list, before); before = list.previous_over_group(before)) {
    const bool group = (list.is(before, ")") || list.is(before, "]")) && list.partner(before) != TokenList::kEnd;
    start = group ? list.partner(before) : before;
  }
  return start;
}

/// The token behind the operand that begins at `id`. With `arithmetic_only`, operators other than + - * / % ^ end it.
Id operand_end(const TokenList& list, Id id, bool arithmetic_only) {
  const Id first = id;
  while (true) {
    const bool group = (list.is(id, "(") || list.is(id, "[")) && list.partner(id) != TokenList::kEnd;
    if (!group && (bounds_operand(list, id) || list.is(id, ")") || list.is(id, "]"))) return id;
    const bool other = list.kind(id) == TokenKind::kOperator && !is_arithmetic(list.text(id));
    if (arithmetic_only && other && id != first) return id;
    id = list.next_over_group(id);
  }
}

Error missing_operand(const TokenList& list, Id id, std::string_view original) {
  return sql_error("syntax error at or near \"" + list.text(id) + "\"", original, list.offset(id));
}

/// Puts `function (` before `start`.
void open_call(TokenList& list, Id start, std::string function) {
  list.insert_before(start, TokenKind::kWord, std::move(function), start);
  list.insert_before(start, TokenKind::kPunctuation, "(", start);
}

/// Closes the call that open_call() began before `start`, in front of `end`.
void close_call(TokenList& list, Id start, Id end, Id origin) {
  const Id close = list.insert_before(end, TokenKind::kPunctuation, ")", origin);
  list.set_partners(list.previous(start), close);
}

/// `id` is SIMILAR, TO follows.
Result<void> rewrite_similar(TokenList& list, Id id, std::string_view original) {
  const Id to = list.next(id);
  const Id escape = operand_end(list, list.next(to), false);
  if (!list.is(escape, "escape")) return {};
  const bool negated = list.is(list.previous(id), "not");
  const Id operator_start = negated ? list.previous(id) : id;
  const Id start = operand_start(list, operator_start);
  const Id end = operand_end(list, list.next(escape), false);
  if (start == operator_start || end == list.next(escape)) return missing_operand(list, id, original);
  if (negated) {
    list.erase(list.previous(id));
    list.insert_before(start, TokenKind::kWord, "not", id);
  }
  open_call(list, start, "rs_similar");
  list.set_text(id, ",");
  list.set_kind(id, TokenKind::kPunctuation);
  list.erase(to);
  list.set_text(escape, ",");
  list.set_kind(escape, TokenKind::kPunctuation);
  close_call(list, start, end, escape);
  return {};
}

/// x LIKE ANY (ARRAY[a, b]) -> rs_like_any('like_escape', x, a, b); `id` is LIKE or ILIKE.
Result<void> rewrite_pattern_list(TokenList& list, Id id, std::string_view original) {
  const Id word = list.next(id);
  const Id open = list.next(word);
  const Id array = list.next(open);
  const Id bracket = list.next(array);
  const bool all = list.is(word, "all");
  if (!all && !list.is(word, "any") && !list.is(word, "some")) return {};
  if (!list.is(open, "(") || !list.is(array, "rs_list") || !list.is(bracket, "[")) return {};
  const Id close = list.partner(bracket);
  const Id end = list.partner(open);
  if (close == TokenList::kEnd || end == TokenList::kEnd || list.next(close) != end) return {};
  const bool negated = list.is(list.previous(id), "not");
  const Id operator_start = negated ? list.previous(id) : id;
  const Id start = operand_start(list, operator_start);
  if (start == operator_start) return missing_operand(list, id, original);
  open_call(list, start, all ? "rs_like_all" : "rs_like_any");
  const Id call = list.previous(start);
  const std::string test = std::string(negated ? "not_" : "") + list.text(id) + "_escape";
  list.insert_before(start, TokenKind::kString, "'" + test + "'", id);
  list.insert_before(start, TokenKind::kPunctuation, ",", id);
  if (negated) list.erase(operator_start);
  list.set_text(id, ",");
  list.set_kind(id, TokenKind::kPunctuation);
  list.erase_range(word, bracket);
  list.erase(close);
  list.set_partners(call, end);
  return {};
}

/// rs_list[a, b] -> rs_list(a, b); `open` is the bracket.
void rewrite_array(TokenList& list, Id open) {
  const Id close = list.partner(open);
  if (!list.is(open, "[") || close == TokenList::kEnd) return;
  list.set_text(open, "(");
  list.set_text(close, ")");
}

Result<void> rewrite_exclusive_or(TokenList& list, Id id, std::string_view original) {
  const Id start = operand_start(list, id);
  const Id end = operand_end(list, list.next(id), true);
  if (start == id || end == list.next(id)) return missing_operand(list, id, original);
  open_call(list, start, "rs_xor");
  list.set_text(id, ",");
  list.set_kind(id, TokenKind::kPunctuation);
  close_call(list, start, end, id);
  return {};
}

}  // namespace

Result<void> rewrite_operators(TokenList& list, std::string_view original) {
  for (Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    Result<void> done;
    if (list.is(id, "similar") && list.is(list.next(id), "to")) done = rewrite_similar(list, id, original);
    if (list.is(id, "like") || list.is(id, "ilike")) done = rewrite_pattern_list(list, id, original);
    if (list.is(id, "rs_list")) rewrite_array(list, list.next(id));
    if (list.is(id, "#")) done = rewrite_exclusive_or(list, id, original);
    if (!done) return done.error();
  }
  return {};
}

}  // namespace slipher::sql
