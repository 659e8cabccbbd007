#include <string>
#include <vector>

#include "sql/keywords.h"
#include "sql/lexer.h"
#include "sql/normalize_passes.h"
#include "sql/token_cursor.h"

namespace slipher::sql {
namespace {

using Id = TokenList::Id;

/// A token in its place.
struct Place {
  const TokenList& list;
  Id id;
  Id bracket;       // the innermost bracket that is open; kEnd = none
  bool has_select;  // a SELECT or VALUES came before, outside of brackets

  bool is(std::string_view text) const { return list.is(id, text); }
  /// A token before this one: 1 is the previous one.
  Id before(int count) const {
    Id at = id;
    for (int i = 0; i < count && (i == 0 || at != TokenList::kEnd); ++i) at = list.previous(at);
    return at;
  }
  bool follows(std::string_view text, int count = 1) const { return list.is(before(count), text); }
  template <class... Texts>
  bool follows_one(const Texts&... texts) const {
    return (follows(texts) || ...);
  }
  Id next() const { return list.next(id); }
  bool precedes(std::string_view text) const { return list.is(next(), text); }
  template <class... Texts>
  bool precedes_one(const Texts&... texts) const {
    return (precedes(texts) || ...);
  }
};

/// Whether a value or a name may end with this token.
bool ends_operand(const TokenList& list, Id id) {
  switch (list.kind(id)) {
    case TokenKind::kEnd:
    case TokenKind::kOperator:
      return false;
    case TokenKind::kPunctuation:
      return list.is(id, ")") || list.is(id, "]");
    case TokenKind::kWord:
      return !is_structural(list.text(id)) || can_be_bare_alias(list.text(id)) || list.is(id, "end");
    default:
      return true;
  }
}

/// Whether the innermost bracket holds the arguments of a call.
bool is_in_call(const Place& at) {
  return at.list.is(at.bracket, "(") && ends_operand(at.list, at.list.previous(at.bracket));
}

bool is_list(const Place& at) { return at.is("[") && !ends_operand(at.list, at.before(1)); }

bool is_behind_comma(const Place& at) {
  if (!at.follows(",")) return false;
  for (const auto* end : {")", "]", ";", "from", "where", "group", "order", "having", "union", "except", "intersect",
                          "limit", "offset", "into"}) {
    if (at.is(end)) return true;
  }
  // The first part of a query that is sent alone ends so: it is let through.
  return false;
}

bool is_colon(const Place& at) { return at.is(":") || at.is(":="); }

bool is_behind_star(const Place& at) {
  const bool is_change =
      at.is("rename") || at.is("like") || at.is("ilike") || at.is("similar") || at.is("not") || at.is("replace");
  if (!is_change || !at.follows("*")) return false;
  return at.follows("select", 2) || at.follows("distinct", 2) || at.follows("all", 2) || at.follows(",", 2) ||
         at.follows(".", 2) || at.follows("(", 2);
}

bool is_sample(const Place& at) {
  if (!at.is("using") || !at.precedes("sample")) return false;
  const Id size = at.list.next(at.next());
  return at.list.kind(size) == TokenKind::kNumber ||
         ((at.list.is(size, "reservoir") || at.list.is(size, "bernoulli") || at.list.is(size, "system")) &&
          at.list.is(at.list.next(size), "("));
}

bool is_filter(const Place& at) {
  return at.is("(") && at.follows("filter") && at.follows(")", 2) && at.precedes("where");
}

bool is_frame_of_groups(const Place& at) {
  const bool begins = at.is("groups") && (at.precedes_one("between", "unbounded", "current") ||
                                          at.list.kind(at.next()) == TokenKind::kNumber);
  // In a window: anywhere else a column of that name stands behind a word or an operator.
  return begins && at.list.is(at.list.previous(at.bracket), "over") &&
         (ends_operand(at.list, at.before(1)) || at.follows_one("asc", "desc", "("));
}

bool is_frame_exclusion(const Place& at) {
  return at.is("exclude") && at.follows_one("row", "preceding", "following") &&
         at.precedes_one("current", "no", "ties", "group");
}

bool is_all_to_order_by(const Place& at) { return at.is("all") && at.follows("by") && at.follows("order", 2); }

bool is_insert_or(const Place& at) { return at.is("or") && at.follows("insert"); }

bool is_percentage(const Place& at) {
  return at.is("%") && at.follows("limit", 2) && (at.next() == TokenList::kEnd || at.precedes_one(")", "offset", ";"));
}

/// UNPIVOT (... IN (a AS 'x')) has labels.
bool is_text_as_alias(const Place& at) {
  return at.list.kind(at.id) == TokenKind::kString && at.follows("as") &&
         (at.next() == TokenList::kEnd || at.precedes_one(",", "from", ")")) &&
         !at.list.is(at.list.previous(at.bracket), "in");
}

/// TRIM('x' FROM 'xa') and IS DISTINCT FROM 'x' are no names of tables.
bool is_text_as_table(const Place& at) {
  if (at.list.kind(at.id) != TokenKind::kString) return false;
  return at.follows("join") || (at.follows("from") && !at.follows("distinct", 2) && !is_in_call(at));
}

bool is_from_without_select(const Place& at) {
  if (!at.is("from")) return false;
  if (at.id == at.list.first() || at.follows_one("union", "except", "intersect")) return true;
  if (at.follows("(")) return !is_in_call(at);
  if (at.follows("all")) return at.follows("union", 2) || at.follows("except", 2) || at.follows("intersect", 2);
  return at.bracket == TokenList::kEnd && at.list.is(at.list.first(), "insert") && !at.has_select;
}

bool is_materialized(const Place& at) {
  return (at.is("materialized") && at.follows("as") && at.precedes("(")) ||
         (at.is("not") && at.follows("as") && at.precedes("materialized"));
}

/// What the engine's parser takes and Redshift's does not, by the token at which Redshift's stops.
struct Extra {
  std::string_view example;
  bool (*is_at)(const Place&);
};
constexpr Extra kExtras[] = {
    {"SELECT [1, 2]", is_list},
    {"SELECT a, FROM t", is_behind_comma},
    {"SELECT x: 1", is_colon},
    {"SELECT * RENAME (a AS b) FROM t", is_behind_star},
    {"SELECT a FROM t USING SAMPLE 5", is_sample},
    {"SELECT count(*) FILTER (WHERE a = 1) FROM t", is_filter},
    {"SELECT sum(a) OVER (ORDER BY a GROUPS 1 PRECEDING) FROM t", is_frame_of_groups},
    {"SELECT sum(a) OVER (ORDER BY a ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t",
     is_frame_exclusion},
    {"SELECT a FROM t ORDER BY ALL", is_all_to_order_by},
    {"INSERT OR REPLACE INTO t VALUES (1)", is_insert_or},
    {"SELECT a FROM t LIMIT 10%", is_percentage},
    {"SELECT a AS 'b' FROM t", is_text_as_alias},
    {"SELECT a FROM 'file.csv'", is_text_as_table},
    {"SELECT a FROM (FROM t)", is_from_without_select},
    {"WITH c AS MATERIALIZED (SELECT 1) SELECT * FROM c", is_materialized},
};

/// Functions that the engine's parser knows by name.
constexpr std::string_view kParserFunctions[] = {"construct_array", "if", "ifnull", "try", "unpack"};
/// Operators that it takes for others: to it // is the division of integers, and == is =.
constexpr std::string_view kParserOperators[] = {"//", "=="};

void hide_from_parser(TokenList& list, Id id) {
  for (const auto name : kParserFunctions) {
    if (list.is(id, name) && list.is(list.next(id), "("))
      list.set_text(id, std::string(kHiddenFunction) + std::string(name));
  }
  for (const auto name : kParserOperators) {
    if (list.kind(id) == TokenKind::kOperator && list.text(id) == name)
      list.set_text(id, std::string(name) + name[0] + name[0]);
  }
}

Error error_at(const TokenList& list, Id id, std::string_view original) {
  if (id == TokenList::kEnd) return sql_error("syntax error at end of input", original, original.size());
  Lexer lexer(original);
  lexer.seek(list.offset(id));
  return syntax_error(lexer.next(), original);
}

}  // namespace

Result<void> refuse_extras(TokenList& list, std::string_view original) {
  std::vector<Id> open;
  Place at{list, list.first(), TokenList::kEnd, false};
  while (true) {
    at.bracket = open.empty() ? TokenList::kEnd : open.back();
    for (const auto& extra : kExtras) {
      if (extra.is_at(at)) return error_at(list, at.id, original);
    }
    if (at.id == TokenList::kEnd) return {};
    hide_from_parser(list, at.id);
    if (open.empty() && (at.is("select") || at.is("values"))) at.has_select = true;
    if (at.is("(") || at.is("[")) open.push_back(at.id);
    if ((at.is(")") || at.is("]")) && !open.empty()) open.pop_back();
    at.id = list.next(at.id);
  }
}

}  // namespace slipher::sql
