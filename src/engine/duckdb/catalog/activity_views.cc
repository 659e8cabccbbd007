#include "engine/duckdb/catalog/families.h"

/// Statements, sessions and transactions, from the warehouse's memory (activity.h). What Slipher does not measure is 0
/// or NULL.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kFacts, "queries",
     "user_id int4, query_id int8, transaction_id int8, process_id int4, user_name name, database_name name, "
     "query_text text, label text, query_type text, started timestamp, ended timestamp, row_count int8, error text, "
     "canceled bool, aborted int4, caller_id int8, is_query bool",
     R"(SELECT u.user_id, q.query_id, q.transaction_id, q.process_id, q.user_name, q.database_name, q.query_text, q.label,
               q.query_type, q.started, q.ended, q.row_count, q.error, q.canceled,
               CASE WHEN q.error <> '' OR q.canceled THEN 1 ELSE 0 END AS aborted, nullif(q.caller_id, 0) AS caller_id,
               q.query_type NOT IN ('DDL', 'UTILITY') AS is_query
        FROM slipher_queries() q LEFT JOIN {fact:users} u ON u.user_name = q.user_name
        WHERE {sees:q.user_name})",
     "statements that the user may see"},

    {kFacts, "sessions",
     "process_id int4, user_name name, user_id int4, database_name name, started timestamp, ended timestamp",
     R"(SELECT s.process_id, s.user_name, u.user_id, s.database_name, s.started, s.ended
        FROM slipher_sessions() s LEFT JOIN {fact:users} u ON u.user_name = s.user_name
        WHERE {sees:s.user_name})",
     "sessions that the user may see"},

    {kFacts, "query_pieces",
     "user_id int4, query_id int8, transaction_id int8, process_id int4, label text, query_type text, "
     "started timestamp, ended timestamp, sequence int4, piece text",
     R"(WITH texts AS (SELECT *, replace(query_text, chr(10), '\n') AS shown FROM {fact:queries})
        SELECT q.user_id, q.query_id, q.transaction_id, q.process_id, q.label, q.query_type, q.started, q.ended,
               s.n AS sequence, substr(q.shown, s.n * 200 + 1, 200) AS piece
        FROM texts q, unnest(range((length(q.shown) + 199) // 200)) AS s(n))",
     "their texts in pieces of 200 characters, in which the end of a line is \\n"},

    {kFacts, "refreshes",
     "user_id int4, user_name name, database_name name, schema_name name, view_name name, process_id int4, "
     "transaction_id int8, refresh_type varchar(16), status text, started timestamp, ended timestamp",
     R"(SELECT u.user_id, r.user_name, r.database_name, r.schema_name, r.view_name, r.process_id, r.transaction_id,
               CASE WHEN r.is_automatic THEN 'Auto' ELSE 'Manual' END AS refresh_type, r.status, r.started, r.ended
        FROM slipher_refreshes() r LEFT JOIN {fact:users} u ON u.user_name = r.user_name
        WHERE {sees:r.user_name})",
     "refreshes of materialized views that the user may see"},

    {kSchema, "svl_mv_refresh_status",
     "db_name char(128), userid int8, schema_name char(128), mv_name char(128), xid int8, starttime timestamp, "
     "endtime timestamp, status text, refresh_type char(32)",
     R"(SELECT database_name AS db_name, user_id AS userid, schema_name, view_name AS mv_name, transaction_id AS xid,
               started AS starttime, ended AS endtime, status, refresh_type
        FROM {fact:refreshes})",
     "refreshes of materialized views, since the server started"},

    {kSchema, "sys_mv_refresh_history",
     "user_id int4, session_id int4, transaction_id int8, database_name char(128), schema_name char(128), "
     "mv_id int8, mv_name char(128), refresh_type char(32), status text, start_time timestamp, end_time timestamp, "
     "duration int8, consumer_account char(12), consumer_region char(32), consumer_namespace char(36)",
     R"(SELECT r.user_id, r.process_id AS session_id, r.transaction_id, r.database_name, r.schema_name, v.oid AS mv_id,
               r.view_name AS mv_name, r.refresh_type, r.status, r.started AS start_time,
               r.ended AS end_time, datediff('microsecond', r.started, r.ended) AS duration
        FROM {fact:refreshes} r
        LEFT JOIN {fact:relations} v ON v.database_name = r.database_name AND v.schema_name = r.schema_name
          AND v.relation_name = r.view_name)",
     "refreshes of materialized views, since the server started"},

    {kSchema, "stl_query",
     "userid int4, query int8, label char(320), xid int8, pid int4, database char(32), querytxt char(4000), "
     "starttime timestamp, endtime timestamp, aborted int4, insert_pristine int4, concurrency_scaling_status int4",
     R"(SELECT user_id AS userid, query_id AS query, label, transaction_id AS xid, process_id AS pid,
               database_name AS database, left(query_text, 4000) AS querytxt, started AS starttime, ended AS endtime,
               aborted, 0 AS insert_pristine, 0 AS concurrency_scaling_status
        FROM {fact:queries} WHERE query_type NOT IN ('DDL', 'UTILITY'))",
     "queries and changes of rows, since the server started"},

    {kSchema, "stl_querytext", "userid int4, xid int8, pid int4, query int8, sequence int4, text char(200)",
     R"(SELECT user_id AS userid, transaction_id AS xid, process_id AS pid, query_id AS query, sequence, piece AS text
        FROM {fact:query_pieces} WHERE query_type NOT IN ('DDL', 'UTILITY'))",
     "texts of queries"},

    {kSchema, "stl_ddltext",
     "userid int4, xid int8, pid int4, label char(320), starttime timestamp, endtime timestamp, sequence int4, "
     "text char(200)",
     R"(SELECT user_id AS userid, transaction_id AS xid, process_id AS pid, label, started AS starttime,
               ended AS endtime, sequence, piece AS text
        FROM {fact:query_pieces} WHERE query_type IN ('DDL', 'CTAS'))",
     "statements that define objects"},

    {kSchema, "stl_utilitytext",
     "userid int4, xid int8, pid int4, label char(320), starttime timestamp, endtime timestamp, sequence int4, "
     "text char(200)",
     R"(SELECT user_id AS userid, transaction_id AS xid, process_id AS pid, label, started AS starttime,
               ended AS endtime, sequence, piece AS text
        FROM {fact:query_pieces} WHERE query_type = 'UTILITY')",
     "all other statements"},

    {kSchema, "svl_statementtext",
     "userid int4, xid int8, pid int4, label char(320), starttime timestamp, endtime timestamp, sequence int4, "
     "type varchar(10), text char(200)",
     R"(SELECT user_id AS userid, transaction_id AS xid, process_id AS pid, label, started AS starttime,
               ended AS endtime, sequence,
               CASE WHEN query_type IN ('DDL', 'UTILITY') THEN query_type ELSE 'QUERY' END AS type, piece AS text
        FROM {fact:query_pieces})",
     "every statement"},

    {kSchema, "svl_qlog",
     "userid int4, query int8, xid int8, pid int4, starttime timestamp, endtime timestamp, elapsed int8, aborted int4, "
     "label char(320), substring char(60), source_query int4, concurrency_scaling_status_txt text, from_sp_call int8",
     R"(SELECT user_id AS userid, query_id AS query, transaction_id AS xid, process_id AS pid, started AS starttime,
               ended AS endtime, datediff('microsecond', started, ended) AS elapsed, aborted, label,
               left(query_text, 60) AS substring, '0 - Ran on the main cluster' AS concurrency_scaling_status_txt,
               caller_id AS from_sp_call
        FROM {fact:queries} WHERE query_type NOT IN ('DDL', 'UTILITY'))",
     "queries and how long they took"},

    {kSchema, "stv_recents",
     "userid int4, status char(20), starttime timestamp, duration int4, user_name char(50), db_name char(50), "
     "query char(600), pid int4",
     R"(SELECT user_id AS userid, CASE WHEN ended IS NULL THEN 'Running' ELSE 'Done' END AS status,
               started AS starttime,
               least(datediff('microsecond', started, coalesce(ended, get_current_timestamp() AT TIME ZONE 'UTC')),
                     2147483647) AS duration,
               user_name, database_name AS db_name, left(query_text, 600) AS query,
               CASE WHEN ended IS NULL THEN process_id ELSE -1 END AS pid
        FROM {fact:queries} ORDER BY started DESC LIMIT 100)",
     "the last hundred statements"},

    {kSchema, "stv_inflight",
     "userid int4, slice int4, query int8, label char(320), xid int8, pid int4, starttime timestamp, text char(100), "
     "suspended int4, insert_pristine int4, concurrency_scaling_status int4",
     R"(SELECT user_id AS userid, 0 AS slice, query_id AS query, label, transaction_id AS xid, process_id AS pid,
               started AS starttime, left(query_text, 100) AS text, 0 AS suspended, 0 AS insert_pristine,
               0 AS concurrency_scaling_status
        FROM {fact:queries} WHERE ended IS NULL)",
     "statements that run"},

    {kSchema, "svv_query_inflight",
     "userid int4, slice int4, query int8, pid int4, starttime timestamp, suspended int4, text char(200), "
     "sequence int4",
     R"(SELECT user_id AS userid, 0 AS slice, query_id AS query, process_id AS pid, started AS starttime,
               0 AS suspended, piece AS text, sequence
        FROM {fact:query_pieces} WHERE ended IS NULL)",
     "statements that run"},

    {kSchema, "stv_sessions",
     "starttime timestamp, process int4, user_name char(50), db_name char(50), timeout_sec int4",
     R"(SELECT started AS starttime, process_id AS process, user_name, database_name AS db_name, 0 AS timeout_sec
        FROM {fact:sessions} WHERE ended IS NULL)",
     "sessions"},

    {kSchema, "stl_sessions",
     "userid int4, starttime timestamp, endtime timestamp, process int4, user_name char(50), db_name char(50), "
     "timeout_sec int4, timed_out int4",
     R"(SELECT s.user_id AS userid, s.started AS starttime, s.ended AS endtime, s.process_id AS process, s.user_name,
               s.database_name AS db_name, 0 AS timeout_sec, 0 AS timed_out
        FROM {fact:sessions} s WHERE s.ended IS NOT NULL)",
     "sessions that have ended, since the server started"},

    {kFacts, "connection_events",
     "event text, happened timestamp, process_id int4, database_name name, user_name name, duration int8",
     R"(SELECT e.event, CASE WHEN e.event = 'disconnecting session' THEN s.ended ELSE s.started END AS happened,
               s.process_id, s.database_name, s.user_name,
               CASE WHEN e.event = 'disconnecting session' THEN datediff('microsecond', s.started, s.ended) ELSE 0 END
                 AS duration
        FROM {fact:sessions} s,
             (VALUES ('authenticated'), ('initiating session'), ('disconnecting session')) AS e(event)
        WHERE e.event <> 'disconnecting session' OR s.ended IS NOT NULL)",
     "coming and going of sessions"},

    {kSchema, "stl_connection_log",
     "event char(50), recordtime timestamp, remotehost char(45), remoteport char(32), pid int4, dbname char(50), "
     "username char(50), authmethod char(32), duration int8, sslversion char(50), sslcipher char(128), mtu int4, "
     "sslcompression char(64), sslexpansion char(64), iamauthguid char(36), application_name char(250), "
     "os_version char(64), driver_version char(64), plugin_name char(32), protocol_version int4, sessionid char(36), "
     "compression char(8)",
     R"(SELECT event, happened AS recordtime, process_id AS pid, database_name AS dbname, user_name AS username,
               'IAM' AS authmethod, duration, 'data-api' AS application_name
        FROM {fact:connection_events})",
     "coming and going of sessions, since the server started"},

    {kSchema, "sys_connection_log",
     "event char(50), record_time timestamp, remote_host char(45), remote_port char(32), session_id int4, "
     "database_name char(50), user_name char(50), auth_method char(32), duration int8, ssl_version char(50), "
     "ssl_cipher char(128), mtu int4, ssl_compression char(64), ssl_expansion char(64), iam_auth_guid char(36), "
     "application_name char(250), driver_version char(64), os_version char(64), plugin_name char(32), "
     "protocol_version int4, global_session_id char(36)",
     R"(SELECT event, happened AS record_time, process_id AS session_id, database_name, user_name,
               'IAM' AS auth_method, duration, 'data-api' AS application_name
        FROM {fact:connection_events})",
     "coming and going of sessions, since the server started"},

    {kSchema,
     "stl_error",
     "userid int4, process char(12), recordtime timestamp, pid int4, errcode int4, file char(90), linenum int4, "
     "context char(100), error char(512)",
     {},
     "errors of the server; those of statements are not recorded here"},
};

}  // namespace

std::span<const SystemView> activity() { return kViews; }

}  // namespace slipher::engine::families
