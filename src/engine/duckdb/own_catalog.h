#pragma once
#include <string>
#include <string_view>

#include "duckdb.hpp"

namespace slipher::engine {

/// Makes schema `public` and the internal schema with Slipher's own tables in an attached database, where missing.
/// Throws what DuckDB throws. `connection` is outside of a transaction.
///
/// The internal tables hold what Redshift keeps and DuckDB does not; statements change them in the same transaction as
/// the objects that they describe:
/// - commit_markers: statements whose transaction committed (engine::CommitMarker)
/// - tables, columns, constraints: DISTSTYLE, SORTKEY, ENCODE, IDENTITY, keys, owners
/// - defaults: of columns, as the user wrote them
/// - views: query text, materialized views
/// - schemas: owners and quotas
/// - functions: SQL functions, of which DuckDB has one macro for each name
/// - database_settings: the collation of CREATE DATABASE
/// - load_history, load_files, load_errors, load_error_fields, unload_history, unload_files: what COPY and UNLOAD did,
///   also those that failed; written in transactions of their own (load/load_history.h)
/// - comments
void prepare_database(::duckdb::Connection& connection, const std::string& database);

/// "database"."slipher_internal"."table"
std::string internal_table(std::string_view database, std::string_view table);

}  // namespace slipher::engine
