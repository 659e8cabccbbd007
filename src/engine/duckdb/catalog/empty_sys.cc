#include "engine/duckdb/catalog/families.h"

/// SYS monitoring views of what Slipher does not record.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "sys_analyze_compression_history",
     "user_id int4, start_time timestamp, transaction_id int8, table_id int4, table_name char(128), "
     "column_position int4, old_encoding char(15), new_encoding char(15), mode char(14)"},
    {kSchema, "sys_applied_masking_policy_log",
     "policy_name text, user_id text, record_time timestamp, session_id int4, transaction_id int8, query_id int4, "
     "database_name text, relation_name text, schema_name text, attachment_id int8, relation_kind text, query_uuid "
     "char(36)"},
    {kSchema, "sys_auto_table_optimization",
     "transaction_id int8, session_id int4, table_id int4, alter_table_type char(32), status char(128), event_time "
     "timestamp, alter_from char(200)"},
    {kSchema, "sys_automatic_optimization",
     "session_id int4, database_name char(128), object_type char(30), object_ids char(512), task_type char(100), "
     "event char(50), event_time timestamp, status char(512), compute_type char(100), task_details char(512)"},
    {kSchema, "sys_copy_replacements",
     "user_id int4, query_id int8, table_id int4, file_name char(256), column_name char(127), line_number int8, "
     "raw_line char(1024)"},
    {kSchema, "sys_datashare_change_log",
     "user_id int4, user_name varchar(128), session_id int4, transaction_id int8, share_id int4, share_name "
     "varchar(128), source_database_id int4, source_database_name varchar(128), consumer_database_id int4, "
     "consumer_database_name varchar(128), arn varchar(192), record_time timestamp, action varchar(128), status "
     "int4, share_object_type varchar(64), share_object_id int4, share_object_name varchar(128), target_user_type "
     "varchar(16), target_user_id int4, target_user_name varchar(128), consumer_account varchar(16), "
     "consumer_namespace varchar(64), producer_account varchar(16), producer_namespace varchar(64), attribute_name "
     "varchar(64), attribute_value varchar(128), message varchar(512)"},
    {kSchema, "sys_datashare_cross_region_usage",
     "query_id int4, child_query_sequence int4, segment_id int8, start_time timestamp, end_time timestamp, "
     "transferred_data int8, source_region char(25), query_uuid char(36)"},
    {kSchema, "sys_datashare_usage_consumer",
     "user_id int4, session_id int4, transaction_id int8, request_id varchar(50), request_type varchar(25), "
     "transaction_uid varchar(50), record_time timestamp, status int4, error varchar(512)"},
    {kSchema, "sys_datashare_usage_producer",
     "share_id int4, share_name varchar(128), request_id varchar(50), request_type varchar(25), object_type "
     "varchar(64), object_oid int4, object_name varchar(128), consumer_account varchar(16), consumer_namespace "
     "varchar(64), consumer_transaction_uid varchar(50), record_time timestamp, status int4, error varchar(512), "
     "consumer_region char(64)"},
    {kSchema, "sys_external_query_detail",
     "user_id int4, query_id int8, transaction_id int8, child_query_sequence int4, segment_id int4, source_type "
     "char(32), start_time timestamp, end_time timestamp, duration int8, total_partitions int4, qualified_partitions "
     "int4, scanned_files int8, returned_rows int8, returned_bytes int8, file_format text, file_location text, "
     "external_query_text text, warning_message char(4000), table_name char(136), is_recursive char(1), is_nested "
     "char(1), s3list_time int8, get_partition_time int8, query_uuid char(36)"},
    {kSchema, "sys_external_query_error",
     "user_id int4, query_id int8, file_location char(256), rowid char(2100), column_name char(127), original_value "
     "char(1024), modified_value char(1024), trigger char(128), action char(128), action_value char(128), error_code "
     "int4, query_uuid char(36)"},
    {kSchema, "sys_extra_compute_for_automatic_optimization",
     "start_time timestamp, end_time timestamp, query_count int8, compute_seconds numeric(27,0)"},
    {kSchema, "sys_integration_activity",
     "integration_id char(128), target_database char(128), source char(128), checkpoint_name char(128), "
     "checkpoint_type char(16), checkpoint_bytes int8, last_commit_timestamp timestamp, modified_tables int4, "
     "integration_start_time timestamp, integration_end_time timestamp"},
    {kSchema, "sys_integration_table_activity",
     "integration_id char(128), checkpoint_name char(128), target_database char(128), schema_name char(128), "
     "table_name char(128), table_id int4, record_time timestamp, transaction_id int8, inserted_rows int8, "
     "deleted_rows int8, updated_rows int8, bytes_ingested int8"},
    {kSchema, "sys_integration_table_state_change",
     "integration_id char(128), database_name char(128), schema_name char(128), table_name char(128), new_state "
     "char(128), table_last_replicated_checkpoint char(128), state_change_reason char(256), record_time timestamp"},
    {kSchema, "sys_ludf_detail",
     "user_id int4, transaction_id int8, query_id int8, function_oid int8, function_position int4, stream_id int4, "
     "segment_id int4, step_id int4, lambda_function_name char(256), start_time timestamp, end_time timestamp, "
     "total_duration int8, invocations int4, total_rows int8, input_bytes int8, output_bytes int8, query_uuid "
     "char(36)"},
    {kSchema, "sys_mv_state",
     "user_id int8, transaction_id int8, database_name char(128), event_desc char(500), start_time timestamp, "
     "base_table_database_name char(128), base_table_schema char(128), base_table_name char(128), mv_schema "
     "char(128), mv_name char(128), state char(32)"},
    {kSchema, "sys_query_detail",
     "user_id int4, query_id int8, child_query_sequence int4, stream_id int4, segment_id int4, step_id int4, "
     "step_name text, table_id int4, table_name char(136), is_rrscan char(1), start_time timestamp, end_time "
     "timestamp, duration int8, alert text, input_bytes int8, input_rows int8, output_bytes int8, output_rows int8, "
     "blocks_read int8, blocks_write int8, local_read_io int8, remote_read_io int8, source text, data_skewness int4, "
     "time_skewness int4, is_active char(1), spilled_block_local_disk int8, spilled_block_remote_disk int8, "
     "step_attribute char(64), metrics_level char(64), plan_parent_id int4, plan_node_id int4"},
    {kSchema, "sys_query_explain",
     "userid int4, query_id int8, child_query_sequence int4, plan_node_id int4, plan_parent_id int4, plan_node "
     "char(400), plan_info char(400), query_uuid char(36)"},
    {kSchema, "sys_redshift_template",
     "database_name char(128), schema_name char(128), template_name char(128), template_type int4, create_time "
     "timestamp, last_modified_time timestamp, owner_id int4, last_modified_by int4, template_parameters text"},
    {kSchema, "sys_restore_log",
     "event_time timestamp, database_name char(128), schema_name char(128), table_name char(128), table_id int4, "
     "action char(128), table_size int8, total_data_processed int8, delta_data_processed int8, message char(512), "
     "redistribution_type char(32)"},
    {kSchema, "sys_restore_state",
     "user_id int4, database_name char(64), schema_id int4, table_id int4, table_name char(128), "
     "redistribution_status char(128), percentage_redistributed float8, redistribution_type char(32)"},
    {kSchema, "sys_schema_quota_violations",
     "owner_id int4, user_id int4, transaction_id int8, session_id int4, schema_id int4, schema_name char(128), "
     "quota int4, disk_usage int4, record_time timestamp"},
    {kSchema, "sys_serverless_usage",
     "start_time timestamp, end_time timestamp, compute_seconds float8, compute_capacity float8, data_storage int8, "
     "cross_region_transferred_data int8, charged_seconds int8, "
     "charged_extra_compute_for_automatic_optimization_seconds int8"},
    {kSchema, "sys_spatial_simplify",
     "query_id int8, line_number int8, maximum_tolerance float8, initial_size int8, simplified char(1), final_size "
     "int8, final_tolerance float8"},
    {kSchema, "sys_stream_scan_errors",
     "external_schema_name char(128), stream_name char(255), mv_name char(128), transaction_id int8, query_id int8, "
     "stream_timestamp_type char(1), stream_timestamp timestamp, record_time timestamp, partition_id char(128), "
     "position char(128), error_code int4, error_reason char(128)"},
    {kSchema, "sys_stream_scan_states",
     "external_schema_name char(128), stream_name char(255), mv_name char(128), transaction_id int8, query_id int8, "
     "record_time timestamp, partition_id char(128), latest_position char(128), scanned_rows int8, skipped_rows "
     "int8, scanned_bytes int8, stream_record_time_min timestamp, stream_record_time_max timestamp"},
    {kSchema, "sys_udf_log",
     "query_id int8, function_name text, record_time timestamp, sequence int4, message text, query_uuid char(36)"},
};

}  // namespace

std::span<const SystemView> empty_sys() { return kViews; }

}  // namespace slipher::engine::families
