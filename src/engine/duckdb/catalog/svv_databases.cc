#include "engine/duckdb/catalog/families.h"

/// SVV views that show every database of the warehouse.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "svv_redshift_databases",
     "database_name varchar(128), database_owner int4, database_type varchar(32), database_acl varchar(128), "
     "database_options varchar(128), database_isolation_level varchar(128)",
     R"(SELECT d.database_name, u.user_id AS database_owner, 'local' AS database_type,
               'Snapshot Isolation' AS database_isolation_level
        FROM {fact:databases} d LEFT JOIN {fact:users} u ON u.user_name = d.owner)",
     "databases"},

    {kSchema, "svv_redshift_schemas",
     "database_name varchar(128), schema_name varchar(128), schema_owner int4, schema_type varchar(16), "
     "schema_acl varchar(128), schema_option varchar(128)",
     R"(SELECT s.database_name, s.schema_name, u.user_id AS schema_owner, 'local' AS schema_type,
               array_to_string({acl:s.owner UC}, '~') AS schema_acl
        FROM {fact:schemas} s LEFT JOIN {fact:users} u ON u.user_name = s.owner
        LEFT JOIN {fact:acls} a ON s.database_name = {database} AND a.object_kind = 'schema' AND
                                   a.schema_name = s.schema_name)",
     "schemas"},

    {kSchema, "svv_all_schemas",
     "database_name varchar(128), schema_name varchar(128), schema_owner int4, schema_type varchar(128), "
     "schema_acl varchar(128), source_database varchar(128), schema_option varchar(256)",
     R"(SELECT s.database_name, s.schema_name, s.schema_owner,
               CASE WHEN e.schemaname IS NOT NULL THEN 'external' ELSE s.schema_type END AS schema_type, s.schema_acl,
               CASE WHEN e.eskind = 4 THEN e.databasename END AS source_database
        FROM slipher_view('pg_catalog', 'svv_redshift_schemas') s
        LEFT JOIN slipher_view('pg_catalog', 'svv_external_schemas') e
          ON s.database_name = {database} AND e.schemaname = s.schema_name)",
     "schemas"},

    {kSchema, "svv_redshift_schema_quota",
     "database_name char(128), schema_name char(128), schema_owner int4, quota int4, disk_usage int4",
     R"(SELECT s.database_name, s.schema_name, u.user_id AS schema_owner, s.quota_megabytes AS quota, 0 AS disk_usage
        FROM {fact:schemas} s LEFT JOIN {fact:users} u ON u.user_name = s.owner
        WHERE s.quota_megabytes IS NOT NULL)",
     "schemas with a quota, which is not enforced"},

    {kSchema, "svv_redshift_tables",
     "database_name varchar(128), schema_name varchar(128), table_name varchar(128), table_type varchar(128), "
     "table_acl varchar(128), remarks varchar(128), table_owner varchar(128)",
     R"(SELECT r.database_name, r.schema_name, r.relation_name AS table_name,
               CASE WHEN r.kind = 'r' THEN 'TABLE' ELSE 'VIEW' END AS table_type,
               array_to_string({acl:r.owner arwdRxtDPA}, '~') AS table_acl, k.comment_text AS remarks,
               r.owner AS table_owner
        FROM {fact:relations} r
        LEFT JOIN {fact:acls} a ON r.database_name = {database} AND a.object_kind = 'relation' AND
                                   a.schema_name = r.schema_name AND a.object_name = r.relation_name
        LEFT JOIN {fact:comments} k ON k.object_oid = r.oid AND k.class_oid = 1259 AND k.position = 0)",
     "tables and views"},

    {kSchema, "svv_all_tables",
     "database_name varchar(128), schema_name varchar(128), table_name varchar(128), table_type varchar(128), "
     "table_acl varchar(128), remarks varchar(256)",
     R"(SELECT t.database_name, t.schema_name, t.table_name,
               CASE WHEN e.schema_name IS NOT NULL THEN 'EXTERNAL TABLE' ELSE t.table_type END AS table_type,
               t.table_acl, t.remarks
        FROM slipher_view('pg_catalog', 'svv_redshift_tables') t
        LEFT JOIN {own:external_schemas} e ON t.database_name = {database} AND e.schema_name = t.schema_name)",
     "tables and views"},

    {kFacts, "shown_tables",
     "database_name varchar(128), schema_name varchar(128), table_name varchar(128), table_type varchar(128), "
     "table_acl varchar(128), remarks varchar(256), owner varchar(128), last_altered_time timestamp, "
     "last_modified_time timestamp, dist_style varchar(128), table_subtype varchar(128)",
     R"(SELECT t.database_name, t.schema_name, t.table_name, t.table_type, t.table_acl, t.remarks, r.owner,
               CASE WHEN r.kind IN ('r', 'm')
                    THEN CASE r.distribution WHEN 'key' THEN 'KEY(' || r.distribution_key || ')' WHEN 'even' THEN 'EVEN'
                                             WHEN 'all' THEN 'ALL' ELSE 'AUTO(ALL)' END END AS dist_style,
               CASE WHEN t.table_type = 'EXTERNAL TABLE' THEN 'EXTERNAL TABLE' WHEN r.kind = 'r' THEN 'REGULAR TABLE'
                    WHEN r.kind = 'm' THEN 'MATERIALIZED VIEW' WHEN r.late_binding THEN 'LATE BINDING VIEW'
                    ELSE 'REGULAR VIEW' END AS table_subtype
        FROM slipher_view('pg_catalog', 'svv_all_tables') t
        JOIN {fact:relations} r ON r.database_name = t.database_name AND r.schema_name = t.schema_name AND
                                   r.relation_name = t.table_name)",
     "SHOW TABLES; when a table was changed is not known"},

    {kSchema, "svv_redshift_columns",
     "database_name varchar(128), schema_name varchar(128), table_name varchar(128), column_name varchar(128), "
     "ordinal_position int4, data_type varchar(32), column_default varchar(4000), is_nullable varchar(3), "
     "encoding varchar(128), distkey bool, sortkey int4, column_acl varchar(128), remarks varchar(256)",
     R"(SELECT c.database_name, c.schema_name, c.relation_name AS table_name, c.column_name,
               c.position AS ordinal_position, c.type_text AS data_type, c.default_text AS column_default,
               CASE WHEN c.is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable, c.encoding,
               c.is_distribution_key AS distkey, c.sort_order AS sortkey, k.comment_text AS remarks
        FROM {fact:columns} c
        LEFT JOIN {fact:comments} k ON k.object_oid = c.relation_oid AND k.class_oid = 1259 AND
                                       k.position = c.position)",
     "columns"},

    {kFacts, "shown_columns",
     "database_name varchar(128), schema_name varchar(128), table_name varchar(128), column_name varchar(128), "
     "ordinal_position int4, column_default varchar(4000), is_nullable varchar(3), data_type varchar(128), "
     "character_maximum_length int4, numeric_precision int4, numeric_scale int4, remarks varchar(256), "
     "sort_key_type varchar(32), sort_key_order int4, dist_key int4, encoding varchar(128), collation varchar(128)",
     R"(SELECT c.database_name, c.schema_name, c.relation_name AS table_name, c.column_name,
               c.position AS ordinal_position, c.default_text AS column_default,
               CASE WHEN c.is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable, c.plain_type_text AS data_type,
               CASE WHEN c.type_name IN ('varchar', 'bpchar') THEN c.characters END AS character_maximum_length,
               c.precision AS numeric_precision, c.scale AS numeric_scale, k.comment_text AS remarks,
               CASE WHEN c.sort_order <> 0 THEN upper(r.sort_style) END AS sort_key_type,
               nullif(abs(c.sort_order), 0) AS sort_key_order,
               CASE WHEN c.is_distribution_key THEN 1 ELSE 0 END AS dist_key, c.encoding,
               CASE WHEN c.type_name IN ('varchar', 'bpchar') THEN 'default' END AS collation
        FROM {fact:columns} c
        LEFT JOIN {fact:relations} r ON r.oid = c.relation_oid AND r.database_name = c.database_name
        LEFT JOIN {fact:comments} k ON k.object_oid = c.relation_oid AND k.class_oid = 1259 AND
                                       k.position = c.position)",
     "SHOW COLUMNS"},

    {kSchema, "svv_all_columns",
     "database_name varchar(128), schema_name varchar(128), table_name varchar(128), column_name varchar(128), "
     "ordinal_position int4, column_default varchar(4000), is_nullable varchar(3), data_type varchar(128), "
     "character_maximum_length int4, numeric_precision int4, numeric_scale int4, remarks varchar(256)",
     R"(SELECT database_name, schema_name, table_name, column_name, ordinal_position, column_default, is_nullable,
               data_type, character_maximum_length, numeric_precision, numeric_scale, remarks
        FROM {fact:shown_columns})",
     "columns"},

    {kSchema, "svv_redshift_functions",
     "database_name varchar(128), schema_name varchar(128), function_name varchar(128), function_type varchar(128), "
     "argument_type varchar(512), result_type varchar(128)",
     R"(SELECT {database} AS database_name, n.nspname AS schema_name, p.proname AS function_name,
               CASE WHEN p.prokind = 'p' THEN 'STORED PROCEDURE' ELSE 'REGULAR FUNCTION' END AS function_type,
               list_aggregate(list_transform(p.proargtypes, lambda t: rs_format_type(t::bigint, -1)), 'string_agg', ', ') AS argument_type, nullif(rs_format_type(p.prorettype, -1), '???') AS result_type
        FROM slipher_view('pg_catalog', 'pg_proc_info') p
        JOIN slipher_view('pg_catalog', 'pg_namespace') n ON n.oid = p.pronamespace)",
     "functions and procedures"},
};

}  // namespace

std::span<const SystemView> svv_databases() { return kViews; }

}  // namespace slipher::engine::families
