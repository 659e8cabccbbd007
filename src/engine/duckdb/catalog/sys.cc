#include "engine/duckdb/catalog/families.h"

/// SYS monitoring views with rows.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "sys_query_history",
     "user_id int4, query_id int8, query_label char(320), transaction_id int8, session_id int4, "
     "database_name char(128), query_type char(32), status char(10), result_cache_hit bool, start_time timestamp, "
     "end_time timestamp, elapsed_time int8, queue_time int8, execution_time int8, error_message char(512), "
     "returned_rows int8, returned_bytes int8, query_text char(4000), redshift_version char(256), "
     "usage_limit char(150), compute_type varchar(32), compile_time int8, planning_time int8, lock_wait_time int8, "
     "service_class_id int4, service_class_name char(64), query_priority char(20), short_query_accelerated char(10), "
     "user_query_hash char(40), generic_query_hash char(40), query_hash_version int4, result_cache_query_id int4, "
     "username char(128)",
     R"(SELECT user_id, query_id, label AS query_label, transaction_id, process_id AS session_id, database_name, query_type,
               CASE WHEN ended IS NULL THEN 'running' WHEN canceled THEN 'canceled' WHEN error <> '' THEN 'failed'
                    ELSE 'success' END AS status,
               false AS result_cache_hit, started AS start_time, ended AS end_time,
               datediff('microsecond', started, ended) AS elapsed_time, 0 AS queue_time,
               datediff('microsecond', started, ended) AS execution_time, nullif(left(regexp_replace(split_part(error, chr(10), 1), '^ERROR: ', ''), 512), '') AS error_message,
               CASE WHEN query_type = 'SELECT' THEN row_count ELSE 0 END AS returned_rows,
               left(query_text, 4000) AS query_text, 'primary' AS compute_type, 0 AS compile_time, 0 AS planning_time,
               0 AS lock_wait_time, '1.0.0' AS redshift_version, CASE WHEN is_query THEN 100 END AS service_class_id,
               CASE WHEN is_query THEN 'Default queue' END AS service_class_name,
               CASE WHEN is_query THEN 'Normal' END AS query_priority, 'false' AS short_query_accelerated,
               md5(query_text) AS user_query_hash,
               md5(regexp_replace(lower(query_text), '''[^'']*''|\b\d+(\.\d+)?\b', '?', 'g')) AS generic_query_hash,
               1 AS query_hash_version, 0 AS result_cache_query_id,
               user_name AS username
        FROM {fact:queries})",
     "statements, since the server started; rows are those that a SELECT returned"},

    {kSchema, "sys_query_text",
     "user_id int4, query_id int8, transaction_id int8, session_id int4, start_time timestamp, sequence int4, "
     "text char(4000), query_uuid char(36)",
     R"(SELECT q.user_id, q.query_id, q.transaction_id, q.process_id AS session_id, q.started AS start_time,
               s.n AS sequence, substr(q.query_text, s.n * 4000 + 1, 4000) AS text
        FROM {fact:queries} q, unnest(range((length(q.query_text) + 3999) // 4000)) AS s(n))",
     "their texts, in pieces of 4,000 characters"},

    {kSchema, "sys_child_query_text",
     "user_id int4, query_id int8, child_query_sequence int4, sequence int4, text char(200), query_uuid char(36)",
     R"(SELECT user_id, query_id, 1 AS child_query_sequence, sequence, piece AS text
        FROM {fact:query_pieces} WHERE query_type NOT IN ('DDL', 'UTILITY'))",
     "their texts; a query is its only child"},

    {kSchema, "sys_session_history",
     "user_id char(50), session_id int4, database_name char(50), status char(32), session_timeout int4, "
     "start_time timestamp, end_time timestamp",
     R"(SELECT s.user_id, s.process_id AS session_id, s.database_name,
               CASE WHEN s.ended IS NULL THEN 'active' ELSE 'closed' END AS status, 0 AS session_timeout,
               s.started AS start_time, s.ended AS end_time
        FROM {fact:sessions} s)",
     "sessions, since the server started"},

};

}  // namespace

std::span<const SystemView> sys() { return kViews; }

}  // namespace slipher::engine::families
