#include "engine/duckdb/catalog/families.h"

/// Transactions and what they hold (table_locks.h).
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kFacts, "locks",
     "user_name name, database_name name, transaction_id int8, process_id int4, started timestamp, relation_oid oid, "
     "lock_mode text",
     R"(SELECT s.user_name, s.database_name, s.transaction_id, s.process_id, s.transaction_started AS started,
               r.oid AS relation_oid,
               CASE WHEN l.is_lock THEN 'AccessExclusiveLock' ELSE 'ShareRowExclusiveLock' END AS lock_mode
        FROM slipher_sessions() s JOIN slipher_locks() l ON l.process_id = s.process_id
        JOIN slipher_relations() r ON r.database_name = l.database_name AND r.schema_name = l.schema_name AND
                                      r.relation_name = l.relation_name
        WHERE s.ended IS NULL AND s.transaction_id <> 0
        UNION ALL
        SELECT user_name, database_name, transaction_id, process_id, transaction_started, NULL, 'ExclusiveLock'
        FROM slipher_sessions() WHERE ended IS NULL AND transaction_id <> 0)",
     "each open transaction holds its own number, tables that it has written to and those that it has locked"},

    {kSchema, "svv_transactions",
     "txn_owner text, txn_db text, xid int8, pid int4, txn_start timestamp, lock_mode text, "
     "lockable_object_type text, relation int4, granted bool",
     R"(SELECT user_name AS txn_owner, database_name AS txn_db, transaction_id AS xid, process_id AS pid,
               started AS txn_start, lock_mode,
               CASE WHEN relation_oid IS NULL THEN 'transactionid' ELSE 'relation' END AS lockable_object_type,
               relation_oid AS relation, true AS granted
        FROM {fact:locks})",
     "open transactions and what they hold"},

    {kSchema, "pg_locks", "relation oid, database oid, transaction int8, pid int4, mode text, granted bool",
     R"(SELECT l.relation_oid AS relation, d.oid AS database, l.transaction_id AS transaction, l.process_id AS pid,
               l.lock_mode AS mode, true AS granted
        FROM {fact:locks} l JOIN slipher_databases() d ON d.database_name = l.database_name)",
     "what open transactions hold"},

    {kSchema, "stv_locks",
     "table_id int4, last_commit timestamp, last_update timestamp, lock_owner int8, lock_owner_pid int8, "
     "lock_owner_start_ts timestamp, lock_owner_end_ts timestamp, lock_status char(22)",
     R"(SELECT relation_oid AS table_id, transaction_id AS lock_owner, process_id AS lock_owner_pid,
               started AS lock_owner_start_ts, 'Holding write lock' AS lock_status
        FROM {fact:locks} WHERE relation_oid IS NOT NULL)",
     "tables that open transactions have written to or locked"},

    {kSchema, "sys_transaction_history",
     "user_id int4, transaction_id int8, isolation_level text, status text, transaction_start_time timestamp, "
     "commit_start_time timestamp, commit_end_time timestamp, blocks_committed int8, undo_transaction_id int8",
     R"(SELECT u.user_id, t.transaction_id, 'Snapshot Isolation' AS isolation_level,
               CASE WHEN t.committed THEN 'committed' ELSE 'rolledback' END AS status,
               t.started AS transaction_start_time, CASE WHEN t.committed THEN t.ended END AS commit_start_time,
               CASE WHEN t.committed THEN t.ended END AS commit_end_time, 0 AS blocks_committed,
               -1 AS undo_transaction_id
        FROM slipher_transactions() t LEFT JOIN {fact:users} u ON u.user_name = t.user_name
        WHERE t.has_statement AND t.ended IS NOT NULL AND {superuser})",
     "transactions, since the server started"},

    {kSchema, "stl_commit_stats",
     "xid int8, node int4, startqueue timestamp, startwork timestamp, endflush timestamp, endstage timestamp, "
     "endlocal timestamp, startglobal timestamp, endtime timestamp, queuelen int8, permblocks int8, newblocks "
     "int8, dirtyblocks int8, headers int8, numxids int4, oldestxid int8, extwritelatency int8, metadatawritten "
     "int4, tombstonedblocks int8, tossedblocks int8, batched_by int8",
     R"(SELECT transaction_id AS xid, -1 AS node, commit_start_time AS startqueue, commit_start_time AS startwork,
               commit_end_time AS endtime, 0 AS queuelen
        FROM slipher_view('pg_catalog', 'sys_transaction_history') WHERE status = 'committed')",
     "commits of transactions: none of them waited"},
};

}  // namespace

std::span<const SystemView> locks() { return kViews; }

}  // namespace slipher::engine::families
