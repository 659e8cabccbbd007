// DECLARE, FETCH, CLOSE at the level of the session.
#include "engine/duckdb/lowering/statements.h"

namespace slipher::engine {

// Redshift wants a transaction block around a cursor. Here one that was declared outside of a block stays open until it
// is closed, which programs that keep to the rule do not notice.
Result<Outcome> lower_statement(Session& session, const sql::DeclareCursor& statement) {
  const bool in_transaction = session.connection().HasActiveTransaction();
  auto outcome = session.runner().run(statement.query.text, session.parameters());
  if (!outcome) return outcome;
  auto rows = RowSet::take(*std::move(outcome), *session.connection().context);
  if (!rows) return rows.error();
  if (!*rows) return sql_failure("DECLARE CURSOR is for a query");
  if (auto opened = session.cursors.open(statement.name, *std::move(rows), !in_transaction); !opened)
    return opened.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::FetchRows& statement) {
  auto rows = session.cursors.find(statement.cursor);
  if (!rows) return rows.error();
  return (*rows)->fetch(statement.rows, *session.connection().context);
}

Result<Outcome> lower_statement(Session& session, const sql::CloseCursor& statement) {
  if (statement.all) {
    session.cursors.close_all();
    return Outcome{};
  }
  if (auto closed = session.cursors.close(statement.name); !closed) return closed.error();
  return Outcome{};
}

}  // namespace slipher::engine
