#include "sql/keywords.h"
#include "sql/normalize_passes.h"

namespace slipher::sql {
namespace {

using Id = TokenList::Id;

/// Words that are keywords only beside certain others.
bool is_contextual_keyword(const TokenList& list, Id id) {
  const std::string& word = list.text(id);
  const Id next = list.next(id);
  const Id previous = list.previous(id);
  const auto next_is = [&](std::string_view text) { return list.is(next, text); };
  const auto previous_is = [&](std::string_view text) { return list.is(previous, text); };
  if (word == "nulls") return next_is("first") || next_is("last") || next_is("over") || next_is(")") || next_is("(");
  if (word == "first" || word == "last") return previous_is("nulls");
  if (word == "ignore" || word == "respect" || word == "include") return next_is("nulls");
  if (word == "rows" || word == "range" || word == "groups") {
    return next_is("between") || next_is("unbounded") || next_is("current") || list.kind(next) == TokenKind::kNumber;
  }
  if (word == "row") return previous_is("current");
  if (word == "at") return next_is("time");
  if (word == "time") return previous_is("at");
  if (word == "zone") return previous_is("time");
  if (word == "filter") return next_is("(");
  if (word == "placing") return list.kind(next) == TokenKind::kString;
  if (word == "materialized") return next_is("(");
  return false;
}

/// A word that is a keyword elsewhere, at the end of a select item or of a table.
bool is_bare_alias(const TokenList& list, Id id) {
  const Id next = list.next(id);
  return can_be_bare_alias(list.text(id)) &&
         (next == TokenList::kEnd || list.is(next, ",") || list.is(next, ")") || list.is(next, "from"));
}

bool ends_expression(const TokenList& list, Id id) {
  switch (list.kind(id)) {
    case TokenKind::kPunctuation:
      return list.is(id, ")") || list.is(id, "]");
    case TokenKind::kOperator:
    case TokenKind::kEnd:
      return false;
    default:
      return true;
  }
}

/// In (a name, b int): erases what stands behind the first word of each item.
void erase_types(TokenList& list, Id open) {
  const Id close = list.partner(open);
  bool is_name = true;
  for (Id id = list.next(open); id != close && id != TokenList::kEnd;) {
    const Id next = list.next_over_group(id);
    if (list.is(id, ",")) {
      is_name = true;
    } else if (is_name) {
      is_name = false;
    } else if (list.is(id, "(")) {
      list.erase_range(id, list.partner(id));
    } else {
      list.erase(id);
    }
    id = next;
  }
}

}  // namespace

void rewrite_column_definitions(TokenList& list) {
  for (Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    if (list.kind(id) != TokenKind::kWord || !list.text(id).starts_with("pg_get_") || !list.is(list.next(id), "("))
      continue;
    Id alias = list.next_over_group(list.next(id));
    if (list.is(alias, "as")) alias = list.next(alias);
    const bool is_name = list.kind(alias) == TokenKind::kWord || list.kind(alias) == TokenKind::kQuotedIdentifier;
    const Id open = list.next(alias);
    if (is_name && list.is(open, "(") && list.partner(open) != TokenList::kEnd) erase_types(list, open);
  }
}

void rewrite_aliases(TokenList& list) {
  bool after_expression = false;
  for (Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    const bool word = list.kind(id) == TokenKind::kWord;
    const bool name = word || list.kind(id) == TokenKind::kQuotedIdentifier;
    const bool keyword = word && !(after_expression && is_bare_alias(list, id)) &&
                         (is_structural(list.text(id)) || is_contextual_keyword(list, id));
    const bool after_as = list.is(list.previous(id), "as");
    if (name && !keyword && after_expression) list.insert_before(id, TokenKind::kWord, "as", id);
    if (word && (after_as ? list.text(id) != "not" && list.text(id) != "materialized" && list.text(id) != "select" &&
                                list.text(id) != "with"
                          : !keyword && after_expression)) {
      list.set_text(id, quoted_name(list.text(id)));
      list.set_kind(id, TokenKind::kQuotedIdentifier);
    }
    after_expression = keyword ? list.is(id, "end") : ends_expression(list, id);
  }
}

}  // namespace slipher::sql
