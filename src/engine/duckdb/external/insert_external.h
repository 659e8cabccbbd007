#pragma once
#include <string_view>

#include "engine/duckdb/session.h"

namespace slipher::engine {

/// Whether the statement is an INSERT INTO an external table.
Result<bool> inserts_into_external_table(Session& session, std::string_view text);

/// Runs it, inside of a transaction: the query's rows become new files in the table's folder.
Result<Outcome> insert_into_external_table(Session& session, std::string_view text);

}  // namespace slipher::engine
