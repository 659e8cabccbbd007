#include "sql/merge.h"

#include "sql/parsers.h"

namespace slipher::sql {
namespace {

std::string parse_alias(TokenCursor& cursor) {
  if (cursor.accept("as")) return cursor.identifier();
  const bool named = cursor.peek().is_identifier() && !cursor.at_any({"using", "on"});
  return named ? cursor.identifier() : std::string();
}

/// SET column = expression [, ...], behind SET; a qualifier of the column is the target.
void parse_assignments(TokenCursor& cursor, MergeClause& clause) {
  do {
    clause.columns.push_back(cursor.qualified_name().back());
    cursor.expect("=");
    clause.values.push_back(cursor.span_until({",", "when"}));
  } while (cursor.accept(","));
}

void parse_insert(TokenCursor& cursor, MergeClause& clause) {
  if (cursor.accept("(")) {
    do clause.columns.push_back(cursor.qualified_name().back());
    while (cursor.accept(","));
    cursor.expect(")");
  }
  cursor.expect("values", "(");
  do clause.values.push_back(cursor.span_until({","}));
  while (cursor.accept(","));
  cursor.expect(")");
  if (!cursor.failed() && !clause.columns.empty() && clause.columns.size() != clause.values.size()) {
    cursor.fail(clause.columns.size() < clause.values.size() ? "INSERT has more expressions than target columns"
                                                             : "INSERT has more target columns than expressions");
  }
}

MergeClause parse_clause(TokenCursor& cursor) {
  MergeClause clause;
  cursor.expect("when");
  clause.matched = !cursor.accept("not");
  cursor.expect("matched");
  if (cursor.accept("and")) clause.condition = cursor.span_until({"then"});
  cursor.expect("then");
  if (!clause.matched) {
    clause.kind = MergeClause::Kind::kInsert;
    cursor.expect("insert");
    parse_insert(cursor, clause);
  } else if (cursor.accept("delete")) {
    clause.kind = MergeClause::Kind::kDelete;
  } else {
    cursor.expect("update", "set");
    parse_assignments(cursor, clause);
  }
  return clause;
}

}  // namespace

Merge parse_merge(TokenCursor& cursor) {
  Merge merge;
  cursor.accept("into");
  merge.target = cursor.qualified_name();
  merge.target_alias = parse_alias(cursor);
  cursor.expect("using");
  const std::size_t source = cursor.mark();
  if (cursor.at("(")) {
    merge.source = cursor.parenthesized();
  } else {
    cursor.qualified_name();
    merge.source = cursor.span_from(source);
  }
  merge.source_alias = parse_alias(cursor);
  cursor.expect("on");
  merge.condition = cursor.span_until({"when", "remove"});
  if (cursor.accept("remove", "duplicates")) {
    merge.remove_duplicates = true;
    return merge;
  }
  do merge.clauses.push_back(parse_clause(cursor));
  while (cursor.at("when"));
  return merge;
}

}  // namespace slipher::sql
