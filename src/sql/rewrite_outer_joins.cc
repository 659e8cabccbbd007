#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "sql/normalize_passes.h"
#include "sql/token_cursor.h"

namespace slipher::sql {
namespace {

using Id = TokenList::Id;

/// An item of FROM or a condition of WHERE: tokens `first` to `last`.
struct Range {
  Id first;
  Id last;
};

struct FromItem {
  Range range;
  std::string alias;              // as a name, without quotes
  std::vector<Range> conditions;  // those with (+) on this item
  std::set<std::size_t> needs;    // the items that its conditions name besides itself
};

struct Condition {
  Range range;
  std::set<std::size_t> items;  // that it names
  std::set<std::size_t> outer;  // that it names with (+)
};

bool is_name(const TokenList& list, Id id) {
  return list.kind(id) == TokenKind::kWord || list.kind(id) == TokenKind::kQuotedIdentifier;
}

std::string name_of(const TokenList& list, Id id) {
  Token token{list.kind(id), false, list.text(id), 0};
  return identifier_value(token);
}

bool is_any(const TokenList& list, Id id, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return list.is(id, word); });
}

/// One query whose WHERE has columns marked with (+).
class OuterJoins {
 public:
  OuterJoins(TokenList& list, std::set<Id>& marked, std::string_view original)
      : list_(list), marked_(marked), original_(original) {}

  Result<void> rewrite(Id column) {
    if (!find_clauses(column)) return refused(column, "outside of a WHERE clause");
    if (Result<void> read = read_items(); !read) return read;
    if (Result<void> read = read_conditions(column); !read) return read;
    std::vector<std::size_t> order;
    if (!order_items(order)) return refused(column, "between tables that wait for each other");
    rebuild(order);
    return {};
  }

 private:
  Error fail(Id id, std::string_view message) const { return sql_error(message, original_, list_.offset(id)); }
  Error refused(Id id, std::string_view where) const {
    return fail(id, "the outer join operator (+) " + std::string(where) + " is not supported by Slipher");
  }

  bool find_clauses(Id column) {
    where_ = column;
    while (where_ != TokenList::kEnd && !is_any(list_, where_, {"where", "(", "select"})) {
      where_ = list_.previous_over_group(where_);
    }
    if (list_.is(where_, "(")) {  // inside parentheses of a condition: only plain conjunctions are understood
      return false;
    }
    from_ = list_.is(where_, "where") ? list_.previous(where_) : TokenList::kEnd;
    while (from_ != TokenList::kEnd && !is_any(list_, from_, {"from", "(", "select"})) {
      from_ = list_.previous_over_group(from_);
    }
    end_ = list_.next(where_);
    while (
        end_ != TokenList::kEnd &&
        !is_any(list_, end_, {"group", "having", "order", "limit", "union", "except", "intersect", "qualify", ")"})) {
      end_ = list_.next_over_group(end_);
    }
    return list_.is(from_, "from");
  }

  Result<void> read_items() {
    Id first = list_.next(from_);
    for (Id id = first; true; id = list_.next_over_group(id)) {
      if (is_any(list_, id, {"join", "left", "right", "full", "cross", "natural", "lateral"})) {
        return refused(id, "together with JOIN");
      }
      if (id != where_ && !list_.is(id, ",")) continue;
      const Id last = list_.previous(id);
      if (!is_name(list_, last)) return refused(last, "with such a FROM clause");
      items_.push_back({{first, last}, name_of(list_, last), {}, {}});
      first = list_.next(id);
      if (id == where_) return {};
    }
  }

  std::size_t item_named(const std::string& alias) const {
    std::size_t i = 0;
    while (i < items_.size() && items_[i].alias != alias) ++i;
    return i;
  }

  /// The one item that has qualified columns with (+): columns with (+) but no qualifier must be its, too.
  void find_only_outer() {
    std::set<std::size_t> outer;
    for (Id id = list_.next(where_); id != end_; id = list_.next(id)) {
      if (!marked_.contains(id) || !list_.is(list_.previous(id), ".")) continue;
      outer.insert(item_named(name_of(list_, list_.previous(list_.previous(id)))));
    }
    only_outer_ = outer.size() == 1 ? *outer.begin() : items_.size();
  }

  /// Notes what the condition `first` .. `last` names.
  Result<Condition> read_condition(Id first, Id last) {
    Condition condition{{first, last}, {}, {}};
    for (Id id = first; true; id = list_.next(id)) {
      const bool qualified = is_name(list_, id) && list_.is(list_.previous(id), ".");
      const std::size_t item =
          qualified ? item_named(name_of(list_, list_.previous(list_.previous(id)))) : items_.size();
      if (item < items_.size()) condition.items.insert(item);
      if (marked_.erase(id) > 0) {
        if (item == items_.size() && only_outer_ == items_.size()) {
          return refused(id, "on a column without its table's name");
        }
        condition.outer.insert(item == items_.size() ? only_outer_ : item);
      }
      if (id == last) return condition;
    }
  }

