#pragma once
#include <cstdint>

#include "base/result.h"
#include "engine/duckdb/session_context.h"
#include "sql/copy_statement.h"
#include "sql/unload_statement.h"

namespace duckdb {
class DatabaseInstance;
}

namespace slipher::engine {

/// Teaches a DuckDB instance the table function and the copy function that COPY and UNLOAD run on. They work only
/// inside run_copy() and run_unload(). Call once, when the instance is opened.
void register_load_functions(::duckdb::DatabaseInstance& database);

/// Loads files into a table, inside the session's open transaction; all or nothing. Returns the rows loaded (with
/// NOLOAD: 0). Fails with kSql, naming file, line, column, value and reason of the first bad row, or with kCanceled.
/// After a failure the transaction must be rolled back.
Result<std::int64_t> run_copy(SessionContext& session, const sql::CopyStatement& copy);

/// Writes a query's rows to files, inside the session's open transaction (and seeing its changes). The files appear
/// together at the end, each whole; after a failure there are none. Returns the rows unloaded.
Result<std::int64_t> run_unload(SessionContext& session, const sql::UnloadStatement& unload);

}  // namespace slipher::engine
