#include "engine/duckdb/own_catalog.h"

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/entry_lookup_info.hpp"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {
namespace {

// Without keys: DuckDB's indexes cost memory, and would make transactions conflict that do not.
constexpr std::string_view kTables[][2] = {
    {"commit_markers",
     "statement_id VARCHAR, rows BIGINT, has_result_set BOOLEAN, final BOOLEAN, committed_at TIMESTAMP"},
    {"tables",
     "schema_name VARCHAR, table_name VARCHAR, owner VARCHAR, distribution VARCHAR, distribution_key VARCHAR, "
     "sort_style VARCHAR, sort_keys VARCHAR[], backup BOOLEAN, created_at TIMESTAMP"},
    {"columns",
     "schema_name VARCHAR, table_name VARCHAR, column_name VARCHAR, encoding VARCHAR, collation_name VARCHAR, "
     "identity_seed BIGINT, identity_step BIGINT, identity_by_default BOOLEAN, identity_sequence VARCHAR"},
    {"defaults", "schema_name VARCHAR, table_name VARCHAR, column_name VARCHAR, default_text VARCHAR"},
    {"constraints",
     "schema_name VARCHAR, table_name VARCHAR, constraint_name VARCHAR, kind VARCHAR, column_names VARCHAR[], "
     "referenced_table VARCHAR, referenced_columns VARCHAR[]"},
    {"views",
     "schema_name VARCHAR, view_name VARCHAR, owner VARCHAR, query_text VARCHAR, engine_text VARCHAR, "
     "materialized BOOLEAN, auto_refresh BOOLEAN, late_binding BOOLEAN, created_at TIMESTAMP"},
    {"view_references", "schema_name VARCHAR, view_name VARCHAR, referenced_schema VARCHAR, referenced_name VARCHAR"},
    {"database_settings", "setting VARCHAR, value VARCHAR"},
    {"renames", "old_name VARCHAR, new_name VARCHAR, statement_id VARCHAR"},
    {"schemas", "schema_name VARCHAR, owner VARCHAR, quota_megabytes BIGINT"},
    {"functions",
     "schema_name VARCHAR, function_name VARCHAR, argument_types VARCHAR, parameter_list VARCHAR, return_type VARCHAR, "
     "volatility VARCHAR, body VARCHAR, engine_body VARCHAR, owner VARCHAR, created_at TIMESTAMP"},
    {"procedures",
     "schema_name VARCHAR, procedure_name VARCHAR, owner VARCHAR, argument_names VARCHAR[], argument_modes VARCHAR[], "
     "argument_types VARCHAR[], input_types VARCHAR, nonatomic BOOLEAN, security_definer BOOLEAN, "
     "setting_names VARCHAR[], setting_values VARCHAR[], source_text VARCHAR, created_at TIMESTAMP"},
    {"external_databases", "database_name VARCHAR, owner VARCHAR"},
    {"external_schemas", "schema_name VARCHAR, database_name VARCHAR, role VARCHAR, region VARCHAR, owner VARCHAR"},
    {"shared_schemas", "schema_name VARCHAR, source_database VARCHAR, source_schema VARCHAR, owner VARCHAR"},
    {"federated_schemas",
     "schema_name VARCHAR, source_database VARCHAR, source_schema VARCHAR, host VARCHAR, port INTEGER, "
     "secret_arn VARCHAR, role VARCHAR, owner VARCHAR"},
    {"external_tables",
     "database_name VARCHAR, table_name VARCHAR, location VARCHAR, format VARCHAR, delimiter VARCHAR, quote VARCHAR, "
     "escape VARCHAR, null_text VARCHAR, serde VARCHAR, input_format VARCHAR, output_format VARCHAR, "
     "property_names VARCHAR[], property_values VARCHAR[], owner VARCHAR"},
    {"external_columns",
     "database_name VARCHAR, table_name VARCHAR, column_name VARCHAR, position INTEGER, part_key INTEGER, "
     "engine_type VARCHAR, type_text VARCHAR"},
    {"external_partitions", "database_name VARCHAR, table_name VARCHAR, partition_values VARCHAR[], location VARCHAR"},
    {"load_history",
     "query_id BIGINT, user_name VARCHAR, session_id BIGINT, transaction_id BIGINT, statement_id VARCHAR, "
     "status VARCHAR, schema_name VARCHAR, table_name VARCHAR, started_at TIMESTAMP, ended_at TIMESTAMP, "
     "data_source VARCHAR, file_format VARCHAR, loaded_rows BIGINT, loaded_bytes BIGINT, source_file_count BIGINT, "
     "source_file_bytes BIGINT, scanned_file_count BIGINT, scanned_bytes BIGINT, error_count BIGINT, "
     "copy_job_id BIGINT, error_message VARCHAR"},
    {"load_files",
     "query_id BIGINT, file_name VARCHAR, file_bytes BIGINT, file_etag VARCHAR, file_modified_at TIMESTAMP, "
     "scanned_bytes BIGINT, scanned_lines BIGINT, error_count BIGINT, started_at TIMESTAMP, ended_at TIMESTAMP"},
    {"load_errors",
     "query_id BIGINT, error_number BIGINT, file_name VARCHAR, line_number BIGINT, column_name VARCHAR, "
     "column_type VARCHAR, column_length VARCHAR, value_position BIGINT, raw_line VARCHAR, raw_value VARCHAR, "
     "error_code INTEGER, reason VARCHAR, occurred_at TIMESTAMP"},
    {"load_error_fields",
     "query_id BIGINT, error_number BIGINT, file_name VARCHAR, line_number BIGINT, field_number BIGINT, "
     "column_name VARCHAR, column_type VARCHAR, column_length VARCHAR, value VARCHAR, is_null BOOLEAN, "
     "occurred_at TIMESTAMP"},
    {"unload_history",
     "query_id BIGINT, user_name VARCHAR, session_id BIGINT, transaction_id BIGINT, statement_id VARCHAR, "
     "status VARCHAR, started_at TIMESTAMP, ended_at TIMESTAMP, file_format VARCHAR, compression VARCHAR, "
     "location VARCHAR, unloaded_rows BIGINT, file_count BIGINT, file_bytes BIGINT, error_message VARCHAR"},
    {"unload_files",
     "query_id BIGINT, file_name VARCHAR, row_count BIGINT, file_bytes BIGINT, file_format VARCHAR, "
     "started_at TIMESTAMP, ended_at TIMESTAMP"},
    {"principals",
     "kind VARCHAR, id BIGINT, name VARCHAR, is_superuser BOOLEAN, may_create_databases BOOLEAN, password VARCHAR, "
     "valid_until VARCHAR, connection_limit BIGINT, syslog_access VARCHAR, session_timeout BIGINT, "
     "external_id VARCHAR, owner VARCHAR, settings VARCHAR, version BIGINT, removed BOOLEAN"},
    {"cluster_grants",
     "kind VARCHAR, parent BIGINT, object VARCHAR, privilege VARCHAR, member BIGINT, with_option BOOLEAN, "
     "grantor VARCHAR, version BIGINT, removed BOOLEAN"},
    {"privileges",
     "object_kind VARCHAR, schema_name VARCHAR, object_name VARCHAR, column_name VARCHAR, privilege VARCHAR, "
     "grantee BIGINT, grantable BOOLEAN, grantor VARCHAR"},
    {"default_privileges",
     "owner VARCHAR, schema_name VARCHAR, object_kind VARCHAR, privilege VARCHAR, grantee BIGINT, grantable BOOLEAN"},
    {"comments", "kind VARCHAR, schema_name VARCHAR, object_name VARCHAR, column_name VARCHAR, comment_text VARCHAR"},
};

void run(::duckdb::Connection& connection, const std::string& text) {
  const auto result = connection.Query(text);
  if (result->HasError()) result->ThrowError();
}

bool table_exists(::duckdb::Connection& connection, const std::string& database, std::string_view table) {
  const auto count =
      connection.Query("SELECT count(*) FROM duckdb_tables() WHERE database_name = " + quote_text(database) +
                       " AND schema_name = " + quote_text(kInternalSchema) + " AND table_name = " + quote_text(table));
  if (count->HasError()) count->ThrowError();
  return count->GetValue(0, 0).GetValue<std::int64_t>() > 0;
}

}  // namespace

