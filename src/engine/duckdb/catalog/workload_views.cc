#include "engine/duckdb/catalog/families.h"

/// Queries as workload management and the steps of their plans have them: there is one queue, in which nothing waits.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

/// SVL_QUERY_SUMMARY and SVCS_QUERY_SUMMARY.
constexpr std::string_view kStepColumns =
    "userid int4, query int8, stm int4, seg int4, step int4, maxtime int8, avgtime int8, rows int8, bytes int8, "
    "rate_row float8, rate_byte float8, label text, is_diskbased char(1), workmem int8, is_rrscan char(1), "
    "is_delayed_scan char(1), rows_pre_filter int8";
constexpr std::string_view kStepQuery =
    R"(SELECT q.user_id AS userid, q.query_id AS query, 0 AS stm, 0 AS seg, s.step, q.elapsed AS maxtime,
               q.elapsed AS avgtime, s.step_rows AS rows, s.label, 'f' AS is_diskbased, 0 AS workmem,
               'f' AS is_rrscan, 'f' AS is_delayed_scan, s.step_rows AS rows_pre_filter
        FROM {fact:workload} q JOIN {fact:steps} s ON s.query_id = q.query_id)";

constexpr SystemView kViews[] = {
    {kFacts, "workload",
     "user_id int4, query_id int8, transaction_id int8, database_name name, query_text text, started timestamp, "
     "ended timestamp, elapsed int8, row_count int8, service_class int4, service_class_name char(64)",
     R"(SELECT user_id, query_id, transaction_id, database_name, query_text, started, ended,
               datediff('microsecond', started, ended) AS elapsed, row_count, 100 AS service_class,
               'Default queue' AS service_class_name
        FROM {fact:queries} WHERE is_query)",
     "queries and changes of rows"},

    {kFacts, "steps", "query_id int8, step int4, label text, step_rows int8",
     R"(SELECT c.query_id, c.step, 'scan   tbl=' || coalesce(r.oid, 0) || ' name=' || c.relation_name AS label,
               r.row_count AS step_rows
        FROM slipher_scans() c
        LEFT JOIN slipher_relations() r ON r.database_name = c.database_name AND r.schema_name = c.schema_name AND
                                           r.relation_name = c.relation_name
        UNION ALL
        SELECT q.query_id, coalesce(max(c.step) + 1, 0), 'return', any_value(q.row_count)
        FROM slipher_queries() q LEFT JOIN slipher_scans() c ON c.query_id = q.query_id GROUP BY q.query_id)",
     "of queries"},

    {kSchema, "stl_wlm_query",
     "userid int4, xid int8, task int4, query int8, service_class int4, slot_count int4, service_class_start_time "
     "timestamp, queue_start_time timestamp, queue_end_time timestamp, total_queue_time int8, exec_start_time "
     "timestamp, exec_end_time timestamp, total_exec_time int8, service_class_end_time timestamp, final_state "
     "char(16), est_peak_mem int8, query_priority char(20), service_class_name char(64)",
     R"(SELECT user_id AS userid, transaction_id AS xid, (query_id % 2147483647)::integer AS task, query_id AS query, service_class,
               1 AS slot_count, started AS service_class_start_time, started AS queue_start_time,
               started AS queue_end_time, 0 AS total_queue_time, started AS exec_start_time, ended AS exec_end_time,
               elapsed AS total_exec_time, ended AS service_class_end_time, 'Completed' AS final_state,
               0 AS est_peak_mem, 'Normal' AS query_priority, service_class_name
        FROM {fact:workload} WHERE ended IS NOT NULL)",
     "queries, since the server started"},

    {kSchema, "stv_wlm_query_state",
     "xid int8, task int4, query int8, service_class int4, slot_count int4, wlm_start_time timestamp, state "
     "char(16), queue_time int8, exec_time int8, query_priority char(20)",
     R"(SELECT transaction_id AS xid, (query_id % 2147483647)::integer AS task, query_id AS query, service_class, 1 AS slot_count,
               started AS wlm_start_time, 'Running' AS state, 0 AS queue_time,
               datediff('microsecond', started, get_current_timestamp() AT TIME ZONE 'UTC') AS exec_time,
               'Normal' AS query_priority
        FROM {fact:workload} WHERE ended IS NULL)",
     "queries that run"},

    {kSchema, "stv_wlm_service_class_config",
     "service_class int4, queueing_strategy char(32), num_query_tasks int4, target_num_query_tasks int4, evictable "
     "char(8), eviction_threshold int8, query_working_mem int4, target_query_working_mem int4, min_step_mem int4, "
     "name char(64), max_execution_time int8, user_group_wild_card bool, query_group_wild_card bool, "
     "concurrency_scaling char(20), query_priority char(20), user_role_wild_card bool",
     R"(SELECT 100 AS service_class, 'Fixed' AS queueing_strategy, -1 AS num_query_tasks, -1 AS target_num_query_tasks,
               'false' AS evictable, 0 AS eviction_threshold, -1 AS query_working_mem, -1 AS target_query_working_mem,
               0 AS min_step_mem, 'Default queue' AS name, 0 AS max_execution_time, false AS user_group_wild_card,
               false AS query_group_wild_card, 'off' AS concurrency_scaling, 'Normal' AS query_priority,
               false AS user_role_wild_card)",
     "the only queue; as many queries run as threads are there for them"},

    {kSchema, "stv_wlm_service_class_state",
     "service_class int4, num_queued_queries int4, num_executing_queries int4, num_serviced_queries int4, "
     "num_executed_queries int4, query_working_mem int4, num_query_tasks int4, target_num_query_tasks int4, "
     "num_concurrency_scaling_queries int4",
     R"(SELECT 100 AS service_class, 0 AS num_queued_queries, count(*) FILTER (ended IS NULL) AS num_executing_queries,
               count(*) FILTER (ended IS NOT NULL) AS num_serviced_queries,
               count(*) FILTER (ended IS NOT NULL) AS num_executed_queries, -1 AS query_working_mem,
               -1 AS num_query_tasks, -1 AS target_num_query_tasks, 0 AS num_concurrency_scaling_queries
        FROM {fact:workload})",
     "the only queue"},

    {kSchema, "stv_wlm_classification_config",
     "id int4, condition char(128), action_seq int4, action char(64), action_service_class int4",
     R"(SELECT 1 AS id, '(querytype: any)' AS condition, 0 AS action_seq, 'assign' AS action, 100 AS action_service_class)",
     "every query goes to the only queue"},

    {kSchema, "svl_query_queue_info",
     "database text, query int8, xid int8, userid int4, querytxt text, queue_start_time timestamp, exec_start_time "
     "timestamp, service_class int4, slots int4, queue_elapsed int8, exec_elapsed int8, wlm_total_elapsed int8, "
     "commit_queue_elapsed int8, commit_exec_time int8, service_class_name char(64)",
     R"(SELECT database_name AS database, query_id AS query, transaction_id AS xid, user_id AS userid,
               left(query_text, 100) AS querytxt, started AS queue_start_time, started AS exec_start_time, service_class,
               1 AS slots, 0 AS queue_elapsed, elapsed // 1000000 AS exec_elapsed,
               elapsed // 1000000 AS wlm_total_elapsed, 0 AS commit_queue_elapsed, 0 AS commit_exec_time,
               service_class_name
        FROM {fact:workload} WHERE ended IS NOT NULL)",
     "queries: none of them waited"},

    {kSchema, "svl_query_metrics_summary",
     "userid int4, query int8, service_class int4, query_cpu_time int8, query_blocks_read int8, "
     "query_execution_time int8, query_cpu_usage_percent numeric(38,2), query_temp_blocks_to_disk int8, "
     "segment_execution_time int8, cpu_skew numeric(38,2), io_skew numeric(38,2), scan_row_count int8, "
     "join_row_count int8, nested_loop_join_row_count int8, return_row_count int8, spectrum_scan_row_count int8, "
     "spectrum_scan_size_mb int8, query_queue_time int8, service_class_name char(64)",
     R"(SELECT user_id AS userid, query_id AS query, service_class, elapsed // 1000000 AS query_execution_time,
               elapsed // 1000000 AS segment_execution_time, row_count AS return_row_count, 0 AS query_queue_time,
               service_class_name
        FROM {fact:workload} WHERE ended IS NOT NULL)",
     "queries: time and rows"},

    {kSchema, "svl_query_summary", kStepColumns, kStepQuery,
     "queries: a step per table that was read, and one that returned the rows"},

    {kSchema, "svcs_query_summary", kStepColumns, kStepQuery,
     "queries: a step per table that was read, and one that returned the rows"},

    {kSchema, "stl_scan",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, bytes int8, fetches int8, type int4, tbl int4, is_rrscan char(1), is_delayed_scan "
     "char(1), rows_pre_filter int8, rows_pre_user_filter int8, perm_table_name char(136), is_rlf_scan char(1), "
     "is_rlf_scan_reason int4, num_em_blocks int4, checksum int8, runtime_filtering char(1), scan_region int4, "
     "num_sortkey_as_predicate int4, row_fetcher_state int4, consumed_scan_ranges int8, work_stealing_reason int8, "
     "is_vectorized_scan char(1), is_vectorized_scan_reason int4, row_fetcher_reason int8, topology_signature "
     "int8, use_tpm_partition char(1), is_rrscan_expr char(1)",
     R"(SELECT q.user_id AS userid, q.query_id AS query, 0 AS slice, 0 AS segment, c.step,
               q.started AS starttime, q.ended AS endtime, 0 AS tasknum, r.row_count AS rows, 2 AS type,
               r.oid AS tbl, 'f' AS is_rrscan, 'f' AS is_delayed_scan, r.row_count AS rows_pre_filter,
               r.row_count AS rows_pre_user_filter, c.relation_name AS perm_table_name
        FROM {fact:queries} q JOIN slipher_scans() c ON c.query_id = q.query_id
        LEFT JOIN slipher_relations() r ON r.database_name = c.database_name AND r.schema_name = c.schema_name AND
                                           r.relation_name = c.relation_name)",
     "tables that queries read; rows are all that a table has now"},
};

}  // namespace

std::span<const SystemView> workload() { return kViews; }

}  // namespace slipher::engine::families
