#include "engine/duckdb/external/external_catalog.h"

#include "engine/duckdb/external/external_scan.h"
#include "engine/duckdb/federated/federated_schema.h"
#include "engine/duckdb/load/state_in_context.h"
#include "engine/duckdb/lowering/column_text.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using Rows = ::duckdb::unique_ptr<::duckdb::MaterializedQueryResult>;

std::string text_at(const Rows& rows, std::size_t column, std::size_t row) {
  const auto value = rows->GetValue(column, row);
  return value.IsNull() ? std::string() : value.ToString();
}

char character_at(const Rows& rows, std::size_t column, std::size_t row) {
  const auto text = text_at(rows, column, row);
  return text.empty() ? '\0' : text.front();
}

std::string is_table(const std::string& database, const std::string& name) {
  return " WHERE database_name = " + quote_text(database) + " AND table_name = " + quote_text(name);
}

std::vector<std::string> list_at(const Rows& rows, std::size_t column, std::size_t row) {
  std::vector<std::string> texts;
  const auto list = rows->GetValue(column, row);
  for (const auto& entry : ::duckdb::ListValue::GetChildren(list)) texts.push_back(entry.ToString());
  return texts;
}

std::string quote_character(char c) { return quote_text(c == '\0' ? std::string() : std::string(1, c)); }

Result<std::vector<std::string>> schemas_of(Session& session, const std::string& database) {
  auto rows = session.runner().fetch("SELECT schema_name FROM " + internal(session, "external_schemas") +
                                     " WHERE database_name = " + quote_text(database) + " ORDER BY ALL");
  if (!rows) return rows.error();
  std::vector<std::string> names;
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row) names.push_back(text_at(*rows, 0, row));
  return names;
}

Result<void> forget(Session& session, const std::string& database, const std::string& name) {
  const auto where = is_table(database, name);
  return run_all(session, {"DELETE FROM " + internal(session, "external_tables") + where,
                           "DELETE FROM " + internal(session, "external_columns") + where,
                           "DELETE FROM " + internal(session, "external_partitions") + where});
}

Result<void> write_columns(Session& session, const ExternalTable& table) {
  std::string values;
  int position = 0;
  const auto add = [&](const ExternalTable::Column& column, int part_key) {
    values += (values.empty() ? "(" : ", (") + quote_text(table.database) + ", " + quote_text(table.name) + ", " +
              quote_text(column.name) + ", " + std::to_string(++position) + ", " + std::to_string(part_key) + ", " +
              quote_text(column.engine_type) + ", " + quote_text(column.type_text) + ")";
  };
  for (const auto& column : table.columns) add(column, 0);
  int key = 0;
  for (const auto& column : table.keys) add(column, ++key);
  return run_all(session, {"INSERT INTO " + internal(session, "external_columns") + " VALUES " + values});
}

Result<void> write_partitions(Session& session, const ExternalTable& table) {
  std::string values;
  for (const auto& partition : table.partitions)
    values += (values.empty() ? "(" : ", (") + quote_text(table.database) + ", " + quote_text(table.name) + ", " +
              quote_list(partition.values) + "::VARCHAR[], " + quote_text(partition.location) + ")";
  if (values.empty()) return {};
  return run_all(session, {"INSERT INTO " + internal(session, "external_partitions") + " VALUES " + values});
}

Result<void> write_table(Session& session, const ExternalTable& table) {
  std::vector<std::string> names, values;
  for (const auto& [name, value] : table.properties) {
    names.push_back(name);
    values.push_back(value);
  }
  const auto& format = table.format;
  return run_all(
      session,
      {"INSERT INTO " + internal(session, "external_tables") + " VALUES (" + quote_text(table.database) + ", " +
       quote_text(table.name) + ", " + quote_text(table.location) + ", " + quote_text(format_name(format.kind)) + ", " +
       quote_character(format.delimiter) + ", " + quote_character(format.quote) + ", " +
       quote_character(format.escape) + ", " + quote_text(format.null_text) + ", " + quote_text(format.serde) + ", " +
       quote_text(format.input_format) + ", " + quote_text(format.output_format) + ", " + quote_list(names) +
       "::VARCHAR[], " + quote_list(values) + "::VARCHAR[], " + quote_text(table.owner) + ")"});
}

