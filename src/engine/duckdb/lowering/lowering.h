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

/// Makes the views WITH NO SCHEMA BINDING of the session's database anew from their texts, as far as these can be bound
/// now: tables may have come or changed since. Returns whether there was any.
bool rebind_late_binding_views(Session& session);

}  // namespace slipher::engine
