#pragma once
#include "duckdb.hpp"
#include "engine/duckdb/session.h"
#include "sql/tree.h"

namespace slipher::engine {

// Before a statement runs: fails while another transaction holds a LOCK on a table that it names, and makes LOCK wait
// for the tables that it writes to.

Result<void> check_locks(Session& session, const ::duckdb::SQLStatement& statement);
Result<void> check_locks(Session& session, const sql::Tree& tree);

/// LOCK itself: fails while others have locked the table, or written to it.
Result<void> lock_table(Session& session, const Session::ObjectName& table);

/// The statement did nothing yet and may be tried again.
bool waits_for_lock(const Error& error);

}  // namespace slipher::engine
