#include <vector>

#include "sql/keywords.h"
#include "sql/normalize_passes.h"

namespace slipher::sql {
namespace {

using Id = TokenList::Id;

bool is_name(const TokenList& list, Id id) {
  return (list.kind(id) == TokenKind::kWord && !is_structural(list.text(id))) ||
         list.kind(id) == TokenKind::kQuotedIdentifier;
}

/// A path that a FROM clause unnests: name.name[0].name.
struct Path {
  Id end = TokenList::kEnd;  // the token behind it
  bool has_subscript = false;
  int names = 1;
};

Path read_path(const TokenList& list, Id id) {
  Path path;
  Id at = list.next(id);
  for (;;) {
    if (list.is(at, ".") && is_name(list, list.next(at))) {
      at = list.next(list.next(at));
      path.names++;
    } else if (list.is(at, "[") && list.partner(at) != TokenList::kEnd) {
      at = list.next(list.partner(at));
      path.has_subscript = true;
    } else {
      path.end = at;
      return path;
    }
  }
}

/// AT, which the reader of tokens may have quoted: the engine reserves it.
bool is_at(const TokenList& list, Id id) { return list.is(id, "at") || list.text(id) == "\"at\""; }

std::string quoted(const TokenList& list, Id id) {
  return list.kind(id) == TokenKind::kQuotedIdentifier ? list.text(id) : quoted_name(list.text(id));
}

/// path AS item AT position -> rs_unnest(path) AS item(item, position); `unpivot` is that word or kEnd.
void rewrite_item(TokenList& list, Id first, Id unpivot) {
  const Path path = read_path(list, first);
  const Id alias = list.is(path.end, "as") ? list.next(path.end) : path.end;
  if (!is_name(list, alias) || is_at(list, alias)) return;
  const Id at = list.next(alias);
  const Id position = is_at(list, at) ? list.next(at) : TokenList::kEnd;
  const bool has_position = position != TokenList::kEnd && is_name(list, position);
  if (unpivot == TokenList::kEnd && !has_position && !path.has_subscript && path.names < 4) return;
  list.insert_before(first, TokenKind::kWord, unpivot == TokenList::kEnd ? "rs_unnest" : "rs_unpivot", first);
  const Id open = list.insert_before(first, TokenKind::kPunctuation, "(", first);
  list.set_partners(open, list.insert_before(path.end, TokenKind::kPunctuation, ")", first));
  const Id behind = has_position ? list.next(position) : at;
  const Id names = list.insert_before(behind, TokenKind::kPunctuation, "(", alias);
  list.insert_before(behind, TokenKind::kQuotedIdentifier, quoted(list, alias), alias);
  if (has_position) {
    list.insert_before(behind, TokenKind::kPunctuation, ",", position);
    list.insert_before(behind, TokenKind::kQuotedIdentifier, quoted(list, position), position);
    list.erase_range(at, position);
  }
  list.set_partners(names, list.insert_before(behind, TokenKind::kPunctuation, ")", alias));
  if (unpivot != TokenList::kEnd) list.erase(unpivot);
}

/// UNNEST(path) [WITH OFFSET] [AS] item [(value [, position])] -> rs_unnest(path) AS item(value [, position]); without
/// names the value has the item's, and the position is "offset".
void rewrite_call(TokenList& list, Id unnest) {
  const Id close = list.partner(list.next(unnest));
  if (close == TokenList::kEnd) return;
  Id at = list.next(close);
  const bool has_position = list.is(at, "with") && list.text(list.next(at)) == "offset";
  if (has_position) {
    const Id behind = list.next(list.next(at));
    list.erase_range(at, list.next(at));
    at = behind;
  }
  const Id item = list.is(at, "as") ? list.next(at) : at;
  if (!is_name(list, item)) return;
  list.set_text(unnest, "rs_unnest");
  if (list.is(list.next(item), "(")) return;
  const Id behind = list.next(item);
  const Id open = list.insert_before(behind, TokenKind::kPunctuation, "(", item);
  list.insert_before(behind, TokenKind::kQuotedIdentifier, quoted(list, item), item);
  if (has_position) {
    list.insert_before(behind, TokenKind::kPunctuation, ",", item);
    list.insert_before(behind, TokenKind::kQuotedIdentifier, quoted_name("offset"), item);
  }
  list.set_partners(open, list.insert_before(behind, TokenKind::kPunctuation, ")", item));
}

/// Words that end a FROM clause at its own level.
bool ends_from(const TokenList& list, Id id) {
  for (const char* word : {"select", "where", "group", "having", "qualify", "order", "limit", "union", "except",
                           "intersect", "set", "values"}) {
    if (list.is(id, word)) return true;
  }
  return false;
}

}  // namespace

void rewrite_unnest(TokenList& list) {
  std::vector<bool> in_from = {false};  // by depth of brackets
  for (Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    if (list.is(id, "(") || list.is(id, "[")) in_from.push_back(false);
    if ((list.is(id, ")") || list.is(id, "]")) && in_from.size() > 1) in_from.pop_back();
    if (ends_from(list, id)) in_from.back() = false;
    if (list.is(id, "from")) in_from.back() = true;
    if (!in_from.back() || !(list.is(id, "from") || list.is(id, ",") || list.is(id, "join"))) continue;
    const Id next = list.next(id);
    const bool unpivot = list.is(next, "unpivot") && is_name(list, list.next(next));
    if (unpivot) {
      rewrite_item(list, list.next(next), next);
    } else if (list.is(next, "unnest") && list.is(list.next(next), "(")) {
      rewrite_call(list, next);
    } else if (is_name(list, next)) {
      rewrite_item(list, next, TokenList::kEnd);
    }
  }
}

}  // namespace slipher::sql
