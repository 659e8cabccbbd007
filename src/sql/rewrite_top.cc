#include "sql/normalize_passes.h"

namespace slipher::sql {
namespace {

using Id = TokenList::Id;

bool is_set_operation(const TokenList& list, Id id) {
  return list.is(id, "union") || list.is(id, "except") || list.is(id, "intersect");
}

/// The node behind the SELECT that `id` is in: a set operation, a closing bracket, or the end. With `stop_at_order`
/// also an ORDER BY or LIMIT of this level.
Id end_of_select(const TokenList& list, Id id, bool stop_at_order) {
  while (id != TokenList::kEnd && !list.is(id, ")") && !list.is(id, ";") && !list.is(id, "select") &&
         !is_set_operation(list, id)) {
    if (stop_at_order && (list.is(id, "order") || list.is(id, "limit"))) break;
    id = list.next_over_group(id);
  }
  return id;
}

/// TOP's number: a literal, a parameter or ( expression ). kEnd when TOP is a name after all.
Id last_of_number(const TokenList& list, Id id) {
  if (list.kind(id) == TokenKind::kNumber || list.kind(id) == TokenKind::kPositional) return id;
  return list.is(id, "(") ? list.partner(id) : TokenList::kEnd;
}

}  // namespace

void rewrite_top(TokenList& list) {
  for (Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    if (!list.is(id, "select")) continue;
    Id top = list.next(id);
    if (list.is(top, "all") || list.is(top, "distinct")) top = list.next(top);
    const Id number = list.next(top);
    const Id number_end = list.is(top, "top") ? last_of_number(list, number) : TokenList::kEnd;
    if (number_end == TokenList::kEnd) continue;
    const bool branch = is_set_operation(list, list.previous(id)) ||
                        (list.is(list.previous(id), "all") && is_set_operation(list, list.previous(list.previous(id))));
    const Id own_end = end_of_select(list, list.next(number_end), branch);
    const bool wrap = branch || is_set_operation(list, own_end);
    list.erase(top);
    if (wrap) list.insert_before(id, TokenKind::kPunctuation, "(", id);
    list.insert_before(own_end, TokenKind::kWord, "limit", number);
    list.move_before(own_end, number, number_end);
    if (wrap) list.insert_before(own_end, TokenKind::kPunctuation, ")", number);
  }
}

}  // namespace slipher::sql
