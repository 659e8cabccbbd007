#include "engine/duckdb/catalog/families.h"

/// PostgreSQL's statistics of tables and indexes: what they are, without counts of reads and changes.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr std::string_view kTableColumns =
    "relid oid, schemaname name, relname name, seq_scan int8, seq_tup_read int8, idx_scan int8, idx_tup_fetch int8, "
    "n_tup_ins int8, n_tup_upd int8, n_tup_del int8";
constexpr std::string_view kTableBlockColumns =
    "relid oid, schemaname name, relname name, heap_blks_read int8, heap_blks_hit int8, idx_blks_read int8, "
    "idx_blks_hit int8, toast_blks_read int8, toast_blks_hit int8, tidx_blks_read int8, tidx_blks_hit int8";
constexpr std::string_view kIndexColumns =
    "relid oid, indexrelid oid, schemaname name, relname name, indexrelname name, idx_scan int8, idx_tup_read int8, "
    "idx_tup_fetch int8";
constexpr std::string_view kIndexBlockColumns =
    "relid oid, indexrelid oid, schemaname name, relname name, indexrelname name, idx_blks_read int8, idx_blks_hit "
    "int8";
constexpr std::string_view kSequenceColumns = "relid oid, schemaname name, relname name, blks_read int8, blks_hit int8";

constexpr std::string_view kTables =
    R"(SELECT oid AS relid, schema_name AS schemaname, relation_name AS relname FROM {fact:relations}
       WHERE database_name = {database} AND kind IN ('r', 'm') AND NOT is_system)";
constexpr std::string_view kIndexes =
    R"(SELECT table_oid AS relid, index_oid AS indexrelid, schema_name AS schemaname, table_name AS relname,
              constraint_name AS indexrelname
       FROM {fact:constraints} WHERE kind IN ('p', 'u'))";

constexpr SystemView kViews[] = {
    {kSchema, "pg_stat_all_tables", kTableColumns, kTables, "tables; what was read and changed is not counted"},
    {kSchema, "pg_stat_user_tables", kTableColumns, kTables, "tables; what was read and changed is not counted"},
    {kSchema, "pg_stat_sys_tables", kTableColumns},
    {kSchema, "pg_statio_all_tables", kTableBlockColumns, kTables, "tables; blocks are not counted"},
    {kSchema, "pg_statio_user_tables", kTableBlockColumns, kTables, "tables; blocks are not counted"},
    {kSchema, "pg_statio_sys_tables", kTableBlockColumns},
    {kSchema, "pg_stat_all_indexes", kIndexColumns, kIndexes, "keys; what was read is not counted"},
    {kSchema, "pg_stat_user_indexes", kIndexColumns, kIndexes, "keys; what was read is not counted"},
    {kSchema, "pg_stat_sys_indexes", kIndexColumns},
    {kSchema, "pg_statio_all_indexes", kIndexBlockColumns, kIndexes, "keys; blocks are not counted"},
    {kSchema, "pg_statio_user_indexes", kIndexBlockColumns, kIndexes, "keys; blocks are not counted"},
    {kSchema, "pg_statio_sys_indexes", kIndexBlockColumns},
    {kSchema, "pg_statio_all_sequences", kSequenceColumns},
    {kSchema, "pg_statio_user_sequences", kSequenceColumns},
    {kSchema, "pg_statio_sys_sequences", kSequenceColumns},
    {kSchema, "pg_stat_database",
     "datid oid, datname name, numbackends int4, xact_commit int8, xact_rollback int8, blks_read int8, blks_hit int8",
     R"(SELECT d.oid AS datid, d.database_name AS datname,
               (SELECT count(*) FROM slipher_sessions() s
                WHERE s.database_name = d.database_name AND s.ended IS NULL) AS numbackends
        FROM slipher_databases() d)",
     "databases and their sessions; transactions and blocks are not counted"},
};

}  // namespace

std::span<const SystemView> pg_statistics() { return kViews; }

}  // namespace slipher::engine::families
