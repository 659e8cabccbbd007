#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

constexpr const char* kSourceRows = "slipher_merge_source";

struct Sides {
  std::string target;  // quoted table and alias
  std::string source;  // table or query, and alias
  std::string condition;
  std::string target_name;  // what the target's columns may be qualified with
};

Result<Sides> sides_of(Session& session, const sql::Merge& merge) {
  auto object = session.resolve_existing(merge.target);
  if (!object) return object.error();
  auto source = normalized_text(session, merge.source);
  if (!source) return source.error();
  auto condition = normalized_text(session, merge.condition);
  if (!condition) return condition.error();
  Sides sides;
  // Without an alias the conditions may name it with its schema.
  sides.target = sides.target_name = session.quoted(*object);
  if (!merge.target_alias.empty()) {
    sides.target_name = quote_name(merge.target_alias);
    sides.target += " AS " + sides.target_name;
  }
  sides.source = *source;
  if (!merge.source_alias.empty()) sides.source += " AS " + quote_name(merge.source_alias);
  sides.condition = *condition;
  return sides;
}

// "Found multiple matches to update the same tuple": more than one source row for a target row (Redshift, "MERGE").
Result<void> refuse_multiple_matches(Session& session, const Sides& sides) {
  auto matches = session.runner().run_normalized("SELECT 1 FROM " + sides.target + " JOIN " + sides.source + " ON " +
                                                     sides.condition + " GROUP BY " + sides.target_name +
                                                     ".rowid HAVING count(*) > 1 LIMIT 1",
                                                 session.parameters());
  if (!matches) return matches.error();
  Chunk chunk;
  auto row = matches->stream->next(chunk);
  if (!row) return row.error();
  if (*row) return sql_failure("Found multiple matches to update the same tuple.");
  return {};
}

Result<std::string> clause_text(Session& session, const sql::MergeClause& clause) {
  using Kind = sql::MergeClause::Kind;
  std::string text = clause.matched ? " WHEN MATCHED" : " WHEN NOT MATCHED";
  if (!clause.condition.empty()) {
    auto condition = normalized_text(session, clause.condition);
    if (!condition) return condition.error();
    text += " AND (" + *condition + ")";
  }
  text += " THEN ";
  if (clause.kind == Kind::kDelete) return text + "DELETE";
  std::vector<std::string> values;
  for (const auto& span : clause.values) {
    auto value = normalized_text(session, span);
    if (!value) return value.error();
    values.push_back(*std::move(value));
  }
  std::string columns, list;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto separator = i ? ", " : "";
    if (clause.kind == Kind::kUpdate) {
      list += separator + quote_name(clause.columns.at(i)) + " = " + values[i];
    } else {
      list += separator + values[i];
      if (i < clause.columns.size()) columns += separator + quote_name(clause.columns[i]);
    }
  }
  if (clause.kind == Kind::kUpdate) return text + "UPDATE SET " + list;
  return text + "INSERT" + (columns.empty() ? "" : " (" + columns + ")") + " VALUES (" + list + ")";
}

// Target rows that match go, then the distinct source rows come.
Result<Outcome> remove_duplicates(Session& session, const sql::Merge& merge, const Sides& sides) {
  const auto run = [&](const std::string& text) { return session.runner().run_normalized(text, session.parameters()); };
  const auto rows = "temp.main." + std::string(kSourceRows);
  auto kept = run("CREATE OR REPLACE TEMPORARY TABLE " + std::string(kSourceRows) + " AS SELECT DISTINCT * FROM " +
                  sides.source);
  if (!kept) return kept;
  auto removed = run("DELETE FROM " + sides.target + " USING " + sides.source + " WHERE " + sides.condition);
  if (!removed) return removed;
  auto object = session.resolve_existing(merge.target);
  if (!object) return object.error();
  auto inserted = session.runner().change("INSERT INTO " + session.quoted(*object) + " FROM " + rows);
  if (!inserted) return inserted.error();
  if (auto dropped = session.runner().change("DROP TABLE " + rows); !dropped) return dropped.error();
  Outcome outcome;
  outcome.rows = *inserted;
  return outcome;
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::Merge& statement) {
  auto sides = sides_of(session, statement);
  if (!sides) return sides.error();
  if (statement.remove_duplicates) return remove_duplicates(session, statement, *sides);
  if (auto single = refuse_multiple_matches(session, *sides); !single) return single.error();
  std::string text = "MERGE INTO " + sides->target + " USING " + sides->source + " ON (" + sides->condition + ")";
  for (const auto& clause : statement.clauses) {
    auto part = clause_text(session, clause);
    if (!part) return part.error();
    text += *part;
  }
  return session.runner().run_normalized(text, session.parameters());
}

}  // namespace slipher::engine