  Result<void> read_conditions(Id column) {
    find_only_outer();
    Id first = list_.next(where_);
    bool between = false;
    for (Id id = first; true; id = list_.next_over_group(id)) {
      if (list_.is(id, "or")) return fail(column, "Outer join operator (+) not allowed in operand of OR or IN.");
      if (list_.is(id, "case")) return refused(column, "beside CASE");
      between = between || list_.is(id, "between");
      const bool at_end = id == end_;
      if (!at_end && !list_.is(id, "and")) continue;
      if (!at_end && between) {  // the AND of BETWEEN
        between = false;
        continue;
      }
      Result<Condition> condition = read_condition(first, list_.previous(id));
      if (!condition) return condition.error();
      if (condition->outer.size() > 1) return refused(column, "on two tables in one condition");
      if (condition->outer.empty()) {
        remaining_.push_back(condition->range);
      } else {
        FromItem& outer = items_[*condition->outer.begin()];
        outer.conditions.push_back(condition->range);
        condition->items.erase(*condition->outer.begin());
        outer.needs.merge(condition->items);
        if (outer.needs.size() > 1) return fail(column, "A table may be outer joined to at most one other table.");
      }
      if (at_end) return {};
      first = list_.next(id);
    }
  }

  /// Plain tables first, then each outer one behind those that it needs.
  bool order_items(std::vector<std::size_t>& order) const {
    std::vector<bool> placed(items_.size());
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (!items_[i].conditions.empty()) continue;
      order.push_back(i);
      placed[i] = true;
    }
    bool progress = !order.empty();
    while (progress) {
      progress = false;
      for (std::size_t i = 0; i < items_.size(); ++i) {
        const auto& needs = items_[i].needs;
        if (placed[i] || !std::all_of(needs.begin(), needs.end(), [&](std::size_t need) { return placed[need]; }))
          continue;
        order.push_back(i);
        placed[i] = true;
        progress = true;
      }
    }
    return order.size() == items_.size();
  }

  void word(Id place, std::string text) { list_.insert_before(place, TokenKind::kWord, std::move(text), place); }

  void rebuild(const std::vector<std::size_t>& order) {
    for (Id id = list_.next(from_); id != where_; id = list_.next_over_group(id)) {
      if (list_.is(id, ",")) list_.erase(id);
    }
    detach(remaining_);
    for (const FromItem& item : items_) detach(item.conditions);
    bool first = true;
    for (const std::size_t i : order) {
      const FromItem& item = items_[i];
      if (!first) {
        word(where_, item.conditions.empty() ? "cross" : "left");
        word(where_, "join");
      }
      first = false;
      list_.move_before(where_, item.range.first, item.range.last);
      append(where_, item.conditions, "on");
    }
    append(end_, remaining_, "where");
    list_.erase_range(where_, where_);
  }

  /// Takes the AND before each condition away.
  void detach(const std::vector<Range>& ranges) {
    for (const Range& range : ranges) {
      if (list_.is(list_.previous(range.first), "and")) list_.erase(list_.previous(range.first));
    }
  }

  /// keyword condition AND condition ... before `place`.
  void append(Id place, const std::vector<Range>& ranges, std::string_view keyword) {
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      word(place, std::string(i == 0 ? keyword : "and"));
      list_.move_before(place, ranges[i].first, ranges[i].last);
    }
  }

  TokenList& list_;
  std::set<Id>& marked_;
  std::string_view original_;
  Id from_ = TokenList::kEnd;
  Id where_ = TokenList::kEnd;
  Id end_ = TokenList::kEnd;
  std::vector<FromItem> items_;
  std::size_t only_outer_ = 0;
  std::vector<Range> remaining_;
};

}  // namespace

Result<void> rewrite_outer_joins(TokenList& list, std::string_view original) {
  std::set<Id> marked;
  for (Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    const Id open = list.previous(id);
    if (!list.is(id, "+") || !list.is(open, "(") || !list.is(list.next(id), ")")) continue;
    const Id column = list.previous(open);
    marked.insert(column);
    list.erase_range(open, list.next(id));
    id = column;
  }
  while (!marked.empty()) {
    const Id column = *marked.begin();
    if (Result<void> done = OuterJoins(list, marked, original).rewrite(column); !done) return done;
    if (marked.contains(column)) marked.erase(column);
  }
  return {};
}

}  // namespace slipher::sql
