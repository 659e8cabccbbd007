#include <string>

#include "sql/normalize_passes.h"

namespace slipher::sql {
namespace {

using Id = TokenList::Id;

void move_order_inside(TokenList& list, Id close) {
  const Id within = list.next(close);
  const Id group = list.next(within);
  const Id open = list.next(group);
  if (!list.is(within, "within") || !list.is(group, "group") || !list.is(open, "(")) return;
  const Id end = list.partner(open);
  if (end == TokenList::kEnd || !list.is(list.next(open), "order")) return;
  list.move_before(close, list.next(open), list.previous(end));
  list.erase_range(within, end);
}

/// Aggregates whose WITHIN GROUP the engine reads itself.
bool keeps_group(const TokenList& list, Id function) {
  return list.is(function, "percentile_cont") || list.is(function, "percentile_disc") || list.is(function, "mode");
}

/// Redshift's approximate aggregates; `id` is APPROXIMATE.
void drop_approximate(TokenList& list, Id id) {
  const Id function = list.next(id);
  const Id open = list.next(function);
  if (!list.is(open, "(")) return;
  if (list.is(function, "count") && list.is(list.next(open), "distinct")) {
    list.set_text(function, "approx_count_distinct");
    list.erase(list.next(open));
    list.erase(id);
  } else if (list.is(function, "percentile_disc")) {
    list.erase(id);
  }
}

/// Makes a comma of KEEP and SET; the number of paths to keep, or 0 without KEEP, goes before the paths.
void flatten_transform(TokenList& list, Id open) {
  const Id close = list.partner(open);
  if (close == TokenList::kEnd) return;
  Id keep = TokenList::kEnd, set = TokenList::kEnd;
  int paths = 1;
  for (Id id = list.next(open); id != close; id = list.next_over_group(id)) {
    if (list.is(list.previous(id), ".")) continue;
    if (list.is(id, "keep") && keep == TokenList::kEnd && set == TokenList::kEnd) keep = id;
    if (list.is(id, "set") && set == TokenList::kEnd) set = id;
    if (list.is(id, ",") && keep != TokenList::kEnd && set == TokenList::kEnd) paths++;
  }
  const auto make_comma = [&](Id id) {
    list.set_text(id, ",");
    list.set_kind(id, TokenKind::kPunctuation);
  };
  if (set != TokenList::kEnd) make_comma(set);
  const Id place = keep != TokenList::kEnd ? list.next(keep) : set != TokenList::kEnd ? set : close;
  if (keep == TokenList::kEnd) list.insert_before(place, TokenKind::kPunctuation, ",", open);
  if (keep != TokenList::kEnd) make_comma(keep);
  list.insert_before(place, TokenKind::kNumber, keep == TokenList::kEnd ? "0" : std::to_string(paths), open);
  if (keep != TokenList::kEnd) list.insert_before(place, TokenKind::kPunctuation, ",", open);
}

}  // namespace

void rewrite_calls(TokenList& list) {
  for (Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    const Id open = list.next(id);
    if (list.is(id, "approximate")) drop_approximate(list, id);
    if (list.is(id, "object_transform") && list.is(open, "(")) flatten_transform(list, open);
    if (list.kind(id) == TokenKind::kWord && !keeps_group(list, id) && list.is(open, "(") &&
        list.partner(open) != TokenList::kEnd) {
      move_order_inside(list, list.partner(open));
    }
    const bool nulls = (list.is(id, "ignore") || list.is(id, "respect")) && list.is(open, "nulls");
    if (nulls && list.is(list.previous(id), ")") && list.is(list.next(open), "over")) {
      list.move_before(list.previous(id), id, open);
    }
  }
}

}  // namespace slipher::sql
