#include "engine/duckdb/catalog/families.h"

/// SVL and SVCS views of what does not happen here: compilation, slices, Spectrum, concurrency scaling.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "svl_auto_worker_action",
     "table_id int4, type char(32), status char(128), eventtime timestamp, sequence int4, previous_state char(200)"},
    {kSchema, "svl_compile",
     "userid int4, xid int8, pid int4, query int8, segment int4, locus int4, starttime timestamp, endtime "
     "timestamp, compile int4"},
    {kSchema, "svl_datashare_change_log",
     "userid int4, username varchar(128), pid int4, xid int8, share_id int4, share_name varchar(128), "
     "source_database_id int4, source_database_name varchar(128), consumer_database_id int4, "
     "consumer_database_name varchar(128), recordtime timestamp, action varchar(128), status int4, "
     "share_object_type varchar(64), share_object_id int4, share_object_name varchar(128), target_user_type "
     "varchar(16), target_userid int4, target_username varchar(128), consumer_account varchar(16), "
     "consumer_namespace varchar(64), producer_account varchar(16), producer_namespace varchar(64), attribute_name "
     "varchar(64), attribute_value varchar(128), message varchar(512)"},
    {kSchema, "svl_datashare_cross_region_usage",
     "query int8, segment int4, requestid varchar(50), transferred_data int8, source_region varchar(25), "
     "recordtime timestamp"},
    {kSchema, "svl_datashare_usage_consumer",
     "userid int4, pid int4, xid int8, request_id varchar(50), request_type varchar(25), transaction_uid "
     "varchar(50), recordtime timestamp, status int4, error varchar(512)"},
    {kSchema, "svl_datashare_usage_producer",
     "share_id int4, share_name varchar(128), request_id varchar(50), request_type varchar(25), object_type "
     "varchar(64), object_oid int4, object_name varchar(128), consumer_account varchar(16), consumer_namespace "
     "varchar(64), consumer_transaction_uid varchar(50), recordtime timestamp, status int4, error varchar(512)"},
    {kSchema, "svl_federated_query",
     "userid int4, xid int8, pid int4, query int8, sourcetype char(32), recordtime timestamp, querytext "
     "char(4000), num_rows int8, num_bytes int8, duration int8"},
    {kSchema, "svl_multi_statement_violations",
     "userid int4, database char(32), cmdname char(128), xid int8, pid int4, label char(320), starttime timestamp, "
     "endtime timestamp, sequence int4, type varchar(10), text char(200)"},
    {kSchema, "svl_query_concurrency_scaling_status", "query int8, status text"},
    {kSchema, "svl_query_metrics",
     "userid int4, query int8, service_class int4, dimension varchar(24), segment int4, step int4, step_label "
     "varchar(30), query_cpu_time int8, query_blocks_read int8, query_execution_time int8, query_cpu_usage_percent "
     "numeric(38,2), query_temp_blocks_to_disk int8, segment_execution_time int8, cpu_skew numeric(38,2), io_skew "
     "numeric(38,2), scan_row_count int8, join_row_count int8, nested_loop_join_row_count int8, return_row_count "
     "int8, spectrum_scan_row_count int8, spectrum_scan_size_mb int8, query_queue_time int8, service_class_name "
     "char(64)"},
    {kSchema, "svl_query_report",
     "userid int4, query int8, slice int4, segment int4, step int4, start_time timestamp, end_time timestamp, "
     "elapsed_time int8, rows int8, bytes int8, label char(256), is_diskbased char(1), workmem int8, is_rrscan "
     "char(1), is_delayed_scan char(1), rows_pre_filter int8"},
    {kSchema, "svl_restore_alter_table_progress", "tbl int4, progress text, message char(128)"},
    {kSchema, "svl_s3catalog",
     "eventtime timestamp, query int8, segment int4, node int4, slice int4, xid int8, call char(128), duration "
     "int8"},
    {kSchema, "svl_s3list",
     "query int8, segment int4, node int4, slice int4, eventtime timestamp, bucket char(64), prefix char(256), "
     "recursive char(1), retrieved_files int4, max_file_size int8, avg_file_size float8, generated_splits int4, "
     "avg_split_length float8, duration int8"},
    {kSchema, "svl_s3log",
     "pid int4, query int8, segment int4, step int4, node int4, slice int4, eventtime timestamp, message char(512)"},
    {kSchema, "svl_s3partition",
     "query int8, segment int4, node int4, slice int4, starttime timestamp, endtime timestamp, duration int8, "
     "total_partitions int4, qualified_partitions int4, assigned_partitions int4, assignment char(1)"},
    {kSchema, "svl_s3partition_summary",
     "query int8, segment int4, assignment char(1), min_starttime timestamp, max_endtime timestamp, max_duration "
     "int8, avg_duration int8, total_partitions int4, qualified_partitions int4, min_assigned_partitions int4, "
     "max_assigned_partitions int4, avg_assigned_partitions int4"},
    {kSchema, "svl_s3query",
     "userid int4, query int8, segment int4, step int4, node int4, slice int4, starttime timestamp, endtime "
     "timestamp, elapsed int8, external_table_name char(136), file_format char(16), is_partitioned char(1), "
     "is_rrscan char(1), is_nested char(1), s3_scanned_rows int8, s3_scanned_bytes int8, s3query_returned_rows "
     "int8, s3query_returned_bytes int8, files int4, splits int4, total_split_size int8, max_split_size int8, "
     "total_retries int4, max_retries int4, max_request_duration int4, avg_request_duration float8, "
     "max_request_parallelism int4, avg_request_parallelism float8"},
    {kSchema, "svl_s3query_summary",
     "userid int4, query int8, xid int8, pid int4, segment int4, step int4, starttime timestamp, endtime "
     "timestamp, elapsed int8, aborted int4, external_table_name char(136), file_format char(16), is_partitioned "
     "char(1), is_rrscan char(1), is_nested char(1), s3_scanned_rows int8, s3_scanned_bytes int8, "
     "s3query_returned_rows int8, s3query_returned_bytes int8, files int4, files_max int4, files_avg int4, splits "
     "int4, splits_max int4, splits_avg int4, total_split_size int8, max_split_size int8, avg_split_size int8, "
     "total_retries int4, max_retries int4, max_request_duration int4, avg_request_duration float8, "
     "max_request_parallelism int4, avg_request_parallelism float8, total_slowdown_count int4, max_slowdown_count "
     "int4"},
    {kSchema, "svl_s3retries",
     "query int8, segment int4, node int4, slice int4, eventtime timestamp, retries int4, successful_fetches int8, "
     "file_size int8, location char(128), message char(512)"},
    {kSchema, "svl_spatial_simplify",
     "query int8, line_number int8, maximum_tolerance float8, initial_size int4, simplified char(1), final_size "
     "int4, final_tolerance float8"},
    {kSchema, "svl_spectrum_scan_error",
     "userid int4, query int8, location char(256), rowid char(2100), colname char(127), original_value char(64), "
     "modified_value char(64), trigger char(32), action char(32), action_value char(64), error_code int4"},
    {kSchema, "svl_terminate", "pid int4, eventtime timestamp, userid int4, type char(10)"},
    {kSchema, "svl_udf_log",
     "query int8, message char(4096), created timestamp, traceback char(4096), funcname char(256), node int4, "
     "slice int4, seq int4"},
    {kSchema, "svl_vacuum_percentage", "xid int8, table_id int4, percentage int8"},
    {kSchema, "svcs_alert_event_log",
     "userid int4, query int8, segment int4, step int4, pid int4, xid int8, event char(1024), solution char(1024), "
     "event_time timestamp"},
    {kSchema, "svcs_compile",
     "userid int4, xid int8, pid int4, query int8, segment int4, locus int4, starttime timestamp, endtime "
     "timestamp, compile int4"},
    {kSchema, "svcs_concurrency_scaling_usage",
     "start_time timestamp, end_time timestamp, queries int8, usage_in_seconds numeric(27,0)"},
    {kSchema, "svcs_explain",
     "userid int4, query int8, nodeid int4, parentid int4, plannode char(400), info char(400)"},
    {kSchema, "svcs_plan_info",
     "userid int4, query int8, nodeid int4, segment int4, step int4, locus int4, plannode int4, startupcost "
     "float8, totalcost float8, rows int8, bytes int8"},
    {kSchema, "svcs_s3list",
     "query int8, segment int4, node int4, slice int4, eventtime timestamp, bucket char(256), prefix char(256), "
     "recursive char(1), retrieved_files int4, max_file_size int8, avg_file_size float8, generated_splits int4, "
     "avg_split_length float8, duration int8"},
    {kSchema, "svcs_s3log",
     "query int8, segment int4, step int4, node int4, slice int4, eventtime timestamp, message char(512), pid int4"},
    {kSchema, "svcs_s3partition_summary",
     "query int8, segment int4, assignment char(1), min_starttime timestamp, max_endtime timestamp, max_duration "
     "int8, avg_duration int8, total_partitions int4, qualified_partitions int4, min_assigned_partitions int4, "
     "max_assigned_partitions int4, avg_assigned_partitions int4"},
    {kSchema, "svcs_s3query_summary",
     "userid int4, query int8, xid int8, pid int4, segment int4, step int4, starttime timestamp, endtime "
     "timestamp, elapsed int8, aborted int4, external_table_name char(136), file_format char(16), is_partitioned "
     "char(1), is_rrscan char(1), is_nested char(1), s3_scanned_rows int8, s3_scanned_bytes int8, "
     "s3query_returned_rows int8, s3query_returned_bytes int8, files int4, files_max int4, files_avg int4, splits "
     "int4, splits_max int4, splits_avg int4, total_split_size int8, max_split_size int8, avg_split_size int8, "
     "total_retries int4, max_retries int4, max_request_duration int4, avg_request_duration float8, "
     "max_request_parallelism int4, avg_request_parallelism float8, total_slowdown_count int4, max_slowdown_count "
     "int4"},
    {kSchema, "svcs_stream_segs", "userid int4, query int8, stream int4, segment int4"},
    {kSchema, "svcs_unload_log",
     "userid int4, query int8, pid int4, path char(1280), start_time timestamp, end_time timestamp, line_count "
     "int8, transfer_size int8, file_format char(10)"},
};

}  // namespace

std::span<const SystemView> empty_svl() { return kViews; }

}  // namespace slipher::engine::families
