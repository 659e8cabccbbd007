#include "engine/duckdb/database_renames.h"

#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/markers.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/rename_catalog.h"

namespace slipher::engine {
namespace {

constexpr const char* kTable = "renames";

::duckdb::unique_ptr<::duckdb::MaterializedQueryResult> run(::duckdb::Connection& connection, const std::string& text) {
  auto result = connection.Query(text);
  if (result->HasError()) result->ThrowError();
  return result;
}

}  // namespace

void announce_rename(::duckdb::Connection& connection, const std::string& from, const std::string& to,
                     const CommitMarker* marker) {
  connection.BeginTransaction();
  run(connection, "INSERT INTO " + internal_table(from, kTable) + " VALUES (" + quote_text(from) + ", " +
                      quote_text(to) + ", " + quote_text(marker ? marker->statement_id : std::string()) + ")");
  if (marker) run(connection, marker_text(from, *marker));
  connection.Commit();
}

void settle_rename(::duckdb::Connection& connection, const std::string& database,
                   const std::vector<std::string>& databases, PrincipalCache& principals) {
  const auto announced = run(connection, "FROM " + internal_table(database, kTable));
  if (announced->RowCount() == 0) return;
  const auto from = announced->GetValue(0, 0).ToString();
  const bool is_renamed = database != from;
  // A comment on it stands in the database of the session that made it.
  for (const auto& each : is_renamed ? databases : std::vector<std::string>())
    run(connection, "UPDATE " + internal_table(each, "comments") + " SET schema_name = " + quote_text(database) +
                        " WHERE kind = 'database' AND schema_name = " + quote_text(from));
  connection.BeginTransaction();
  if (!is_renamed) {
    const auto removed = remove_markers(connection, database, {announced->GetValue(2, 0).ToString()});
    if (!removed) throw ::duckdb::InvalidInputException("%s", removed.error().message);
  } else {
    rename_catalog(connection, database, from);
    rename_database_grants(connection, databases, principals, from, database);
  }
  run(connection, "DELETE FROM " + internal_table(database, kTable));
  connection.Commit();
  principals.invalidate();
}

}  // namespace slipher::engine
