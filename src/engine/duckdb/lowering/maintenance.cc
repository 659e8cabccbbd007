// ANALYZE, VACUUM, LOCK, CANCEL.
#include <algorithm>

#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/lock_checks.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/lowering/table_checks.h"
#include "engine/duckdb/processes.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/type_mapping.h"

namespace slipher::engine {
namespace {

using TableName = std::optional<Session::ObjectName>;

/// Nothing when no table is named.
Result<TableName> check_table(Session& session, const sql::QualifiedName& table) {
  if (table.empty()) return TableName();
  auto object = session.resolve_existing(table);
  if (!object) return object.error();
  return TableName(*std::move(object));
}

Result<void> check_analyzed(Session& session, const TableName& table, const std::vector<std::string>& names) {
  if (!table || names.empty()) return {};
  auto kind = relation_kind(session, *table);
  if (!kind) return kind.error();
  if (*kind == RelationKind::kView) return sql_failure("\"" + table->name + "\" is not a table");
  return check_columns(session, *table, names);
}

/// What Redshift takes for a column whose encoding nobody named (CREATE TABLE, "ENCODE").
std::string default_encoding(const ::duckdb::LogicalType& type) {
  switch (column_of("", type).type) {
    case Type::kBool:
    case Type::kFloat4:
    case Type::kFloat8:
    case Type::kSuper:
      return "raw";
    case Type::kVarchar:
    case Type::kBpchar:
    case Type::kVarbyte:
      return "lzo";
    default:
      return "az64";
  }
}

Result<Outcome> analyze_compression(Session& session, const sql::Analyze& statement) {
  auto table = check_table(session, statement.table);
  if (!table) return table.error();
  if (!*table) return sql::not_supported("ANALYZE COMPRESSION of all tables");
  if (auto known = check_analyzed(session, *table, statement.columns); !known) return known.error();
  std::vector<std::vector<std::optional<std::string>>> rows;
  for (const auto& [name, type] : table_columns(session, **table)) {
    const auto& wanted = statement.columns;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), name) == wanted.end()) continue;
    rows.push_back({(*table)->name, name, default_encoding(type), "0.00"});
  }
  return text_rows({"Table", "Column", "Encoding", "Est_reduction_pct"}, std::move(rows));
}

/// One record per table: the named one, or all of the database, as `slipher_relations()` lists them.
Result<void> record_maintenance(Session& session, const std::string& kind, const TableName& table, Timestamp started) {
  const auto& context = session.context();
  auto where = " WHERE kind = 'r' AND database_name = " + quote_text(context.database);
  if (table) {
    const auto schema = table->schema.empty() ? temporary_schema(context) : table->schema;
    where += " AND schema_name = " + quote_text(schema) + " AND relation_name = " + quote_text(table->name);
  }
  auto rows = session.runner().fetch("SELECT schema_name, relation_name, row_count FROM slipher_relations()" + where);
  if (!rows) return rows.error();
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row) {
    MaintenanceRecord record{context.user, context.database, (*rows)->GetValue(0, row).ToString(),
                             (*rows)->GetValue(1, row).ToString(), kind};
    record.rows = (*rows)->GetValue(2, row).GetValue<std::int64_t>();
    record.process_id = context.process_id;
    record.query_id = context.query_id;
    session.warehouse().activity()->add_maintenance(std::move(record), started);
  }
  return {};
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::Analyze& statement) {
  if (statement.compression) return analyze_compression(session, statement);
  auto object = check_table(session, statement.table);
  if (!object) return object.error();
  if (auto known = check_analyzed(session, *object, statement.columns); !known) return known.error();
  // DuckDB keeps its statistics current by itself.
  if (auto done = record_maintenance(session, "ANALYZE", *object, SystemClock().now()); !done) return done.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::Vacuum& statement) {
  auto table = check_table(session, statement.table);
  if (!table) return table.error();
  // Checkpoints reclaim space.
  if (auto done = record_maintenance(session, statement.kind, *table, SystemClock().now()); !done) return done.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::LockTables& statement) {
  for (const auto& table : statement.tables) {
    auto object = check_table(session, table);
    if (!object) return object.error();
    auto kind = relation_kind(session, **object);
    if (!kind) return kind.error();
    if (*kind != RelationKind::kTable) return sql_failure("\"" + (*object)->name + "\" is not a table");
    if (auto locked = lock_table(session, **object); !locked) return locked.error();
  }
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::CancelProcess& statement) {
  auto who = acting(session);
  if (!who) return who.error();
  const auto only_of = (*who)->is_superuser ? std::string() : (*who)->user;
  if (!interrupt_process(*session.connection().context, statement.process_id, only_of))
    return sql_failure("PID " + std::to_string(statement.process_id) + " is not a Redshift server process");
  return Outcome{};
}

}  // namespace slipher::engine
