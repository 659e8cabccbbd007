#include <initializer_list>
#include <optional>
#include <string>

#include "sql/keywords.h"
#include "sql/normalize_passes.h"
#include "sql/token_cursor.h"

namespace slipher::sql {
namespace {

using Id = TokenList::Id;

/// Tokens `first` to `last`, both included; none when first is kEnd.
struct Range {
  Id first = TokenList::kEnd;
  Id last = TokenList::kEnd;
};

bool is_any(const TokenList& list, Id id, std::initializer_list<std::string_view> words) {
  for (const auto word : words) {
    if (list.is(id, word)) return true;
  }
  return false;
}

bool is_name(const TokenList& list, Id id) {
  return list.kind(id) == TokenKind::kQuotedIdentifier ||
         (list.kind(id) == TokenKind::kWord && !is_structural(list.text(id)));
}

/// One SELECT with CONNECT BY. The rows become a recursive common table in FROM, with the column LEVEL:
/// FROM (WITH RECURSIVE rs_hierarchy AS (roots UNION ALL children JOIN rs_hierarchy AS rs_prior ON condition) ...) AS
/// t.
class Hierarchy {
 public:
  Hierarchy(TokenList& list, std::string_view original, Id connect)
      : list_(list), original_(original), connect_(connect) {}

  Result<void> rewrite() {
    if (!find_clauses()) return syntax_error_at(connect_);
    if (Result<void> read = read_source(); !read) return read;
    qualify_condition();
    hide_level_from_stars();
    build();
    return {};
  }
  /// Its FROM, which stays where it is.
  Id from() const { return from_; }

 private:
  Error syntax_error_at(Id id) const {
    return sql_error("syntax error at or near \"" + list_.text(id) + "\"", original_, list_.offset(id));
  }

  bool begins_clause(Id id) const {
    return is_any(list_, id,
                  {"where", "connect", "group", "having", "qualify", "order", "limit", "offset", "union", "except",
                   "intersect", ")", ";"}) ||
           (list_.is(id, "start") && list_.is(list_.next(id), "with")) || id == TokenList::kEnd;
  }

  /// From `id` to the next clause.
  Range clause_at(Id id) const {
    Id end = id;
    while (!begins_clause(end)) end = list_.next_over_group(end);
    return end == id ? Range{} : Range{id, list_.previous(end)};
  }

  bool find_clauses() {
    select_ = connect_;
    while (select_ != TokenList::kEnd && !is_any(list_, select_, {"select", "("}))
      select_ = list_.previous_over_group(select_);
    if (!list_.is(select_, "select")) return false;
    from_ = select_;
    while (from_ != connect_ && !list_.is(from_, "from")) from_ = list_.next_over_group(from_);
    if (from_ == connect_) return false;
    source_ = clause_at(list_.next(from_));
    for (Id id = list_.next(from_);; id = list_.next_over_group(id)) {
      if (list_.is(id, "start") && list_.is(list_.next(id), "with")) {
        start_ = id;
        roots_ = clause_at(list_.next(list_.next(id)));
      } else if (list_.is(id, "connect")) {
        condition_ = clause_at(list_.next(list_.next(id)));
      } else if (begins_clause(id) && !list_.is(id, "where")) {
        break;
      }
    }
    return source_.first != TokenList::kEnd && condition_.first != TokenList::kEnd;
  }

  /// The one table of FROM and its alias, which is taken off it.
  Result<void> read_source() {
    for (Id id = source_.first; id != list_.next(source_.last); id = list_.next_over_group(id)) {
      if (is_any(list_, id, {",", "join"}))
        return sql_error("CONNECT BY over several tables is not supported by Slipher", original_, list_.offset(id));
    }
    if (list_.is(source_.last, ")") && list_.partner(source_.last) == source_.first) {
      alias_ = "\"rs_source\"";
      return {};
    }
    const Id last = source_.last;
    const Id before = list_.previous(last);
    // Employee AS start CONNECT BY: any word is a name behind AS.
    const bool is_word = list_.kind(last) == TokenKind::kWord || list_.kind(last) == TokenKind::kQuotedIdentifier;
    if (!is_word) return syntax_error_at(connect_);
    alias_ = list_.kind(last) == TokenKind::kWord ? quoted_name(list_.text(last)) : list_.text(last);
    if (last == source_.first || list_.is(before, ".")) return {};
    source_.last = list_.is(before, "as") ? list_.previous(before) : before;
    list_.erase_range(list_.next(source_.last), last);
    return {};
  }

