#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/external/external_table.h"
#include "engine/duckdb/session.h"
#include "sql/alter_table.h"

namespace slipher::engine {

// The data catalog: external databases with their tables, and the schemas that show them. Each table is a view in every
// schema of its database (reading_query); all changes are made in the statement's transaction.

/// The external database that a schema shows; nothing for a schema of the usual kind.
Result<std::optional<std::string>> external_database_of(Session& session, const std::string& schema);
Result<bool> external_database_exists(Session& session, const std::string& database);

Result<std::optional<ExternalTable>> find_external_table(Session& session, const std::string& database,
                                                         const std::string& name);
/// The external table that a view stands for; nothing for every other relation.
Result<std::optional<ExternalTable>> external_table_of(Session& session, const Session::ObjectName& object);
Result<std::vector<std::string>> external_table_names(Session& session, const std::string& database);

/// Writes the table in the place of an older one of its name, and makes its views anew.
Result<void> store_external_table(Session& session, const ExternalTable& table);
/// What ALTER TABLE can do to the columns of an external table: ADD, DROP, RENAME COLUMN. Nothing else is done to one.
Result<void> alter_external_columns(Session& session, ExternalTable table,
                                    const std::vector<sql::AlterTableAction>& actions);
/// Drops the table's views and forgets it.
Result<void> drop_external_table(Session& session, const ExternalTable& table, bool cascade);
/// Makes the view of one table in one schema.
Result<void> make_external_view(Session& session, const std::string& schema, const ExternalTable& table);

/// Whether a schema may be made; false for one that is there and may be.
Result<bool> schema_is_free(Session& session, const std::string& name, bool may_be_there);
/// Makes a schema that shows `database`, with a view for every table that is there.
Result<void> make_external_schema(Session& session, const sql::CreateExternalSchema& statement);
/// Forgets what is remembered of an external schema whose relations are gone, and with `with_database` its database.
Result<void> forget_external_schema(Session& session, const std::string& schema, bool with_database);

}  // namespace slipher::engine
