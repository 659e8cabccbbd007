#include "duckdb/common/string_util.hpp"
#include "engine/duckdb/access/database_grants.h"
#include "engine/duckdb/database_files.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/move.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/lowering/table_checks.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

Result<bool> schema_exists(Session& session, const std::string& schema) {
  auto rows = session.runner().fetch(
      "SELECT 1 FROM duckdb_schemas() WHERE database_name = " + quote_text(session.context().database) +
      " AND schema_name = " + quote_text(schema));
  if (!rows) return rows.error();
  return (*rows)->RowCount() > 0;
}

/// DuckDB knows no such command: everything moves to a new schema. What is remembered of functions and the like goes
/// along by name.
Result<void> rename_schema(Session& session, const std::string& from, const std::string& to) {
  if (auto allowed = session.resolve_new({to, "any"}); !allowed) return allowed.error();
  auto exists = schema_exists(session, to);
  if (!exists) return exists.error();
  if (*exists) return sql_failure("Schema \"" + to + "\" already exists");
  auto routines = session.runner().fetch("SELECT 1 FROM " + internal(session, "functions") +
                                         " WHERE schema_name = " + quote_text(from));
  if (!routines) return routines.error();
  if ((*routines)->RowCount() > 0) return sql::not_supported("ALTER SCHEMA RENAME of a schema with functions");
  auto relations = relations_in(session, from);
  if (!relations) return relations.error();
  const auto database = session.context().database;
  if (auto done = run_all(session, {"CREATE SCHEMA " + quote_names({database, to})}); !done) return done;
  for (const auto& relation : *relations) {
    if (auto done = move_relation(session, relation, {to, relation.name}); !done) return done;
  }
  std::vector<std::string> texts;
  for (const auto* table : {"schemas", "comments", "procedures", "privileges", "default_privileges", "external_schemas",
                            "shared_schemas", "federated_schemas"})
    texts.push_back("UPDATE " + internal(session, table) + " SET schema_name = " + quote_text(to) +
                    " WHERE schema_name = " + quote_text(from));
  texts.push_back("DROP SCHEMA " + quote_names({database, from}));
  auto done = run_all(session, texts);
  if (done) session.apply_search_path();
  return done;
}

Result<Outcome> rename_database(Session& session, const std::string& from, const std::string& to) {
  if (from == session.context().database) return sql_failure("current database may not be renamed");
  // "You can't rename the dev, padb_harvest, template0, template1, or sys:internal databases."
  if (from == kFirstDatabase) return sql_failure("database \"" + from + "\" may not be renamed");
  if (auto renamed = session.warehouse().rename_database(from, to, session.marker()); !renamed) return renamed.error();
  Outcome outcome;
  outcome.is_marked = session.marker() != nullptr;
  return outcome;
}