  /// PRIOR x is the parent's x, LEVEL the child's depth, and any other bare name a column of the child.
  void qualify_condition() {
    bool prior = false;
    const Id end = list_.next(condition_.last);
    for (Id id = condition_.first; id != end; id = list_.next(id)) {
      if (list_.is(id, "prior")) {
        prior = true;
        if (condition_.first == id) condition_.first = list_.next(id);
        list_.erase(id);
        continue;
      }
      if (!is_name(list_, id) || list_.is(list_.next(id), "(") || is_any(list_, id, {"null", "true", "false"}))
        continue;
      const bool qualified = list_.is(list_.next(id), ".");
      if (prior && qualified) {
        list_.set_text(id, "rs_prior");
        list_.set_kind(id, TokenKind::kWord);
        id = list_.next(list_.next(id));
      } else if (prior) {
        qualify(id, "rs_prior");
      } else if (qualified) {
        id = list_.next(list_.next(id));
      } else if (list_.is(id, "level")) {
        list_.set_text(id, "(rs_prior.level + 1)");
        list_.set_kind(id, TokenKind::kType);
      } else {
        qualify(id, alias_);
      }
      prior = false;
    }
  }

  void qualify(Id column, std::string_view table) {
    const Id name = list_.insert_before(column, TokenKind::kWord, std::string(table), column);
    list_.set_kind(name, TokenKind::kQuotedIdentifier);
    list_.insert_before(column, TokenKind::kPunctuation, ".", column);
    if (condition_.first == column) condition_.first = name;
  }

  /// SELECT * shows the table's columns only.
  void hide_level_from_stars() {
    for (Id id = list_.next(select_); id != from_; id = list_.next_over_group(id)) {
      const bool ends = is_any(list_, list_.next(id), {",", "from"});
      if (!list_.is(id, "*") || !ends || !is_any(list_, list_.previous(id), {"select", "all", "distinct", ",", "."}))
        continue;
      const Id place = list_.next(id);
      word(place, "exclude");
      const Id open = list_.insert_before(place, TokenKind::kPunctuation, "(", place);
      word(place, "level");
      list_.set_partners(open, list_.insert_before(place, TokenKind::kPunctuation, ")", place));
    }
  }

  void word(Id place, std::string text) { list_.insert_before(place, TokenKind::kWord, std::move(text), connect_); }
  void words(Id place, std::initializer_list<std::string_view> texts) {
    for (const auto text : texts) word(place, std::string(text));
  }
  Id open(Id place) { return list_.insert_before(place, TokenKind::kPunctuation, "(", connect_); }
  void close(Id place, Id opening) {
    list_.set_partners(opening, list_.insert_before(place, TokenKind::kPunctuation, ")", connect_));
  }
  void alias(Id place) {
    word(place, "as");
    list_.insert_before(place, TokenKind::kQuotedIdentifier, alias_, connect_);
  }
  /// SELECT alias.*, depth AS level FROM
  void select_rows(Id place, std::string depth) {
    word(place, "select");
    list_.insert_before(place, TokenKind::kQuotedIdentifier, alias_, connect_);
    list_.insert_before(place, TokenKind::kType, ".*," + depth + " as level", connect_);
    word(place, "from");
  }

  void build() {
    list_.erase_range(connect_, list_.next(connect_));
    list_.erase_range(condition_.first, condition_.last);
    if (start_ != TokenList::kEnd) {
      list_.erase_range(start_, list_.next(start_));
      if (roots_.first != TokenList::kEnd) list_.erase_range(roots_.first, roots_.last);
    }
    const Id place = list_.next(source_.last);
    list_.erase_range(source_.first, source_.last);
    const Id outer = open(place);
    words(place, {"with", "recursive", "rs_hierarchy", "as"});
    const Id table = open(place);
    select_rows(place, "1");
    list_.copy_before(place, source_.first, source_.last);
    alias(place);
    if (roots_.first != TokenList::kEnd) {
      word(place, "where");
      list_.attach_before(place, roots_.first, roots_.last);
    }
    words(place, {"union", "all"});
    select_rows(place, "rs_prior.level + 1");
    list_.attach_before(place, source_.first, source_.last);
    alias(place);
    words(place, {"join", "rs_hierarchy", "as", "rs_prior", "on"});
    const Id on = open(place);
    list_.attach_before(place, condition_.first, condition_.last);
    close(place, on);
    close(place, table);
    words(place, {"select"});
    list_.insert_before(place, TokenKind::kOperator, "*", connect_);
    words(place, {"from", "rs_hierarchy"});
    close(place, outer);
    alias(place);
  }

  TokenList& list_;
  std::string_view original_;
  Id connect_;
  Id select_ = TokenList::kEnd;
  Id from_ = TokenList::kEnd;
  Id start_ = TokenList::kEnd;
  Range source_, roots_, condition_;
  std::string alias_;
};

}  // namespace

Result<void> rewrite_hierarchies(TokenList& list, std::string_view original) {
  for (Id id = list.first(); id != TokenList::kEnd; id = list.next(id)) {
    if (!list.is(id, "connect") || !list.is(list.next(id), "by")) continue;
    Hierarchy hierarchy(list, original, id);
    if (Result<void> done = hierarchy.rewrite(); !done) return done;
    id = hierarchy.from();
  }
  return {};
}

}  // namespace slipher::sql
