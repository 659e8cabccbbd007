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

/// A system view's rows: SHOW tells what the view tells.
Result<Outcome> show_view_rows(Session& session, const sql::ShowObjects& show, const std::string& database,
                               const std::string& query, std::size_t name_column) {
  if (auto known = session.warehouse().check_database(database); !known)
    return sql_failure("database \"" + database + "\" does not exist");
  auto result = session.runner().fetch(query);
  if (!result) return result.error();
  Rows rows;
  for (std::size_t row = 0; row < (*result)->RowCount(); ++row) {
    auto& cells = rows.emplace_back();
    for (std::size_t column = 0; column < (*result)->ColumnCount(); ++column) {
      const auto value = (*result)->GetValue(column, row);
      cells.push_back(value.IsNull() ? std::nullopt : std::optional(value.ToString()));
    }
  }
  return limited(show, {(*result)->names.begin(), (*result)->names.end()}, std::move(rows), name_column);
}

std::string from_view(std::string_view view) { return " FROM slipher_view('pg_catalog', " + quote_text(view) + ")"; }

Result<Outcome> show_databases(Session& session, const sql::ShowObjects& show) {
  return show_view_rows(session, show, session.context().database,
                        "SELECT database_name, database_owner, database_type, database_acl, database_options AS "
                        "parameters, database_isolation_level" +
                            from_view("svv_redshift_databases") + " ORDER BY 1",
                        0);
}

Result<Outcome> show_schemas(Session& session, const sql::ShowObjects& show) {
  const auto database = show.name.empty() ? session.context().database : show.name.back();
  return show_view_rows(session, show, database,
                        "SELECT *" + from_view("svv_all_schemas") + " WHERE database_name = " + quote_text(database) +
                            " ORDER BY schema_name",
                        1);
}

Result<Outcome> show_tables(Session& session, const sql::ShowObjects& show) {
  const auto database = database_of(session, show.name, 1);
  const auto in_schema = show.name.empty() ? "" : " AND schema_name = " + quote_text(show.name.back());
  return show_view_rows(session, show, database,
                        "SELECT * FROM slipher_view('facts', 'shown_tables') WHERE database_name = " +
                            quote_text(database) + in_schema + " ORDER BY schema_name, table_name",
                        2);
}

Result<Outcome> show_columns(Session& session, const sql::ShowObjects& show) {
  const auto database = database_of(session, show.name, 2);
  const auto schema = show.name.size() > 1 ? show.name[show.name.size() - 2] : session.context().search_path.front();
  return show_view_rows(session, show, database,
                        "SELECT * FROM slipher_view('facts', 'shown_columns') WHERE database_name = " +
                            quote_text(database) + " AND schema_name = " + quote_text(schema) +
                            " AND table_name = " + quote_text(show.name.back()) + " ORDER BY ordinal_position",
                        3);
}

Result<Outcome> show_view(Session& session, const sql::ShowObjects& show) {
  auto object = session.resolve_existing(show.name);
  if (!object) return object.error();
  auto rows = session.runner().fetch("SELECT definition FROM slipher_view('facts', 'view_texts') WHERE schema_name = " +
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
    case Kind::kProcedures:
      return limited_rows(statement, show_procedures(session, statement));
    case Kind::kProcedureParameters:
      return limited_rows(statement, show_procedure_parameters(session, statement));
    case Kind::kExternalTable:
      return limited_rows(statement, show_external_table(session, statement));
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
