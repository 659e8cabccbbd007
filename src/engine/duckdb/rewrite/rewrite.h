#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/duckdb/session_context.h"

namespace duckdb {
class SQLStatement;
class SelectNode;
class SetOperationNode;
}  // namespace duckdb

namespace slipher::engine {

/// What the rewriting of one statement may look at.
struct RewriteContext {
  /// Values of $1 .. $n, in order. Each becomes an untyped string constant, as if it stood in the text in quotes.
  const std::vector<std::string>& parameters;
  /// Who asks: current_user, pg_backend_pid(), pg_last_copy_count() ... become constants.
  const SessionContext& session;
  /// Filled by rewrite(): queries whose GROUP BY may need expand_item_names() (group_aliases.h). They live in the
  /// statement.
  std::vector<duckdb::SelectNode*> grouped_by_items = {};
  /// The same: for type_set_literals() (set_literals.h), those around others first.
  std::vector<duckdb::SetOperationNode*> set_operations = {};
};

/// Gives a statement that DuckDB's parser read the meaning that it has in Redshift, in place: functions and operators,
/// casts, result column names, parameters. Descends into every expression and query that the statement holds.
///
/// The text must have gone through sql/normalize before it was parsed. Relied on: string escapes are resolved; date
/// parts are string literals (dateadd('month', ...)); LISTAGG's WITHIN GROUP is listagg([DISTINCT] x[, d] ORDER BY
/// ...); CONVERT(type, x) is CAST; VARCHAR(n) and CHAR(n) are rs_varchar(n) and rs_char(n); `x # y` is rs_xor(x, y);
/// SIMILAR TO p ESCAPE e is rs_similar(x, p, e); IGNORE NULLS stands inside the parentheses. `statement.query` must be
/// the text that was parsed: places in it tell EXTRACT from date_part() and ~ from SIMILAR TO.
///
/// Refuses (kSql) what could reach files, settings or the engine's internals: statements other than queries, INSERT,
/// UPDATE, DELETE, MERGE, CREATE TABLE/VIEW/SCHEMA, DROP, ALTER, EXPLAIN and transaction control; table functions
/// but the few that Redshift has; internal catalogs and schemas. The tree's ToString() keeps the new meaning, so views
/// and translate_query may be printed and parsed again; a statement must not be rewritten twice.
Result<void> rewrite(duckdb::SQLStatement& statement, RewriteContext& context);

}  // namespace slipher::engine
