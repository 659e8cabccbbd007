#pragma once
#include <string>
#include <vector>

#include "engine/duckdb/session.h"
#include "sql/create_table.h"

namespace slipher::engine {

// What CREATE TABLE, CREATE TABLE AS and ALTER TABLE may say of a table that is there: keys of columns that it has,
// encodings that suit their types.

Result<void> check_attributes(Session& session, const Session::ObjectName& table,
                              const sql::TableAttributes& attributes);
Result<void> check_constraint(Session& session, const Session::ObjectName& table,
                              const sql::TableConstraint& constraint);
/// Fails for a type that no column can have, and for an encoding that does not suit the type.
Result<void> check_column(const Session::ObjectName& table, const sql::ColumnDefinition& column);
/// Of a column of the table, which has to be there.
Result<void> check_encoding(Session& session, const Session::ObjectName& table, const std::string& column,
                            const std::string& encoding);

/// Fails for a column of the table's distribution or sort key, which cannot be dropped.
Result<void> check_no_key(Session& session, const Session::ObjectName& table, const std::string& column);

/// Fails unless the table or view has all these columns.
Result<void> check_columns(Session& session, const Session::ObjectName& relation,
                           const std::vector<std::string>& columns);
Error no_such_column(const std::string& column, const std::string& relation);
Error column_exists(const std::string& column, const std::string& relation);
Error several_primary_keys(const Session::ObjectName& table);

}  // namespace slipher::engine
