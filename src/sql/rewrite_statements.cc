#include "sql/keywords.h"
#include "sql/normalize_passes.h"
#include "sql/token_cursor.h"

namespace slipher::sql {
namespace {

using Id = TokenList::Id;

bool is_name(const TokenList& list, Id id) {
  return list.kind(id) == TokenKind::kWord || list.kind(id) == TokenKind::kQuotedIdentifier;
}

/// The statement's verb, behind WITH's common tables when there are any.
Id verb(const TokenList& list) {
  Id id = list.first();
  if (!list.is(id, "with")) return id;
  while (id != TokenList::kEnd && !list.is(id, "select") && !list.is(id, "insert") && !list.is(id, "update") &&
         !list.is(id, "delete")) {
    id = list.next_over_group(id);
  }
  return id;
}

/// SET t.c = 1, t.d = 2: the engine takes bare columns only.
void strip_qualifiers(TokenList& list, Id set) {
  bool at_target = true;
  for (Id id = list.next(set); id != TokenList::kEnd && !list.is(id, "where") && !list.is(id, "from");
       id = list.next_over_group(id)) {
    while (at_target && is_name(list, id) && list.is(list.next(id), ".")) {
      const Id column = list.next(list.next(id));
      list.erase_range(id, list.next(id));
      id = column;
    }
    at_target = list.is(id, ",");
  }
}

/// * EXCLUDE a, b stands at the end of a select list.
void bracket_exclude(TokenList& list, Id exclude) {
  Id end = list.next(exclude);
  if (!is_name(list, end)) return;
  while (is_name(list, end) && !is_structural(list.text(end))) {
    end = list.next(end);
    if (!list.is(end, ",")) break;
    end = list.next(end);
  }
  const Id open = list.insert_before(list.next(exclude), TokenKind::kPunctuation, "(", exclude);
  list.set_partners(open, list.insert_before(end, TokenKind::kPunctuation, ")", exclude));
}

/// The first item * or t.* of the select list that `exclude` ends; kEnd when there is none.
Id first_star(const TokenList& list, Id exclude) {
  Id star = TokenList::kEnd;
  for (Id id = list.previous(exclude); id != TokenList::kEnd && !list.is(id, "select") && !list.is(id, "(");
       id = list.previous_over_group(id)) {
    const Id before = list.previous(id);
    const bool begins_item = list.is(before, ",") || list.is(before, ".") || list.is(before, "select") ||
                             list.is(before, "distinct") || list.is(before, "all");
    if (list.is(id, "*") && begins_item) star = id;
  }
  return star;
}

/// SELECT *, 1 AS a EXCLUDE (b) -> SELECT * EXCLUDE (b), 1 AS a: the engine wants it behind a star. An item of that
/// name which is written out stays.
void move_exclude(TokenList& list, Id exclude) {
  const Id open = list.next(exclude);
  const Id star = first_star(list, exclude);
  if (!list.is(open, "(") || list.partner(open) == TokenList::kEnd || star == TokenList::kEnd ||
      star == list.previous(exclude))
    return;
  list.move_before(list.next(star), exclude, list.partner(open));
}

/// FROM (t) and JOIN (s.t AS a): the engine takes a bare table only.
void strip_table_brackets(TokenList& list, Id open) {
  const Id close = list.partner(open);
  Id last = list.next(open);
  if (close == TokenList::kEnd || !is_name(list, last) || is_structural(list.text(last))) return;
  while (list.is(list.next(last), ".") && is_name(list, list.next(list.next(last)))) last = list.next(list.next(last));
  if (list.is(list.next(last), "as")) last = list.next(last);
  if (list.next(last) != close && is_name(list, list.next(last)) && !is_structural(list.text(list.next(last))))
    last = list.next(last);
  if (list.next(last) != close) return;
  list.erase(open);
  list.erase(close);
}

/// schema.table.*: the engine takes table.* only. `star` is behind a point.
void strip_star_qualifiers(TokenList& list, Id star) {
  const Id table = list.previous(list.previous(star));
  if (!is_name(list, table)) return;
  while (list.is(list.previous(table), ".") && is_name(list, list.previous(list.previous(table)))) {
    list.erase_range(list.previous(list.previous(table)), list.previous(table));
  }
}

}  // namespace

void rewrite_statements(TokenList& list) {
  const Id first = verb(list);
  if (list.is(first, "delete") && !list.is(list.next(first), "from")) {
    list.insert_before(list.next(first), TokenKind::kWord, "from", first);
  }
  if (list.is(first, "update")) {
    Id set = list.next(first);
    while (set != TokenList::kEnd && !list.is(set, "set")) set = list.next(set);
    if (set != TokenList::kEnd) strip_qualifiers(list, set);
  }
  for (Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    if (list.is(id, "*") && list.is(list.previous(id), ".")) strip_star_qualifiers(list, id);
    if (list.is(id, "exclude")) {
      const Id behind = list.previous(id);
      bracket_exclude(list, id);
      move_exclude(list, id);
      id = list.next(behind) == id ? id : behind;
    }
    if ((list.is(id, "from") || list.is(id, "join")) && list.is(list.next(id), "("))
      strip_table_brackets(list, list.next(id));
  }
}

}  // namespace slipher::sql
