#include "engine/duckdb/catalog/families.h"

/// STL views of what does not happen here: steps on slices, queues, nodes, vacuum, Spectrum.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "stl_aggr",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, bytes int8, slots int4, occupied int4, maxlength int4, tbl int4, is_diskbased "
     "char(1), workmem int8, type char(6), resizes int4, flushable int4"},
    {kSchema, "stl_alert_event_log",
     "userid int4, query int8, slice int4, segment int4, step int4, pid int4, xid int8, event char(1024), solution "
     "char(1024), event_time timestamp"},
    {kSchema, "stl_analyze_compression",
     "userid int4, start_time timestamp, xid int8, tbl int4, tablename char(128), col int4, old_encoding char(15), "
     "new_encoding char(15), mode char(14), best_compression_encoding char(15), recommended_encoding char(15)"},
    {kSchema, "stl_bcast",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, bytes int8, packets int4"},
    {kSchema, "stl_delete",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, tbl int4"},
    {kSchema, "stl_disk_full_diag", "currenttime int8, node_num int4, query_id int8, temp_blocks int8"},
    {kSchema, "stl_dist",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, bytes int8, packets int4"},
    {kSchema, "stl_explain", "userid int4, query int8, nodeid int4, parentid int4, plannode char(400), info char(400)"},
    {kSchema, "stl_fetch",
     "userid int4, query int8, xid int8, pid int4, starttime timestamp, endtime timestamp, rows int8"},
    {kSchema, "stl_hash",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, bytes int8, slots int4, occupied int4, maxlength int4, tbl int4, is_diskbased "
     "char(1), workmem int8, num_parts int4, est_rows int8, num_blocks_permitted int4, resizes int4, checksum "
     "int8, runtime_filter_size int4, max_runtime_filter_size int4"},
    {kSchema, "stl_hashjoin",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, tbl int4, num_parts int4, join_type int4, hash_looped char(1), switched_parts "
     "char(1), used_prefetching char(1), hash_segment int4, hash_step int4, checksum int8, distribution int4"},
    {kSchema, "stl_insert",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, tbl int4, inserted_mega_value char(1), use_staging_table char(1)"},
    {kSchema, "stl_internal_query_details", "query int8, internal_query int8, userid int4, xid int8"},
    {kSchema, "stl_limit",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, checksum int8"},
    {kSchema, "stl_merge",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8"},
    {kSchema, "stl_mergejoin",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, tbl int4, checksum int8"},
    {kSchema, "stl_mv_state",
     "userid int4, starttime timestamp, xid int8, event_desc char(500), db_name char(128), base_table_schema "
     "char(128), base_table_name char(128), mv_schema char(128), mv_name char(128), state char(32)"},
    {kSchema, "stl_nestloop",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, tbl int4, checksum int8"},
    {kSchema, "stl_parse",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8"},
    {kSchema, "stl_plan_info",
     "userid int4, query int8, nodeid int4, segment int4, step int4, locus int4, plannode int4, startupcost "
     "float8, totalcost float8, rows int8, bytes int8"},
    {kSchema, "stl_project",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, checksum int8"},
    {kSchema, "stl_query_metrics",
     "userid int4, service_class int4, query int8, segment int4, step_type int4, starttime timestamp, slices int4, "
     "max_rows int8, rows int8, max_cpu_time int8, cpu_time int8, max_blocks_read int8, blocks_read int8, "
     "max_run_time int8, run_time int8, max_blocks_to_disk int8, blocks_to_disk int8, step int4, "
     "max_query_scan_size int8, query_scan_size int8, query_priority int4, query_queue_time int8, "
     "service_class_name char(64)"},
    {kSchema, "stl_replacements",
     "userid int4, query int8, slice int4, tbl int4, starttime timestamp, session int4, filename char(256), "
     "line_number int8, colname char(127), raw_line char(1024)"},
    {kSchema, "stl_restarted_sessions",
     "currenttime timestamp, dbname char(50), newpid int4, oldpid int4, username char(50), remotehost char(45), "
     "remoteport char(32), parkedtime timestamp, session_vars char(2000)"},
    {kSchema, "stl_return",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, bytes int8, packets int4, checksum int8"},
    {kSchema, "stl_s3client",
     "userid int4, query int8, slice int4, recordtime timestamp, pid int4, http_method char(64), bucket char(64), "
     "key char(256), transfer_size int8, data_size int8, start_time int8, end_time int8, transfer_time int8, "
     "compression_time int8, connect_time int8, app_connect_time int8, retries int8, request_id char(32), "
     "extended_request_id char(128), ip_address char(64), is_partial int4, start_offset int8"},
    {kSchema, "stl_s3client_error",
     "userid int4, query int8, sliceid int4, recordtime timestamp, pid int4, http_method char(64), bucket "
     "char(64), key char(256), error char(1024), is_partial int4, start_offset int8"},
    {kSchema, "stl_save",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, bytes int8, tbl int4, is_diskbased char(1), workmem int8"},
    {kSchema, "stl_schema_quota_violations",
     "ownerid int4, xid int8, pid int4, userid int4, schema_id int4, schema_name char(128), quota int4, disk_usage "
     "int4, disk_usage_pct float8, timestamp timestamp"},
    {kSchema, "stl_sort",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, bytes int8, is_diskbased char(1), workmem int8, checksum int8"},
    {kSchema, "stl_sshclient_error",
     "userid int4, query int8, slice int4, recordtime timestamp, pid int4, ssh_username char(1024), "
     "endpoint char(1024), command char(4096), error char(1024)"},
    {kSchema, "stl_stream_segs", "userid int4, query int8, stream int4, segment int4"},
    {kSchema, "stl_tr_conflict",
     "xact_id int8, process_id int8, xact_start_ts timestamp, abort_time timestamp, table_id int8"},
    {kSchema, "stl_undone",
     "xact_id int8, xact_id_undone int8, undo_start_ts timestamp, undo_end_ts timestamp, table_id int8"},
    {kSchema, "stl_unique",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, is_diskbased char(1), slots int4, workmem int8, max_buffers_used int8, type char(6)"},
    {kSchema, "stl_usage_control",
     "eventtime timestamp, query int8, xid int8, pid int4, usage_limit_id char(40), feature_type char(30)"},
    {kSchema, "stl_window",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, endtime timestamp, "
     "tasknum int4, rows int8, is_diskbased char(1), workmem int8"},
    {kSchema, "stl_wlm_error", "userid int4, recordtime timestamp, pid int4, error_string char(256)"},
    {kSchema, "stl_wlm_rule_action",
     "userid int4, query int8, service_class int4, rule char(256), action char(256), recordtime timestamp, "
     "action_value char(256), service_class_name char(64)"},
    {kSchema, "stl_udf_compile_error",
     "userid int4, query int8, xid int8, pid int4, recordtime timestamp, funcname char(128), errormessage "
     "char(1024)"},
    {kSchema, "stl_spatial_simplify",
     "userid int4, query int8, line_number int8, maximum_tolerance float8, initial_size int4, simplified char(1), "
     "final_size int4, final_tolerance float8"},
};

}  // namespace

std::span<const SystemView> empty_stl() { return kViews; }

}  // namespace slipher::engine::families
