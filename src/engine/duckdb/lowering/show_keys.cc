// SHOW CONSTRAINTS, SHOW FUNCTIONS, SHOW PARAMETERS OF FUNCTION.
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/show_rows.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/sql_functions.h"

namespace slipher::engine {
namespace {

/// The rows of a query on own_catalog's tables.
Result<ShownRows> shown(Session& session, const std::string& query, std::size_t name_column) {
  auto result = session.runner().fetch(query);
  if (!result) return result.error();
  ShownRows shown{{}, {}, name_column};
  shown.names.assign((*result)->names.begin(), (*result)->names.end());
  for (std::size_t row = 0; row < (*result)->RowCount(); ++row) {
    auto& cells = shown.rows.emplace_back();
    for (std::size_t column = 0; column < shown.names.size(); ++column) {
      const auto value = (*result)->GetValue(column, row);
      cells.push_back(value.IsNull() ? std::nullopt : std::optional(value.ToString()));
    }
  }
  return shown;
}

std::string database_text(Session& session) { return quote_text(session.context().database); }

}  // namespace

Result<ShownRows> show_primary_keys(Session& session, const sql::ShowObjects& show) {
  auto table = session.resolve_existing(show.name);
  if (!table) return table.error();
  return shown(
      session,
      "SELECT " + database_text(session) +
          " AS database_name, schema_name, table_name, column_names[key_seq] AS column_name, key_seq, "
          "constraint_name AS pk_name FROM (SELECT *, unnest(range(1, len(column_names) + 1)) AS key_seq FROM " +
          internal(session, "constraints") + ") WHERE kind = 'p' AND schema_name = " + quote_text(table->schema) +
          " AND table_name = " + quote_text(table->name) + " ORDER BY key_seq",
      3);
}

Result<ShownRows> show_foreign_keys(Session& session, const sql::ShowObjects& show) {
  auto table = session.resolve_existing(show.name);
  if (!table) return table.error();
  const auto constraints = internal(session, "constraints");
  // A referenced table is kept as it was written; without a schema it is one of the referring table's.
  const std::string pk_schema =
      "CASE WHEN contains(f.referenced_table, '.') THEN split_part(f.referenced_table, '.', -2) ELSE f.schema_name END";
  const std::string pk_table = "split_part(f.referenced_table, '.', -1)";
  const std::string exported =
      pk_schema + " = " + quote_text(table->schema) + " AND " + pk_table + " = " + quote_text(table->name);
  const std::string own =
      "f.schema_name = " + quote_text(table->schema) + " AND f.table_name = " + quote_text(table->name);
  const auto database = database_text(session);
  return shown(
      session,
      "SELECT " + database + " AS pk_database_name, " + pk_schema + " AS pk_schema_name, " + pk_table +
          " AS pk_table_name, coalesce(f.referenced_columns[key_seq], p.column_names[key_seq]) AS pk_column_name, " +
          database +
          " AS fk_database_name, f.schema_name AS fk_schema_name, f.table_name AS fk_table_name, "
          "f.column_names[key_seq] AS fk_column_name, key_seq, f.constraint_name AS fk_name, p.constraint_name AS "
          "pk_name, "
          "3 AS update_rule, 3 AS delete_rule, 7 AS deferrability FROM (SELECT *, unnest(range(1, len(column_names) + "
          "1)) "
          "AS key_seq FROM " +
          constraints + " WHERE kind = 'f') AS f LEFT JOIN " + constraints +
          " AS p ON p.kind = 'p' AND p.schema_name = " + pk_schema + " AND p.table_name = " + pk_table + " WHERE " +
          (show.kind == sql::ShowObjects::Kind::kExportedKeys ? exported : own) + " ORDER BY fk_name, key_seq",
      7);
}

Result<ShownRows> show_functions(Session& session, const sql::ShowObjects& show) {
  const auto schema = show.name.empty() ? session.context().search_path.front() : show.name.back();
  return shown(
      session,
      "SELECT " + database_text(session) +
          " AS database_name, schema_name, function_name, CASE argument_types WHEN '' THEN 0 ELSE "
          "len(string_split(argument_types, ', ')) END AS number_of_arguments, argument_types AS argument_list, "
          "return_type, NULL AS remarks FROM " +
          internal(session, "functions") + " WHERE schema_name = " + quote_text(schema) +
          " ORDER BY function_name, argument_types",
      2);
}

Result<ShownRows> show_function_parameters(Session& session, const sql::ShowObjects& show) {
  std::string types;
  for (const auto& type : show.argument_types)
    types += (types.empty() ? "" : ", ") + sql::display_spelling({type.name, {}});
  const auto& name = show.name.back();
  const auto given = show.name.size() > 1 ? show.name[show.name.size() - 2] : std::string();
  const auto schema = find_sql_function(session.context(), given, name);
  const auto functions = internal(session, "functions") + " WHERE schema_name = " + quote_text(schema) +
                         " AND function_name = " + quote_text(name) + " AND argument_types = " + quote_text(types);
  auto known = session.runner().fetch("SELECT 1 FROM " + functions);
  if (!known) return known.error();
  if ((*known)->RowCount() == 0) return sql_failure("function " + name + "(" + types + ") does not exist");
  return shown(
      session,
      "SELECT " + database_text(session) +
          " AS database_name, schema_name, function_name, '' AS parameter_name, position AS ordinal_position, "
          "'IN' AS parameter_type, list_types[position] AS data_type, NULL AS character_maximum_length, NULL AS "
          "numeric_precision, NULL AS numeric_scale FROM (SELECT *, string_split(argument_types, ', ') AS "
          "list_types, unnest(range(1, len(string_split(argument_types, ', ')) + 1)) AS position FROM " +
          functions + " AND argument_types <> '') ORDER BY position",
      3);
}

}  // namespace slipher::engine
