#include "engine/duckdb/lock_checks.h"

#include "duckdb/parser/statement/delete_statement.hpp"
#include "duckdb/parser/statement/insert_statement.hpp"
#include "duckdb/parser/statement/update_statement.hpp"
#include "duckdb/parser/tableref/basetableref.hpp"
#include "engine/duckdb/access/reference_finder.h"

namespace slipher::engine {
namespace {

constexpr std::string_view kLocked = "Serializable isolation violation: another transaction has locked table ";

Error locked(const std::string& table) { return sql_failure("1023 " + std::string(kLocked) + table); }

Result<void> use(Session& session, const TableLocks::Table& table, bool writes) {
  auto& context = session.context();
  // Outside of a transaction the statement is over before anybody could be told.
  const bool lasts = writes && !session.connection().context->transaction.IsAutoCommit();
  if (session.warehouse().locks().use(table, context.process_id, lasts)) return {};
  return locked(table.name);
}

/// What statements of our own write to.
class Targets {
 public:
  template <class Statement>
  std::vector<sql::QualifiedName> operator()(const Statement&) const {
    return {};
  }
  std::vector<sql::QualifiedName> operator()(const sql::CopyStatement& statement) const { return {statement.table}; }
  std::vector<sql::QualifiedName> operator()(const sql::Truncate& statement) const { return {statement.table}; }
  std::vector<sql::QualifiedName> operator()(const sql::Merge& statement) const { return {statement.target}; }
  std::vector<sql::QualifiedName> operator()(const sql::AlterTable& statement) const { return {statement.name}; }
  std::vector<sql::QualifiedName> operator()(const sql::Drop& statement) const {
    return statement.kind == sql::Drop::Kind::kTable ? statement.names : std::vector<sql::QualifiedName>();
  }
};

sql::QualifiedName parts_of(const std::string& catalog, const std::string& schema, const std::string& name) {
  sql::QualifiedName parts;
  if (!catalog.empty()) parts.push_back(catalog);
  if (!schema.empty()) parts.push_back(schema);
  parts.push_back(name);
  return parts;
}

// The table that INSERT, UPDATE or DELETE changes; empty for every other statement.
sql::QualifiedName target_of(const ::duckdb::SQLStatement& statement) {
  const ::duckdb::TableRef* table = nullptr;
  if (statement.type == ::duckdb::StatementType::INSERT_STATEMENT) {
    const auto& insert = statement.Cast<::duckdb::InsertStatement>();
    return parts_of(insert.catalog, insert.schema, insert.table);
  }
  if (statement.type == ::duckdb::StatementType::UPDATE_STATEMENT)
    table = statement.Cast<::duckdb::UpdateStatement>().table.get();
  if (statement.type == ::duckdb::StatementType::DELETE_STATEMENT)
    table = statement.Cast<::duckdb::DeleteStatement>().table.get();
  if (!table || table->type != ::duckdb::TableReferenceType::BASE_TABLE) return {};
  const auto& base = table->Cast<::duckdb::BaseTableRef>();
  return parts_of(base.catalog_name, base.schema_name, base.table_name);
}

Result<void> note_target(Session& session, const ::duckdb::SQLStatement& statement) {
  const auto target = target_of(statement);
  if (target.empty()) return {};
  const auto object = session.resolve_existing(target);
  if (!object || object->schema.empty()) return {};
  return use(session, {session.context().database, object->schema, object->name}, true);
}

}  // namespace

Result<void> check_locks(Session& session, const ::duckdb::SQLStatement& statement) {
  return guarded([&]() -> Result<void> {
    // Without a lock only what is written to matters: nothing else of a statement needs to be looked at.
    if (!session.warehouse().locks().any()) return note_target(session, statement);
    ReferenceFinder finder(*session.connection().context);
    session.connection().context->RunFunctionInTransaction([&] { finder.statement(statement); });
    for (const auto& each : finder.references()) {
      if (each.is_function || each.is_view || each.schema.empty()) continue;
      const auto& database = each.database.empty() ? session.context().database : each.database;
      const bool writes = each.through < 0 && each.privilege != "select";
      if (auto free = use(session, {database, each.schema, each.name}, writes); !free) return free;
    }
    return {};
  });
}

Result<void> check_locks(Session& session, const sql::Tree& tree) {
  for (const auto& name : std::visit(Targets(), tree)) {
    // What is not there is said by the statement.
    const auto object = session.resolve_existing(name);
    if (!object || object->schema.empty()) continue;
    if (auto free = use(session, {session.context().database, object->schema, object->name}, true); !free) return free;
  }
  return {};
}

Result<void> lock_table(Session& session, const Session::ObjectName& table) {
  if (table.schema.empty()) return {};  // temporary: nobody else sees it
  const auto& context = session.context();
  if (session.warehouse().locks().lock({context.database, table.schema, table.name}, context.process_id)) return {};
  return locked(table.name);
}

bool waits_for_lock(const Error& error) { return error.message.find(kLocked) != std::string::npos; }

}  // namespace slipher::engine
