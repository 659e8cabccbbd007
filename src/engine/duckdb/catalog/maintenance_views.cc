#include "engine/duckdb/catalog/families.h"

/// ANALYZE, VACUUM and changes of users, from the memory of the warehouse (activity.h).
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kFacts, "maintenance",
     "user_id int4, database_name name, schema_name name, relation_name name, table_id oid, kind text, row_count int8, "
     "process_id int4, transaction_id int8, query_id int8, started timestamp, ended timestamp, previous timestamp",
     R"(SELECT u.user_id, m.database_name, m.schema_name, m.relation_name,
               rs_object_oid('relation', m.database_name, m.schema_name, m.relation_name) AS table_id, m.kind,
               m.row_count, m.process_id, m.transaction_id, m.query_id, m.started, m.ended,
               lag(m.ended) OVER (PARTITION BY m.kind, m.database_name, m.schema_name, m.relation_name
                                  ORDER BY m.ended) AS previous
        FROM slipher_maintenance() m LEFT JOIN {fact:users} u ON u.user_name = m.user_name
        WHERE {sees:m.user_name})",
     "tables that ANALYZE and VACUUM looked at"},

    {kSchema, "stl_analyze",
     "userid int4, xid int8, database char(30), table_id int4, status char(15), rows float8, modified_rows float8, "
     "threshold_percent int4, is_auto char(1), starttime timestamp, endtime timestamp, prevtime timestamp, "
     "num_predicate_cols int4, num_new_predicate_cols int4, is_background char(1), auto_analyze_phase char(100), "
     "schema_name char(128), table_name char(136)",
     R"(SELECT user_id AS userid, transaction_id AS xid, database_name AS database, table_id, 'Full' AS status,
               row_count AS rows, 0 AS modified_rows, 10 AS threshold_percent, 'f' AS is_auto, started AS starttime,
               ended AS endtime, previous AS prevtime, 0 AS num_predicate_cols, 0 AS num_new_predicate_cols,
               'f' AS is_background, schema_name, relation_name AS table_name
        FROM {fact:maintenance} WHERE kind = 'ANALYZE' )",
     "tables that ANALYZE looked at, since the server started"},

    {kSchema, "sys_analyze_history",
     "user_id int4, transaction_id int8, database_name char(30), schema_name char(128), table_name char(30), "
     "table_id int4, is_automatic char(1), status char(15), start_time timestamp, end_time timestamp, rows float8, "
     "modified_rows float8, analyze_threshold_percent int4, last_analyze_time timestamp",
     R"(SELECT user_id, transaction_id, database_name, schema_name, left(relation_name, 30) AS table_name, table_id,
               'f' AS is_automatic, 'Full' AS status, started AS start_time, ended AS end_time, row_count AS rows,
               0 AS modified_rows, 10 AS analyze_threshold_percent, previous AS last_analyze_time
        FROM {fact:maintenance} WHERE kind = 'ANALYZE' )",
     "tables that ANALYZE looked at, since the server started"},

    {kSchema, "stl_vacuum",
     "userid int4, xid int8, table_id int4, status char(30), rows int8, sortedrows int4, blocks int4, "
     "max_merge_partitions int4, eventtime timestamp, reclaimable_rows int8, reclaimable_space_mb int8, cutoff_xid "
     "int8, is_recluster int4",
     R"(SELECT m.user_id AS userid, m.transaction_id AS xid, m.table_id,
               CASE WHEN e.is_end THEN 'Finished' WHEN m.kind = 'FULL' THEN 'Started'
                    ELSE 'Started ' || rs_initcap(m.kind) END AS status,
               m.row_count AS rows, m.row_count AS sortedrows, 0 AS blocks, 0 AS max_merge_partitions,
               CASE WHEN e.is_end THEN m.ended ELSE m.started END AS eventtime, 0 AS reclaimable_rows,
               0 AS reclaimable_space_mb, CASE WHEN m.kind = 'RECLUSTER' THEN 1 ELSE 0 END AS is_recluster
        FROM {fact:maintenance} m, (VALUES (false), (true)) AS e(is_end) WHERE m.kind <> 'ANALYZE' )",
     "what VACUUM looked at, since the server started"},

    {kSchema, "sys_vacuum_history",
     "user_id int4, transaction_id int8, query_id int8, database_name text, schema_name text, table_name text, "
     "table_id int4, vacuum_type char(30), is_automatic bool, status char(64), start_time timestamp, end_time "
     "timestamp, record_time timestamp, duration int4, rows_before_vacuum int8, size_before_vacuum int4, "
     "reclaimable_rows int8, reclaimed_rows int8, reclaimed_blocks int8, sortedrows_before_vacuum int4, "
     "sortedrows_after_vacuum int4",
     R"(SELECT user_id, transaction_id, query_id, database_name, schema_name, relation_name AS table_name, table_id,
               kind AS vacuum_type, false AS is_automatic, 'Finished' AS status, started AS start_time,
               ended AS end_time, ended AS record_time, datediff('second', started, ended) AS duration,
               row_count AS rows_before_vacuum, 0 AS reclaimable_rows, 0 AS reclaimed_rows, 0 AS reclaimed_blocks,
               row_count AS sortedrows_before_vacuum, row_count AS sortedrows_after_vacuum
        FROM {fact:maintenance} WHERE kind <> 'ANALYZE' )",
     "what VACUUM looked at, since the server started"},

    {kSchema, "svv_vacuum_summary",
     "table_name text, xid int8, sort_partitions int8, merge_increments int8, elapsed_time int8, row_delta int8, "
     "sortedrow_delta int8, block_delta int4, max_merge_partitions int4",
     R"(SELECT relation_name AS table_name, transaction_id AS xid, 0 AS sort_partitions, 0 AS merge_increments,
               datediff('microsecond', started, ended) AS elapsed_time, 0 AS row_delta, 0 AS sortedrow_delta,
               0 AS block_delta, 0 AS max_merge_partitions
        FROM {fact:maintenance} WHERE kind <> 'ANALYZE' )",
     "what VACUUM looked at, since the server started"},

    {kSchema, "stl_userlog",
     "userid int4, username char(50), oldusername char(50), action char(10), usecreatedb int4, usesuper int4, "
     "usecatupd int4, valuntil timestamp, pid int4, xid int8, recordtime timestamp",
     R"(SELECT user_id AS userid, user_name AS username, old_name AS oldusername, action,
               may_create_databases::int AS usecreatedb, is_superuser::int AS usesuper, 0 AS usecatupd,
               try_cast(nullif(valid_until, 'infinity') AS timestamp) AS valuntil, process_id AS pid,
               transaction_id AS xid, changed AS recordtime
        FROM slipher_user_changes() WHERE {superuser})",
     "users that were created, changed, renamed or dropped since the server started"},

    {kSchema, "sys_userlog",
     "user_id int4, user_name char(50), original_user_name char(50), action char(10), "
     "has_create_db_privs int4, is_superuser int4, has_update_catalog_privs int4, password_expiration timestamp, "
     "session_id int4, transaction_id int8, record_time timestamp",
     R"(SELECT userid AS user_id, username AS user_name, oldusername AS original_user_name, lower(action) AS action,
               usecreatedb AS has_create_db_privs, usesuper AS is_superuser, usecatupd AS has_update_catalog_privs,
               valuntil AS password_expiration, pid AS session_id, xid AS transaction_id, recordtime AS record_time
        FROM slipher_view('pg_catalog', 'stl_userlog'))",
     "users that were created, changed, renamed or dropped since the server started"},
};

}  // namespace

std::span<const SystemView> maintenance() { return kViews; }

}  // namespace slipher::engine::families
