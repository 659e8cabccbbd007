#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/duckdb/session.h"
#include "sql/create_table.h"

namespace slipher::engine {

/// `"name" type [DEFAULT ...] [NOT NULL]`, normalized and still to be rewritten; keys and IDENTITY are left out.
Result<std::string> column_text(Session& session, const sql::ColumnDefinition& column);

/// An expression of the statement in the engine's spelling, still to be rewritten.
Result<std::string> normalized_text(Session& session, const sql::Span& span);

/// `text`, SELECT with one expression and no other clause, as the engine's text of that expression; nothing when it is
/// more than that.
Result<std::optional<std::string>> engine_expression(Session& session, const std::string& text);

/// Makes the sequence of an IDENTITY column and sets it as the column's default. Returns the sequence's name.
Result<std::string> make_identity(Session& session, const Session::ObjectName& table,
                                  const sql::ColumnDefinition& column);

/// The columns of an existing table, in their order.
std::vector<std::pair<std::string, ::duckdb::LogicalType>> table_columns(Session& session,
                                                                         const Session::ObjectName& table);

/// Whether there is a table or view of that name.
bool relation_exists(Session& session, const Session::ObjectName& object);

}  // namespace slipher::engine