Result<void> read_columns(Session& session, ExternalTable& table) {
  auto rows = session.runner().fetch("SELECT column_name, engine_type, type_text, part_key FROM " +
                                     internal(session, "external_columns") + is_table(table.database, table.name) +
                                     " ORDER BY position");
  if (!rows) return rows.error();
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row) {
    auto& list = text_at(*rows, 3, row) == "0" ? table.columns : table.keys;
    list.push_back({text_at(*rows, 0, row), text_at(*rows, 1, row), text_at(*rows, 2, row)});
  }
  auto partitions =
      session.runner().fetch("SELECT partition_values, location FROM " + internal(session, "external_partitions") +
                             is_table(table.database, table.name) + " ORDER BY location");
  if (!partitions) return partitions.error();
  for (std::size_t row = 0; row < (*partitions)->RowCount(); ++row)
    table.partitions.push_back({list_at(*partitions, 0, row), text_at(*partitions, 1, row)});
  return {};
}

}  // namespace

Result<std::optional<std::string>> external_database_of(Session& session, const std::string& schema) {
  auto rows = session.runner().fetch("SELECT database_name FROM " + internal(session, "external_schemas") +
                                     " WHERE schema_name = " + quote_text(schema));
  if (!rows) return rows.error();
  if ((*rows)->RowCount() == 0) return std::optional<std::string>();
  return std::optional(text_at(*rows, 0, 0));
}

Result<bool> external_database_exists(Session& session, const std::string& database) {
  auto rows = session.runner().fetch("SELECT 1 FROM " + internal(session, "external_databases") +
                                     " WHERE database_name = " + quote_text(database));
  if (!rows) return rows.error();
  return (*rows)->RowCount() > 0;
}

Result<std::optional<ExternalTable>> find_external_table(Session& session, const std::string& database,
                                                         const std::string& name) {
  auto rows = session.runner().fetch(
      "SELECT location, format, delimiter, quote, escape, null_text, serde, input_format, output_format, "
      "property_names, property_values, owner FROM " +
      internal(session, "external_tables") + is_table(database, name));
  if (!rows) return rows.error();
  if ((*rows)->RowCount() == 0) return std::optional<ExternalTable>();
  ExternalTable table;
  table.database = database;
  table.name = name;
  table.location = text_at(*rows, 0, 0);
  table.format = {format_kind(text_at(*rows, 1, 0)),
                  character_at(*rows, 2, 0),
                  character_at(*rows, 3, 0),
                  character_at(*rows, 4, 0),
                  text_at(*rows, 5, 0),
                  text_at(*rows, 6, 0),
                  text_at(*rows, 7, 0),
                  text_at(*rows, 8, 0)};
  const auto names = list_at(*rows, 9, 0);
  const auto values = list_at(*rows, 10, 0);
  for (std::size_t i = 0; i < names.size(); ++i) table.properties.emplace_back(names[i], values[i]);
  table.owner = text_at(*rows, 11, 0);
  if (auto read = read_columns(session, table); !read) return read.error();
  return std::optional(std::move(table));
}

Result<std::optional<ExternalTable>> external_table_of(Session& session, const Session::ObjectName& object) {
  auto database = external_database_of(session, object.schema);
  if (!database) return database.error();
  if (!*database) return std::optional<ExternalTable>();
  return find_external_table(session, **database, object.name);
}

Result<std::vector<std::string>> external_table_names(Session& session, const std::string& database) {
  auto rows = session.runner().fetch("SELECT table_name FROM " + internal(session, "external_tables") +
                                     " WHERE database_name = " + quote_text(database) + " ORDER BY ALL");
  if (!rows) return rows.error();
  std::vector<std::string> names;
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row) names.push_back(text_at(*rows, 0, row));
  return names;
}