std::string or_null(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : "NULL"; }

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::CreateSchema& statement) {
  const auto& name = statement.name.back();
  auto parts = statement.name;
  parts.push_back("any");
  if (auto allowed = session.resolve_new(parts); !allowed) return allowed.error();
  auto exists = schema_exists(session, name);
  if (!exists) return exists.error();
  if (*exists && statement.if_not_exists) return Outcome{};
  if (*exists) return sql_failure("Schema \"" + name + "\" already exists");
  if (!statement.owner.empty()) {
    if (auto known = check_new_owner(session, statement.owner); !known) return known.error();
  }
  const auto owner = statement.owner.empty() ? session.context().user : statement.owner;
  if (auto done = run_all(session, {"CREATE SCHEMA " + quote_names({session.context().database, name}),
                                    "INSERT INTO " + internal(session, "schemas") + " VALUES (" + quote_text(name) +
                                        ", " + quote_text(owner) + ", " + or_null(statement.quota_megabytes) + ")"});
      !done)
    return done.error();
  session.apply_search_path();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::AlterSchema& statement) {
  const auto& name = statement.name.back();
  auto exists = schema_exists(session, name);
  if (!exists) return exists.error();
  if (!*exists) return sql_failure("schema \"" + name + "\" does not exist");
  if (statement.kind == sql::AlterSchema::Kind::kRename) {
    if (auto done = rename_schema(session, name, statement.value); !done) return done.error();
    return Outcome{};
  }
  if (statement.kind == sql::AlterSchema::Kind::kOwner) {
    if (auto known = check_new_owner(session, statement.value); !known) return known.error();
  }
  const auto assignment = statement.kind == sql::AlterSchema::Kind::kOwner
                              ? "owner = " + quote_text(statement.value)
                              : "quota_megabytes = " + or_null(statement.quota_megabytes);
  // `public` is remembered once something is said of it.
  const auto table = internal(session, "schemas");
  const auto where = " WHERE schema_name = " + quote_text(name);
  if (auto done = run_all(session, {"INSERT INTO " + table + " SELECT " + quote_text(name) +
                                        ", 'rdsdb', NULL WHERE NOT EXISTS (SELECT 1 FROM " + table + where + ")",
                                    "UPDATE " + table + " SET " + assignment + where});
      !done)
    return done.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::CreateDatabase& statement) {
  if (!statement.owner.empty()) {
    if (auto known = check_new_owner(session, statement.owner); !known) return known.error();
  }
  if (auto made = session.warehouse().create_database(statement.name, session.marker(), statement.collation); !made)
    return made.error();
  // Of an earlier one, which a killed server dropped.
  if (auto forgotten = forget_database_grants(session, statement.name); !forgotten) return forgotten.error();
  const auto& owner = statement.owner.empty() ? session.context().user : statement.owner;
  if (auto set = set_database_owner(session, statement.name, owner); !set) return set.error();
  if (statement.connection_limit) {
    const auto limit = std::to_string(*statement.connection_limit);
    if (auto set = set_connection_limit(session, statement.name, limit); !set) return set.error();
  }
  Outcome outcome;
  outcome.is_marked = session.marker() != nullptr;
  return outcome;
}

Result<Outcome> lower_statement(Session& session, const sql::AlterDatabase& statement) {
  using Kind = sql::AlterDatabase::Kind;
  if (auto known = session.warehouse().check_database(statement.name); !known)
    return sql_failure("database \"" + statement.name + "\" does not exist");
  if (statement.kind == Kind::kRename) return rename_database(session, statement.name, statement.value);
  if (statement.kind == Kind::kCollate && statement.value == "case_insensitive")
    return sql::not_supported("ALTER DATABASE COLLATE CASE_INSENSITIVE");
  if (statement.kind == Kind::kOwner) {
    if (auto known = check_new_owner(session, statement.value); !known) return known.error();
    if (auto set = set_database_owner(session, statement.name, statement.value); !set) return set.error();
  }
  if (statement.kind == Kind::kConnectionLimit) {
    const auto limit = ::duckdb::StringUtil::Upper(statement.value);
    if (auto set = set_connection_limit(session, statement.name, limit); !set) return set.error();
  }
  // Isolation levels of a database mean nothing here.
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::Comment& statement) {
  const auto store = [&](const std::string& schema, const std::string& object,
                         const std::string& column) -> Result<Outcome> {
    const auto text_of = [](const std::string& text) { return quote_text(text); };
    const auto place = "kind = " + text_of(statement.kind) + " AND schema_name = " + text_of(schema) +
                       " AND object_name = " + text_of(object) + " AND column_name = " + text_of(column);
    std::vector<std::string> texts = {"DELETE FROM " + internal(session, "comments") + " WHERE " + place};
    if (statement.text)
      texts.push_back("INSERT INTO " + internal(session, "comments") + " VALUES (" + text_of(statement.kind) + ", " +
                      text_of(schema) + ", " + text_of(object) + ", " + text_of(column) + ", " +
                      text_of(*statement.text) + ")");
    if (auto done = run_all(session, texts); !done) return done.error();
    return Outcome{};
  };
  if (statement.kind == "schema" || statement.kind == "database") return store(statement.name.back(), "", "");
  auto relation = statement.kind == "constraint" ? statement.on_table : statement.name;
  std::string column;
  if (statement.kind == "column" && relation.size() > 1) {
    column = relation.back();
    relation.pop_back();
  } else if (statement.kind == "constraint") {
    column = statement.name.back();
  } else if (statement.kind != "table" && statement.kind != "view") {
    return sql_failure("COMMENT ON " + statement.kind + " is not supported by Slipher");
  }
  auto object = session.resolve_existing(relation);
  if (!object) return object.error();
  if (statement.kind == "column") {
    if (auto known = check_columns(session, *object, {column}); !known) return known.error();
  }
  return store(object->schema, object->name, column);
}

}  // namespace slipher::engine
