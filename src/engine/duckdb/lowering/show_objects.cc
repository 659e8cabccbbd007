#include "engine/duckdb/like_pattern.h"
#include "engine/duckdb/lowering/drop_relation.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/show_rows.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

using Rows = std::vector<std::vector<std::optional<std::string>>>;
using Kind = sql::ShowObjects::Kind;

// LIKE and LIMIT, on the rows' own name.
Outcome limited(const sql::ShowObjects& show, std::vector<std::string> names, Rows rows, std::size_t name_column) {
  if (show.like) std::erase_if(rows, [&](const auto& row) { return !matches_like(*row[name_column], *show.like); });
  if (show.row_limit && rows.size() > static_cast<std::size_t>(*show.row_limit))
    rows.resize(static_cast<std::size_t>(*show.row_limit));
  return text_rows(std::move(names), std::move(rows));
}

std::string database_of(Session& session, const sql::QualifiedName& name, std::size_t parts) {
  return name.size() > parts ? name.front() : session.context().database;
}

Result<Outcome> show_databases(Session& session, const sql::ShowObjects& show) {
  auto names = session.warehouse().list_databases();
  if (!names) return names.error();
  Rows rows;
  for (const auto& name : *names) rows.push_back({name, session.context().user, "local", std::nullopt, "UTF8"});
  return limited(show, {"database_name", "database_owner", "database_type", "database_acl", "parameters"},
                 std::move(rows), 0);
}

Result<Outcome> show_schemas(Session& session, const sql::ShowObjects& show) {
  const auto database = show.name.empty() ? session.context().database : show.name.back();
  auto names = session.warehouse().list_schemas(database, std::nullopt);
  if (!names) return names.error();
  Rows rows;
  for (const auto& name : *names)
    rows.push_back({database, name, session.context().user, "local", std::nullopt, std::nullopt, std::nullopt});
  return limited(
      show,
      {"database_name", "schema_name", "schema_owner", "schema_type", "schema_acl", "source_database", "schema_option"},
      std::move(rows), 1);
}

Result<Outcome> show_tables(Session& session, const sql::ShowObjects& show) {
  const auto database = database_of(session, show.name, 1);
  auto entries = session.warehouse().list_tables(database, {});
  if (!entries) return entries.error();
  Rows rows;
  for (const auto& entry : *entries) {
    if (!show.name.empty() && entry.schema != show.name.back()) continue;
    rows.push_back({database, entry.schema, entry.name, entry.type, std::nullopt, std::nullopt});
  }
  return limited(show, {"database_name", "schema_name", "table_name", "table_type", "table_acl", "remarks"},
                 std::move(rows), 2);
}

Result<Outcome> show_columns(Session& session, const sql::ShowObjects& show) {
  const auto database = database_of(session, show.name, 2);
  const auto schema = show.name.size() > 1 ? show.name[show.name.size() - 2] : session.context().search_path.front();
  auto columns = session.warehouse().describe_table(database, schema, show.name.back());
  if (!columns) return columns.error();
  Rows rows;
  for (const auto& column : *columns) {
    const bool is_text = column.type == Type::kVarchar || column.type == Type::kBpchar;
    const bool is_numeric = column.type == Type::kNumeric;
    const auto number = [](bool shown, int value) -> std::optional<std::string> {
      return shown ? std::optional(std::to_string(value)) : std::nullopt;
    };
    rows.push_back({database, column.schema_name, column.table_name, column.name, std::to_string(rows.size() + 1),
                    column.column_default, column.nullable ? "YES" : "NO", std::string(type_name(column.type)),
                    number(is_text, column.precision), number(is_numeric, column.precision),
                    number(is_numeric, column.scale), std::nullopt});
  }
  return limited(
      show,
      {"database_name", "schema_name", "table_name", "column_name", "ordinal_position", "column_default", "is_nullable",
       "data_type", "character_maximum_length", "numeric_precision", "numeric_scale", "remarks"},
      std::move(rows), 3);
}

Result<Outcome> show_view(Session& session, const sql::ShowObjects& show) {
  auto object = session.resolve_existing(show.name);
  if (!object) return object.error();
  auto rows = session.runner().fetch("SELECT query_text FROM " + internal(session, "views") + " WHERE schema_name = " +
                                     quote_text(object->schema) + " AND view_name = " + quote_text(object->name));
  if (!rows) return rows.error();
  if ((*rows)->RowCount() == 0) return sql_failure("\"" + object->name + "\" is not a view");
  return text_rows({"Show View DDL statement"}, {{(*rows)->GetValue(0, 0).ToString()}});
}

Result<Outcome> limited_rows(const sql::ShowObjects& show, Result<ShownRows> rows) {
  if (!rows) return rows.error();
  return limited(show, std::move(rows->names), std::move(rows->rows), rows->name_column);
}

// Kinds of objects that nobody can make.
Outcome no_rows(std::vector<std::string> names) { return text_rows(std::move(names), {}); }

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::ShowObjects& statement) {
  switch (statement.kind) {
    case Kind::kDatabases:
      return show_databases(session, statement);
    case Kind::kSchemas:
      return show_schemas(session, statement);
    case Kind::kTables:
      return show_tables(session, statement);
    case Kind::kColumns:
      return show_columns(session, statement);
    case Kind::kView:
      return show_view(session, statement);
    case Kind::kTable:
      return show_table(session, statement);
    case Kind::kFunctions:
      return limited_rows(statement, show_functions(session, statement));
    case Kind::kParameters:
      return limited_rows(statement, show_function_parameters(session, statement));
    case Kind::kPrimaryKeys:
      return limited_rows(statement, show_primary_keys(session, statement));
    case Kind::kForeignKeys:
    case Kind::kExportedKeys:
      return limited_rows(statement, show_foreign_keys(session, statement));
    case Kind::kDatashares:
      return no_rows({"share_name", "share_owner", "source_database", "consumer_database", "share_type", "createdate",
                      "is_publicaccessible", "share_acl", "producer_account", "producer_namespace"});
    case Kind::kModels:
      return no_rows({"Schema Name", "Model Name"});
  }
  return sql_failure("unknown kind of objects");
}

}  // namespace slipher::engine
