#include "engine/duckdb/catalog/families.h"

/// SVV views of what Slipher does not have: datashares, models, policies, identity providers.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "svv_active_cursors",
     "user_id int4, cursor_name varchar(128), transaction_id int8, session_id int4, declare_time timestamp, "
     "total_bytes int8, total_rows int8, fetched_rows int8, cursor_storage_limit_used_percent int4"},
    {kSchema, "svv_alter_table_recommendations",
     "type char(30), database char(128), table_id int4, group_id int4, ddl char(1024), auto_eligible char(1)"},
    {kSchema, "svv_attached_masking_policy",
     "policy_name text, schema_name text, table_name text, table_type text, grantor text, grantee text, grantee_type "
     "text, priority int4, input_columns text, output_columns text, is_masking_datashare_on bool"},
    {kSchema, "svv_copy_job_integrations",
     "job_owner int4, channel_arn name, bucket text, channel_state name, db_name name, job_name text, job_state int4"},
    {kSchema, "svv_datashare_consumers",
     "share_name varchar(128), consumer_account varchar(16), consumer_namespace varchar(64), share_date timestamp"},
    {kSchema, "svv_datashare_objects",
     "share_type varchar(8), share_name varchar(128), object_type varchar(64), object_name varchar(512), "
     "producer_account varchar(16), producer_namespace varchar(64), include_new bool"},
    {kSchema, "svv_datashare_privileges",
     "datashare_name text, privilege_type text, identity_id int4, identity_name text, identity_type text, "
     "admin_option bool"},
    {kSchema, "svv_datashares",
     "share_name varchar(128), share_id int4, share_owner int4, source_database varchar(128), consumer_database "
     "varchar(128), share_type varchar(8), createdate timestamp, is_publicaccessible bool, share_acl varchar(256), "
     "producer_account varchar(16), producer_namespace varchar(64), managed_by varchar(64)"},
    {kSchema, "svv_geography_columns",
     "f_table_catalog varchar(128), f_table_schema varchar(128), f_table_name varchar(128), f_geography_column "
     "varchar(128), coord_dimension int4, srid int4, type varchar(128)"},
    {kSchema, "svv_geometry_columns",
     "f_table_catalog varchar(128), f_table_schema varchar(128), f_table_name varchar(128), f_geometry_column "
     "varchar(128), coord_dimension int4, srid int4, type varchar(128)"},
    {kSchema, "svv_identity_providers",
     "uid int4, name text, type text, instanceid text, namespc text, params text, enabled bool"},
    {kSchema, "svv_integration",
     "integration_id char(128), target_database char(128), source char(128), state char(128), current_lag int8, "
     "last_replicated_checkpoint char(128), total_tables_replicated int4, total_tables_failed int4, creation_time "
     "timestamp, refresh_interval int4, source_database char(128), is_history_mode bool, latest_detected_change_time "
     "timestamp, latest_applied_change_time timestamp, auto_remediation bool, latest_shipped_source_commit_time "
     "timestamp"},
    {kSchema, "svv_integration_table_mapping",
     "integration_id char(128), source_database char(128), target_database char(128), source_schema_name char(128), "
     "target_schema_name char(128), source_table_name char(128), target_table_name char(128), source_column_name "
     "char(128), target_column_name char(128), source_data_type char(128), target_data_type char(128)"},
    {kSchema, "svv_integration_table_state",
     "integration_id char(128), target_database char(128), schema_name char(128), table_name char(128), table_state "
     "char(128), table_last_replicated_checkpoint char(128), reason char(256), last_updated_timestamp timestamp, "
     "table_rows int8, table_size int8, is_history_mode bool"},
    {kSchema, "svv_masking_policy",
     "policy_database text, policy_name text, input_columns text, policy_expression text, policy_modified_by text, "
     "policy_modified_time timestamp"},
    {kSchema, "svv_ml_model_info",
     "database_name char(128), schema_name char(128), user_name char(128), model_name char(128), life_cycle "
     "char(20), is_refreshable int4, model_state char(128)"},
    {kSchema, "svv_ml_model_privileges",
     "namespace_name text, model_name text, model_version int4, privilege_type text, identity_id int4, identity_name "
     "text, identity_type text, admin_option bool"},
    {kSchema, "svv_query_state",
     "userid int4, query int8, seg int4, step int4, maxtime int8, avgtime int8, rows int8, bytes int8, cpu int8, "
     "memory int8, rate_row float8, rate_byte float8, label char(25), is_diskbased char(1), workmem int8, "
     "num_parts int4, is_rrscan char(1), is_delayed_scan char(1)"},
    {kSchema, "svv_rls_applied_policy",
     "username text, query int8, xid int8, pid int4, recordtime timestamp, command char(1), datname text, "
     "relschema text, relname text, polname text, poldefault char(1)"},
    {kSchema, "svv_rls_attached_policy",
     "relschema text, relname text, relkind text, polname text, grantor text, grantee text, granteekind text, "
     "is_pol_on bool, is_rls_on bool, rls_conjunction_type char(3)"},
    {kSchema, "svv_rls_policy",
     "poldb text, polname text, polalias text, polatts text, polqual text, polenabled bool, polmodifiedby text, "
     "polmodifiedtime timestamp"},
    {kSchema, "svv_rls_relation",
     "datname text, relschema text, relname text, relkind text, is_rls_on bool, is_rls_datashare_on bool, "
     "rls_conjunction_type char(3), rls_datashare_conjunction_type char(3)"},
    {kSchema, "svv_sem_usage", "pid int4, usage int8"},
    {kSchema, "svv_sem_usage_leader", "pid int4, usage int8"},
    {kSchema, "svv_vacuum_progress", "table_name text, status text, time_remaining_estimate text"},
};

}  // namespace

std::span<const SystemView> empty_svv() { return kViews; }

}  // namespace slipher::engine::families