Result<void> make_external_view(Session& session, const std::string& schema, const ExternalTable& table) {
  const StateInContext<PlanWithoutFiles> without_files(session.context(),
                                                       ::duckdb::make_shared_ptr<PlanWithoutFiles>());
  return run_all(session,
                 {"CREATE OR REPLACE VIEW " + session.quoted({schema, table.name}) + " AS " + reading_query(table)});
}

Result<void> store_external_table(Session& session, const ExternalTable& table) {
  if (auto done = forget(session, table.database, table.name); !done) return done;
  for (const auto write : {write_table, write_columns, write_partitions}) {
    if (auto done = write(session, table); !done) return done;
  }
  auto schemas = schemas_of(session, table.database);
  if (!schemas) return schemas.error();
  for (const auto& schema : *schemas) {
    if (auto done = make_external_view(session, schema, table); !done) return done;
  }
  return {};
}

Result<void> drop_external_table(Session& session, const ExternalTable& table, bool cascade) {
  auto schemas = schemas_of(session, table.database);
  if (!schemas) return schemas.error();
  for (const auto& schema : *schemas) {
    const Session::ObjectName view{schema, table.name};
    if (!relation_exists(session, view)) continue;
    if (auto done = drop_relation(session, view, cascade); !done) return done;
  }
  return forget(session, table.database, table.name);
}

Result<void> make_external_schema(Session& session, const sql::CreateExternalSchema& statement) {
  auto exists = external_database_exists(session, statement.database);
  if (!exists) return exists.error();
  const auto& user = session.context().user;
  if (!*exists) {
    if (auto done = run_all(session, {"INSERT INTO " + internal(session, "external_databases") + " VALUES (" +
                                      quote_text(statement.database) + ", " + quote_text(user) + ")"});
        !done)
      return done;
  }
  auto done = run_all(
      session, {"CREATE SCHEMA " + quote_names({session.context().database, statement.name}),
                "INSERT INTO " + internal(session, "schemas") + " VALUES (" + quote_text(statement.name) + ", " +
                    quote_text(user) + ", NULL)",
                "INSERT INTO " + internal(session, "external_schemas") + " VALUES (" + quote_text(statement.name) +
                    ", " + quote_text(statement.database) + ", " + quote_text_or_null(statement.role) + ", " +
                    quote_text_or_null(statement.region) + ", " + quote_text(user) + ")"});
  if (!done) return done;
  auto names = external_table_names(session, statement.database);
  if (!names) return names.error();
  for (const auto& name : *names) {
    auto table = find_external_table(session, statement.database, name);
    if (!table) return table.error();
    if (auto made = make_external_view(session, statement.name, **table); !made) return made;
  }
  session.apply_search_path();
  return {};
}

Result<void> forget_external_schema(Session& session, const std::string& schema, bool with_database) {
  auto shared = run_all(
      session, {"DELETE FROM " + internal(session, "shared_schemas") + " WHERE schema_name = " + quote_text(schema)});
  if (!shared) return shared;
  if (auto remote = forget_federated_schema(session, schema); !remote) return remote;
  auto database = external_database_of(session, schema);
  if (!database) return database.error();
  if (!*database)
    return with_database ? Result<void>(sql_failure("\"" + schema + "\" is not an external schema")) : Result<void>();
  if (auto done = run_all(session, {"DELETE FROM " + internal(session, "external_schemas") +
                                    " WHERE schema_name = " + quote_text(schema)});
      !done || !with_database)
    return done;
  auto names = external_table_names(session, **database);
  if (!names) return names.error();
  for (const auto& name : *names) {
    auto table = find_external_table(session, **database, name);
    if (!table) return table.error();
    if (auto dropped = drop_external_table(session, **table, true); !dropped) return dropped;
  }
  return run_all(session, {"DELETE FROM " + internal(session, "external_databases") +
                           " WHERE database_name = " + quote_text(**database)});
}

}  // namespace slipher::engine
