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
/// - renames: the ALTER DATABASE RENAME that is under way (database_renames.h)
/// - procedures: header and source; argument_modes are i, o and b as in pg_proc, argument_types Redshift's spellings,
///   input_types the names of the input types, which tell overloads apart
/// - external_databases, external_schemas, external_tables, external_columns, external_partitions: the data catalog
/// - load_history, load_files, load_errors, load_error_fields, unload_history, unload_files: what COPY and UNLOAD did,
///   also those that failed; written in transactions of their own (load/load_history.h)
/// - principals, cluster_grants: users, groups, roles and what they have on the whole warehouse (access/)
/// - privileges, default_privileges: on objects of this database
/// - load_history, load_files, load_errors, load_error_fields, unload_history, unload_files: what COPY and UNLOAD did,
///   also those that failed; written in transactions of their own (load/load_history.h)
/// - comments
void prepare_database(::duckdb::Connection& connection, const std::string& database);

/// "database"."slipher_internal"."table"
std::string internal_table(std::string_view database, std::string_view table);

/// What `tables`, `columns`, `defaults` and `constraints` are for permanent tables, temporary tables of the session are
/// for its temporary ones, whose schema_name is "": each under the name of the internal table behind this prefix, which
/// users cannot write.
inline constexpr std::string_view kTemporaryPrefix = "slipher_internal_";
std::string temporary_internal_table(std::string_view table);
bool has_temporary_internal_table(::duckdb::ClientContext& context, std::string_view table);
/// Makes it where it is missing.
void make_temporary_internal_table(::duckdb::Connection& connection, std::string_view table);

}  // namespace slipher::engine