std::string internal_table(std::string_view database, std::string_view table) {
  return quote_name(database) + "." + quote_name(kInternalSchema) + "." + quote_name(table);
}

std::string temporary_internal_table(std::string_view table) {
  return "temp.main." + quote_name(std::string(kTemporaryPrefix) + std::string(table));
}

bool has_temporary_internal_table(::duckdb::ClientContext& context, std::string_view table) {
  const auto name = std::string(kTemporaryPrefix) + std::string(table);  // the lookup keeps a reference
  const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, name);
  return ::duckdb::Catalog::GetEntry(context, "temp", "main", lookup, ::duckdb::OnEntryNotFound::RETURN_NULL) !=
         nullptr;
}

void make_temporary_internal_table(::duckdb::Connection& connection, std::string_view table) {
  for (const auto& [name, columns] : kTables) {
    if (name != table) continue;
    run(connection,
        "CREATE TEMPORARY TABLE IF NOT EXISTS " + temporary_internal_table(table) + " (" + std::string(columns) + ")");
  }
}

void prepare_database(::duckdb::Connection& connection, const std::string& database) {
  const auto schema = quote_name(database) + ".";
  run(connection, "BEGIN TRANSACTION");
  run(connection, "CREATE SCHEMA IF NOT EXISTS " + schema + quote_name(kInternalSchema));
  // Only a new database gets `public`: a user may have dropped it later.
  if (!table_exists(connection, database, "commit_markers"))
    run(connection, "CREATE SCHEMA IF NOT EXISTS " + schema + "public");
  const auto had_privileges = table_exists(connection, database, "privileges");
  for (const auto& [name, columns] : kTables)
    run(connection, "CREATE TABLE IF NOT EXISTS " + internal_table(database, name) + " (" + std::string(columns) + ")");
  // "By default, all users have CREATE and USAGE privileges on the PUBLIC schema" (Amazon Redshift, "CREATE SCHEMA").
  if (!had_privileges)
    run(connection, "INSERT INTO " + internal_table(database, "privileges") +
                        " VALUES ('schema', 'public', '', '', 'create', 0, false, 'rdsdb'), "
                        "('schema', 'public', '', '', 'usage', 0, false, 'rdsdb')");
  run(connection, "COMMIT");
}

}  // namespace slipher::engine
