#include "engine/duckdb/catalog/families.h"

/// STV views of what does not exist here: blocks, disks, queues, execution states.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "stv_active_cursors",
     "userid int4, name varchar(256), xid int8, pid int4, starttime timestamp, row_count int8, byte_count int8, "
     "fetched_rows int8"},
    {kSchema, "stv_cursor_configuration",
     "current_cursor_count int4, max_diskspace_usable int4, current_diskspace_used int4"},
    {kSchema, "stv_db_isolation_level", "db_name char(128), isolation_level char(20)"},
    {kSchema, "stv_exec_state",
     "userid int4, query int8, slice int4, segment int4, step int4, starttime timestamp, currenttime timestamp, "
     "tasknum int4, rows int8, bytes int8, label char(256), is_diskbased char(1), workmem int8, num_parts int4, "
     "is_rrscan char(1), is_delayed_scan char(1)"},
    {kSchema, "stv_gui_status", "process int4, status char(20)"},
    {kSchema, "stv_interleaved_counts", "slice int4, tbl int4, col int4, count int8"},
    {kSchema, "stv_load_state",
     "userid int4, session int4, query int8, slice int4, pid int4, recordtime timestamp, bytes_to_load int8, "
     "bytes_loaded int8, bytes_to_load_compressed int8, bytes_loaded_compressed int8, lines int4, num_files int4, "
     "num_files_complete int4, current_file char(256), pct_complete int4"},
    {kSchema, "stv_ml_model_info",
     "schema_name char(128), user_name char(128), model_name char(128), life_cycle char(20), is_refreshable int4, "
     "model_state char(128)"},
    {kSchema, "stv_query_metrics",
     "userid int4, service_class int4, query int8, segment int4, step_type int4, starttime timestamp, slices int4, "
     "max_rows int8, rows int8, max_cpu_time int8, cpu_time int8, max_blocks_read int8, blocks_read int8, "
     "max_run_time int8, run_time int8, max_blocks_to_disk int8, blocks_to_disk int8, step int4, "
     "max_query_scan_size int8, query_scan_size int8, query_priority int4, query_queue_time int8, "
     "service_class_name char(64)"},
    {kSchema, "stv_startup_recovery_state", "table_id int4, table_name char(137), db_id int4"},
    {kSchema, "stv_wlm_qmr_config",
     "service_class int4, rule_name char(256), action char(256), metric_name char(256), metric_operator char(256), "
     "metric_value char(256), action_value char(256)"},
    {kSchema, "stv_wlm_query_queue_state",
     "service_class int4, position int4, task int4, query int8, slot_count int4, start_time timestamp, queue_time "
     "int8"},
    {kSchema, "stv_wlm_query_task_state",
     "service_class int4, task int4, query int8, level int4, start_time timestamp, exec_time int8"},
    {kSchema, "stv_xrestore_alter_queue_state",
     "userid int4, db_id int4, schema char(128), table_name char(128), tbl int4, status char(64), task_type int4"},
};

}  // namespace

std::span<const SystemView> empty_stv() { return kViews; }

}  // namespace slipher::engine::families
