// EXPLAIN, ANALYZE, VACUUM, LOCK.
#include <algorithm>

#include "engine/duckdb/lowering/statements.h"

namespace slipher::engine {
namespace {

Result<void> check_table(Session& session, const sql::QualifiedName& table) {
  if (table.empty()) return {};
  auto object = session.resolve_existing(table);
  if (!object) return object.error();
  return {};
}

std::vector<std::vector<std::optional<std::string>>> lines_of(const std::string& text) {
  std::vector<std::vector<std::optional<std::string>>> rows;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const auto end = std::min(text.find('\n', begin), text.size());
    rows.push_back({text.substr(begin, end - begin)});
    begin = end + 1;
  }
  return rows;
}

}  // namespace

// The plan is the engine's own, one line a row under Redshift's column name.
Result<Outcome> lower_statement(Session& session, const sql::Explain& statement) {
  auto outcome = session.runner().run("EXPLAIN " + statement.statement.text, session.parameters());
  if (!outcome || !outcome->stream) return outcome;
  std::string plan;
  Chunk chunk;
  for (;;) {
    auto more = outcome->stream->next(chunk);
    if (!more) return more.error();
    if (!*more) break;
    for (std::size_t row = 0; row < chunk.rows; ++row) {
      if (!chunk.columns.back().is_null(row)) plan += chunk.columns.back().at<std::string_view>(row);
    }
  }
  return text_rows({"QUERY PLAN"}, lines_of(plan));
}

Result<Outcome> lower_statement(Session& session, const sql::Analyze& statement) {
  if (statement.compression) return sql::not_supported("ANALYZE COMPRESSION");
  if (auto known = check_table(session, statement.table); !known) return known.error();
  return Outcome{};  // DuckDB keeps its statistics current by itself
}

Result<Outcome> lower_statement(Session& session, const sql::Vacuum& statement) {
  if (auto known = check_table(session, statement.table); !known) return known.error();
  return Outcome{};  // checkpoints reclaim space
}

// Writers do not wait for each other here; a conflict is found when it happens. LOCK checks its tables.
Result<Outcome> lower_statement(Session& session, const sql::LockTables& statement) {
  for (const auto& table : statement.tables) {
    if (auto known = check_table(session, table); !known) return known.error();
  }
  return Outcome{};
}

}  // namespace slipher::engine
