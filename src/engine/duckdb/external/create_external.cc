#include <algorithm>
#include <map>

#include "engine/duckdb/external/external_catalog.h"
#include "engine/duckdb/external/external_partitions.h"
#include "engine/duckdb/external/object_file_system.h"
#include "engine/duckdb/load/load.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/lowering/stored_query.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

/// The external database that a new or existing table's name leads to.
Result<std::string> database_for(Session& session, const sql::QualifiedName& name) {
  if (name.size() < 2)
    return sql_failure("external table \"" + name.back() + "\" must be qualified with an external schema");
  auto object = session.resolve_new(name);
  if (!object) return object.error();
  auto database = external_database_of(session, object->schema);
  if (!database) return database.error();
  if (!*database) return sql_failure("schema \"" + object->schema + "\" is not an external schema");
  return **database;
}

std::vector<ExternalTable::Column> columns_of(const std::vector<sql::ExternalColumn>& columns) {
  std::vector<ExternalTable::Column> all;
  for (const auto& column : columns) all.push_back({column.name, sql::engine_spelling(column.type), column.type_text});
  return all;
}

/// The statement's query as UNLOAD writes it.
sql::UnloadStatement unload_of(const sql::CreateExternalTable& statement, const std::string& location) {
  sql::UnloadStatement unload;
  unload.query = "select * from (" + statement.query.text + "\n)";
  unload.to = location;
  unload.format = statement.format.kind == sql::ExternalFormat::Kind::kParquet ? sql::UnloadFormat::kParquet
                                                                               : sql::UnloadFormat::kDelimited;
  unload.delimiter = statement.format.delimiter;
  unload.null_as = statement.format.null_text;
  for (const auto& key : statement.partitions) unload.partition_by.push_back(key.name);
  return unload;
}

/// Columns of the query: those that partition go to the end.
Result<void> describe_query(Session& session, const sql::CreateExternalTable& statement, ExternalTable& table) {
  auto text = session.runner().translate_query(statement.query.text, session.parameters());
  if (!text) return text.error();
  auto stored = stored_query_text(session, *text, {});
  if (!stored) return stored.error();
  auto columns = session.runner().describe_query(*stored);
  if (!columns) return columns.error();
  std::map<std::string, ExternalTable::Column> keys;
  for (const auto& column : *columns) {
    const auto type = column.type.ToString();
    const bool is_key = std::any_of(statement.partitions.begin(), statement.partitions.end(),
                                    [&](const auto& key) { return key.name == column.name; });
    ExternalTable::Column made{column.name, type, type.starts_with("rs_") ? type.substr(3) : sql::lower(type)};
    if (is_key) {
      keys[column.name] = std::move(made);
    } else {
      table.columns.push_back(std::move(made));
    }
  }
  for (const auto& key : statement.partitions) {
    if (!keys.contains(key.name)) return sql_failure("partition column \"" + key.name + "\" is not in the query");
    table.keys.push_back(keys[key.name]);
  }
  return {};
}

Result<std::int64_t> write_files(Session& session, const sql::CreateExternalTable& statement, ExternalTable& table) {
  if (!table.location.ends_with('/')) table.location += '/';
  const StatementObjects objects(session.context(), std::nullopt);
  auto rows = run_unload(session.context(), unload_of(statement, table.location));
  if (!rows || table.keys.empty()) return rows;
  if (auto added = add_partitions(session, table, {}); !added) return added.error();
  return rows;
}

}  // namespace

Result<bool> schema_is_free(Session& session, const std::string& name, bool may_be_there) {
  if (auto allowed = session.resolve_new({name, "any"}); !allowed) return allowed.error();
  auto rows = session.runner().fetch("SELECT 1 FROM duckdb_schemas() WHERE database_name = " +
                                     quote_text(session.context().database) + " AND schema_name = " + quote_text(name));
  if (!rows) return rows.error();
  if ((*rows)->RowCount() == 0) return true;
  if (may_be_there) return false;
  return sql_failure("Schema \"" + name + "\" already exists");
}

Result<Outcome> lower_statement(Session& session, const sql::CreateSharedSchema& statement) {
  auto is_free = schema_is_free(session, statement.name, statement.if_not_exists);
  if (!is_free) return is_free.error();
  if (!*is_free) return Outcome{};
  if (auto known = session.warehouse().check_database(statement.database); !known)
    return sql_failure("database \"" + statement.database + "\" does not exist");
  const auto& user = session.context().user;
  auto done = run_all(session, {"CREATE SCHEMA " + quote_names({session.context().database, statement.name}),
                                "INSERT INTO " + internal(session, "schemas") + " VALUES (" +
                                    quote_text(statement.name) + ", " + quote_text(user) + ", NULL)",
                                "INSERT INTO " + internal(session, "shared_schemas") + " VALUES (" +
                                    quote_text(statement.name) + ", " + quote_text(statement.database) + ", " +
                                    quote_text(statement.schema) + ", " + quote_text(user) + ")"});
  if (!done) return done.error();
  session.apply_search_path();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::CreateExternalSchema& statement) {
  auto is_free = schema_is_free(session, statement.name, statement.if_not_exists);
  if (!is_free) return is_free.error();
  if (!*is_free) return Outcome{};
  if (auto made = make_external_schema(session, statement); !made) return made.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::CreateExternalTable& statement) {
  auto database = database_for(session, statement.name);
  if (!database) return database.error();
  if (auto location = objects::parse_location(statement.location); !location) return location.error();
  const auto& name = statement.name.back();
  auto existing = find_external_table(session, *database, name);
  if (!existing) return existing.error();
  if (*existing) return sql_failure("Relation \"" + name + "\" already exists");
  ExternalTable table;
  table.database = *database;
  table.name = name;
  table.location = statement.location;
  table.format = statement.format;
  table.properties = statement.properties;
  table.owner = session.context().user;
  Outcome outcome;
  if (statement.query.empty()) {
    table.columns = columns_of(statement.columns);
    table.keys = columns_of(statement.partitions);
  } else {
    if (statement.format.kind == sql::ExternalFormat::Kind::kCsv ||
        statement.format.kind == sql::ExternalFormat::Kind::kJson)
      return sql::not_supported("CREATE EXTERNAL TABLE AS with a SERDE");
    if (auto described = describe_query(session, statement, table); !described) return described.error();
    auto rows = write_files(session, statement, table);
    if (!rows) return rows.error();
    outcome.rows = *rows;
  }
  if (auto stored = store_external_table(session, table); !stored) return stored.error();
  return outcome;
}

}  // namespace slipher::engine
