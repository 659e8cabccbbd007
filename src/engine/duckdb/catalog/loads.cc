#include "engine/duckdb/catalog/families.h"

/// Loads and unloads.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kFacts, "loads",
     "database_name text, user_id int4, query_id int8, transaction_id int8, session_id int8, status text, "
     "table_id int8, table_name text, started_at timestamp, ended_at timestamp, data_source text, file_format text, "
     "loaded_rows int8, loaded_bytes int8, source_file_count int8, source_file_bytes int8, scanned_file_count int8, "
     "scanned_bytes int8, error_count int8, copy_job_id int8",
     R"(SELECT h.database_name, u.user_id, h.query_id, h.transaction_id, h.session_id, h.status,
               rs_object_oid('relation', h.database_name, h.schema_name, h.table_name) AS table_id, h.table_name,
               h.started_at, h.ended_at, h.data_source, h.file_format, h.loaded_rows, h.loaded_bytes,
               h.source_file_count, h.source_file_bytes, h.scanned_file_count, h.scanned_bytes, h.error_count,
               h.copy_job_id
        FROM {all:load_history} h LEFT JOIN {fact:users} u ON u.user_name = h.user_name
        WHERE {sees:h.user_name})",
     "what COPY did (load/load_history.h)"},

    {kFacts, "unloads",
     "database_name text, user_id int4, query_id int8, transaction_id int8, session_id int8, status text, "
     "started_at timestamp, ended_at timestamp, file_format text, compression text, location text, unloaded_rows int8, "
     "file_count int8, file_bytes int8, error_message text",
     R"(SELECT h.database_name, u.user_id, h.query_id, h.transaction_id, h.session_id, h.status, h.started_at,
               h.ended_at, h.file_format, h.compression, h.location, h.unloaded_rows, h.file_count, h.file_bytes,
               h.error_message
        FROM {all:unload_history} h LEFT JOIN {fact:users} u ON u.user_name = h.user_name
        WHERE {sees:h.user_name})",
     "what UNLOAD did"},

    {kSchema, "stl_load_commits",
     "userid int4, query int8, slice int4, name char(256), filename char(256), byte_offset int4, lines_scanned int4, "
     "errors int4, curtime timestamp, status int4, file_format char(16), is_partial int4, start_offset int8, "
     "copy_job_id int8",
     R"(SELECT h.user_id AS userid, f.query_id AS query, 0 AS slice, left(f.file_name, 256) AS name, left(f.file_name, 256) AS filename,
               0 AS byte_offset, f.scanned_lines AS lines_scanned, f.error_count AS errors, f.ended_at AS curtime,
               1 AS status, h.file_format, 0 AS is_partial, 0 AS start_offset, h.copy_job_id
        FROM {all:load_files} f JOIN {fact:loads} h USING (database_name, query_id) WHERE h.status = 'completed')",
     "files of loads that succeeded"},

    {kSchema, "stl_file_scan",
     "userid int4, query int8, slice int4, name char(90), lines int8, bytes int8, loadtime int8, curtime timestamp, "
     "is_partial int4, start_offset int8",
     R"(SELECT h.user_id AS userid, f.query_id AS query, 0 AS slice, right(f.file_name, 90) AS name,
               f.scanned_lines AS lines, f.scanned_bytes AS bytes,
               datediff('microsecond', f.started_at, f.ended_at) AS loadtime, f.ended_at AS curtime, 0 AS is_partial,
               0 AS start_offset
        FROM {all:load_files} f JOIN {fact:loads} h USING (database_name, query_id))",
     "files of every COPY"},

    {kSchema, "stl_load_errors",
     "userid int4, slice int4, tbl int4, starttime timestamp, session int4, query int8, filename char(256), "
     "line_number int8, colname char(127), type char(10), col_length char(10), position int4, raw_line char(1024), "
     "raw_field_value char(1024), err_code int4, err_reason char(100), is_partial int4, start_offset int8, "
     "copy_job_id int8",
     R"(SELECT h.user_id AS userid, 0 AS slice, h.table_id AS tbl, e.occurred_at AS starttime, h.session_id AS session,
               e.query_id AS query, left(e.file_name, 256) AS filename, e.line_number, e.column_name AS colname,
               e.column_type AS type, e.column_length AS col_length, e.value_position AS position, e.raw_line,
               e.raw_value AS raw_field_value, e.error_code AS err_code, left(e.reason, 100) AS err_reason,
               0 AS is_partial, 0 AS start_offset, h.copy_job_id
        FROM {all:load_errors} e JOIN {fact:loads} h USING (database_name, query_id))",
     "rows that COPY did not take"},

    {kSchema, "stl_loaderror_detail",
     "userid int4, slice int4, session int4, query int8, filename char(256), line_number int8, field int4, "
     "colname char(1024), value char(1024), is_null int4, type char(10), col_length char(10)",
     R"(SELECT h.user_id AS userid, 0 AS slice, h.session_id AS session, e.query_id AS query, left(e.file_name, 256) AS filename,
               e.line_number, e.field_number AS field, e.column_name AS colname, e.value,
               CAST(e.is_null AS INTEGER) AS is_null, e.column_type AS type, e.column_length AS col_length
        FROM {all:load_error_fields} e JOIN {fact:loads} h USING (database_name, query_id))",
     "their fields up to the refused one"},

    {kSchema, "sys_load_history",
     "user_id int4, query_id int8, transaction_id int8, session_id int4, database_name text, status text, "
     "table_name text, start_time timestamp, end_time timestamp, duration int8, data_source text, file_format text, "
     "loaded_rows int8, loaded_bytes int8, source_file_count int4, source_file_bytes int8, file_count_scanned int4, "
     "file_bytes_scanned int8, error_count int8, copy_job_id int8",
     R"(SELECT user_id, query_id, transaction_id, session_id, database_name, status, table_name, started_at AS start_time,
               ended_at AS end_time, datediff('microsecond', started_at, ended_at) AS duration, data_source, file_format,
               loaded_rows, loaded_bytes, source_file_count, source_file_bytes,
               scanned_file_count AS file_count_scanned, scanned_bytes AS file_bytes_scanned, error_count, copy_job_id
        FROM {fact:loads})",
     "every COPY"},

    {kSchema, "sys_load_detail",
     "user_id int4, query_id int8, file_name char(256), bytes_scanned int8, lines_scanned int8, record_time timestamp, "
     "splits_scanned int4, start_time timestamp, end_time timestamp, file_etag char(256), "
     "file_last_modified timestamp",
     R"(SELECT h.user_id, f.query_id, left(f.file_name, 256) AS file_name, f.scanned_bytes AS bytes_scanned, f.scanned_lines AS lines_scanned,
               f.ended_at AS record_time, 1 AS splits_scanned, f.started_at AS start_time, f.ended_at AS end_time,
               f.file_etag, f.file_modified_at AS file_last_modified
        FROM {all:load_files} f JOIN {fact:loads} h USING (database_name, query_id))",
     "files of every COPY"},

    {kSchema, "sys_load_error_detail",
     "user_id int4, query_id int8, transaction_id int8, session_id int4, database_name char(64), table_id int4, "
     "start_time timestamp, file_name char(256), line_number int8, column_name char(127), column_type char(10), "
     "column_length char(10), position int4, error_code int4, error_message char(512)",
     R"(SELECT h.user_id, e.query_id, h.transaction_id, h.session_id, database_name, h.table_id,
               h.started_at AS start_time, left(e.file_name, 256) AS file_name, e.line_number, e.column_name, e.column_type, e.column_length,
               e.value_position AS position, e.error_code, e.reason AS error_message
        FROM {all:load_errors} e JOIN {fact:loads} h USING (database_name, query_id))",
     "rows that COPY did not take"},

    {kSchema, "stl_unload_log",
     "userid int4, query int8, slice int4, pid int4, path char(1280), start_time timestamp, end_time timestamp, "
     "line_count int8, transfer_size int8, file_format char(10)",
     R"(SELECT h.user_id AS userid, f.query_id AS query, 0 AS slice, h.session_id AS pid, f.file_name AS path,
               f.started_at AS start_time, f.ended_at AS end_time, f.row_count AS line_count,
               f.file_bytes AS transfer_size, left(f.file_format, 10) AS file_format
        FROM {all:unload_files} f JOIN {fact:unloads} h USING (database_name, query_id))",
     "files of UNLOAD"},

    {kSchema, "sys_unload_history",
     "user_id int4, query_id int8, transaction_id int8, session_id int4, database_name text, status text, "
     "start_time timestamp, end_time timestamp, duration int8, file_format text, compression_type text, "
     "unloaded_location text, unloaded_rows int8, unloaded_files_count int8, unloaded_files_size int8, "
     "error_message text",
     R"(SELECT user_id, query_id, transaction_id, session_id, database_name, status, started_at AS start_time,
               ended_at AS end_time, datediff('microsecond', started_at, ended_at) AS duration, file_format,
               compression AS compression_type, location AS unloaded_location, unloaded_rows,
               file_count AS unloaded_files_count, file_bytes AS unloaded_files_size, error_message
        FROM {fact:unloads})",
     "every UNLOAD"},

    {kSchema, "sys_unload_detail",
     "user_id int4, query_id int8, session_id int4, transaction_id int8, file_name char(1280), start_time timestamp, "
     "end_time timestamp, line_count int8, transfer_size int8, file_format char(10)",
     R"(SELECT h.user_id, f.query_id, h.session_id, h.transaction_id, f.file_name, f.started_at AS start_time,
               f.ended_at AS end_time, f.row_count AS line_count, f.file_bytes AS transfer_size,
               left(f.file_format, 10) AS file_format
        FROM {all:unload_files} f JOIN {fact:unloads} h USING (database_name, query_id))",
     "files of UNLOAD"},

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
