#include "engine/duckdb/catalog/families.h"

/// Loads and unloads.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "stl_load_commits",
     "userid int4, query int8, slice int4, name char(256), filename char(256), byte_offset int4, lines_scanned int4, "
     "errors int4, curtime timestamp, status int4, file_format char(16), is_partial int4, start_offset int8, "
     "copy_job_id int8"},
    {kSchema, "stl_load_errors",
     "userid int4, slice int4, tbl int4, starttime timestamp, session int4, query int8, filename char(256), "
     "line_number int8, colname char(127), type char(10), col_length char(10), position int4, raw_line char(1024), "
     "raw_field_value char(1024), err_code int4, err_reason char(100), is_partial int4, start_offset int8, "
     "copy_job_id int8"},
    {kSchema, "stl_loaderror_detail",
     "userid int4, slice int4, session int4, query int8, filename char(256), line_number int8, field int4, "
     "colname char(1024), value char(1024), is_null int4, type char(10), col_length char(10)"},
    {kSchema, "sys_load_history",
     "user_id int4, query_id int8, transaction_id int8, session_id int4, database_name text, status text, "
     "table_name text, start_time timestamp, end_time timestamp, duration int8, data_source text, file_format text, "
     "loaded_rows int8, loaded_bytes int8, source_file_count int4, source_file_bytes int8, file_count_scanned int4, "
     "file_bytes_scanned int8, error_count int8, copy_job_id int8"},
    {kSchema, "sys_load_detail",
     "user_id int4, query_id int8, file_name char(256), bytes_scanned int4, lines_scanned int4, record_time timestamp, "
     "splits_scanned int4, start_time timestamp, end_time timestamp, file_etag char(256), "
     "file_last_modified timestamp"},
    {kSchema, "sys_load_error_detail",
     "user_id int4, query_id int8, transaction_id int8, session_id int4, database_name char(64), table_id int4, "
     "start_time timestamp, file_name char(256), line_number int8, column_name char(127), column_type char(10), "
     "column_length char(10), position int4, error_code int4, error_message char(512)"},
    {kSchema, "stl_unload_log",
     "userid int4, query int8, slice int4, pid int4, path char(1280), start_time timestamp, end_time timestamp, "
     "line_count int8, transfer_size int8, file_format char(10)"},
    {kSchema, "sys_unload_history",
     "user_id int4, query_id int8, transaction_id int8, session_id int4, database_name text, status text, "
     "start_time timestamp, end_time timestamp, duration int8, file_format text, compression_type text, "
     "unloaded_location text, unloaded_rows int8, unloaded_files_count int8, unloaded_files_size int8, "
     "error_message text"},
    {kSchema, "sys_unload_detail",
     "user_id int4, query_id int8, session_id int4, transaction_id int8, file_name char(1280), start_time timestamp, "
     "end_time timestamp, line_count int8, transfer_size int8, file_format char(10)"},
    {kSchema, "sys_copy_job",
     "job_id int8, job_name char(128), job_owner int4, table_id int4, data_source char(256), copy_query char(256), "
     "iam_role char(128), job_text char(256), is_auto int4, on_error_suspend int4, job_create_time timestamp"},
    {kSchema, "sys_copy_job_detail",
     "user_id int4, database_name text, job_id int4, job_name text, file_location text, file_name text, "
     "file_size int8, file_etag text, job_text char(256), modification_time timestamp, enqueue_time timestamp, "
     "status char(1)"},
    {kSchema, "sys_copy_job_info",
     "job_id int8, job_name char(128), database_name char(128), record_time timestamp, message char(512)"},
};

}  // namespace

std::span<const SystemView> loads() { return kViews; }

}  // namespace slipher::engine::families
