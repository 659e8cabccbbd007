#pragma once
#include "base/result.h"
#include "engine/duckdb/session.h"
#include "engine/warehouse.h"
#include "sql/tree.h"

namespace slipher::engine {

/// Runs a statement that sql::parse() made a tree of, on DuckDB. Transaction control is not among them.
Result<Outcome> lower(Session& session, const sql::Tree& tree);

/// CREATE DATABASE, DROP DATABASE, VACUUM: Redshift refuses them inside of a transaction block.
bool runs_outside_transaction(const sql::Tree& tree);
/// `ERROR: CREATE DATABASE cannot run inside a transaction block`
Error outside_transaction_error(const sql::Tree& tree);

}  // namespace slipher::engine
