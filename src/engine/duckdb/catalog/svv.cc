#include "engine/duckdb/catalog/families.h"

/// SVV views of the connected database.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "svv_table_info",
     "database text, schema text, table_id oid, table text, encoded text, diststyle text, sortkey1 text, "
     "max_varchar int4, sortkey1_enc char(32), sortkey_num int4, size int8, pct_used numeric(10,4), empty int8, "
     "unsorted numeric(5,2), stats_off numeric(5,2), tbl_rows numeric(38,0), skew_sortkey1 numeric(19,2), "
     "skew_rows numeric(19,2), estimated_visible_rows numeric(38,0), risk_event text, vacuum_sort_benefit "
     "numeric(12,2), "
     "create_time timestamp",
     R"(WITH facts AS (
          SELECT relation_oid, bool_or(encoding <> 'none') AS is_encoded, bool_or(is_encoding_chosen) AS is_chosen, max(sort_order) AS sort_keys,
                 min(sort_order) AS least_sort_key,
                 any_value(column_name) FILTER (sort_order = 1) AS first_key,
                 any_value(encoding) FILTER (sort_order = 1) AS first_encoding,
                 max(characters) FILTER (type_name = 'varchar') AS longest
          FROM {fact:columns} WHERE database_name = {database} GROUP BY relation_oid)
        SELECT r.database_name AS database, r.schema_name AS schema, r.oid AS table_id, r.relation_name AS "table",
               CASE WHEN NOT f.is_encoded THEN 'N' WHEN f.is_chosen THEN 'Y' ELSE 'Y, AUTO(ENCODE)' END AS encoded,
               CASE r.distribution WHEN 'key' THEN 'KEY(' || r.distribution_key || ')' WHEN 'even' THEN 'EVEN'
                    WHEN 'all' THEN 'ALL' ELSE 'AUTO(ALL)' END AS diststyle,
               CASE WHEN r.sort_style = 'interleaved' THEN 'INTERLEAVED' WHEN f.first_key IS NOT NULL THEN f.first_key
                    WHEN r.sort_style = 'auto' OR r.sort_style IS NULL THEN 'AUTO(SORTKEY)' END AS sortkey1,
               coalesce(f.longest, 0) AS max_varchar, f.first_encoding AS sortkey1_enc,
               greatest(f.sort_keys, -f.least_sort_key) AS sortkey_num,
               z.megabytes AS size,
               0 AS pct_used, 0 AS empty, 0 AS unsorted, 0 AS stats_off, r.row_count AS tbl_rows, 1 AS skew_sortkey1,
               1 AS skew_rows, r.row_count AS estimated_visible_rows, 0 AS vacuum_sort_benefit,
               r.created_at AS create_time
        FROM {fact:relations} r JOIN facts f ON f.relation_oid = r.oid
        JOIN {fact:table_sizes} z ON z.relation_oid = r.oid
        WHERE r.database_name = {database} AND r.kind IN ('r', 'm') AND NOT r.is_temporary AND r.row_count > 0)",
     "tables with rows: keys, and sizes estimated from rows and types, in blocks of 1 MB"},

    {kSchema, "svv_tables",
     "table_catalog varchar(128), table_schema varchar(128), table_name varchar(128), table_type varchar(128), "
     "remarks varchar(256)",
     R"(SELECT r.database_name AS table_catalog, r.schema_name AS table_schema, r.relation_name AS table_name,
               CASE WHEN e.schema_name IS NOT NULL THEN 'EXTERNAL TABLE' WHEN r.kind = 'r' THEN 'BASE TABLE'
                    ELSE 'VIEW' END AS table_type, k.comment_text AS remarks
        FROM {fact:relations} r
        LEFT JOIN {own:external_schemas} e ON e.schema_name = r.schema_name
        LEFT JOIN {fact:comments} k ON k.object_oid = r.oid AND k.class_oid = 1259 AND k.position = 0
        WHERE r.database_name = {database})",
     "tables and views"},

    {kSchema, "svv_columns",
     "table_catalog varchar(128), table_schema varchar(128), table_name varchar(128), column_name varchar(128), "
     "ordinal_position int4, column_default varchar(4000), is_nullable varchar(3), data_type varchar(128), "
     "character_maximum_length int4, numeric_precision int4, numeric_precision_radix int4, numeric_scale int4, "
     "datetime_precision int4, interval_type varchar(128), interval_precision varchar(128), "
     "character_set_catalog varchar(128), character_set_schema varchar(128), character_set_name varchar(128), "
     "collation_catalog varchar(128), collation_schema varchar(128), collation_name varchar(128), "
     "domain_name varchar(128), remarks varchar(256)",
     R"(SELECT c.database_name AS table_catalog, c.schema_name AS table_schema, c.relation_name AS table_name,
               c.column_name, c.position AS ordinal_position, c.default_text AS column_default,
               CASE WHEN c.is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable, c.plain_type_text AS data_type,
               CASE WHEN c.type_name IN ('varchar', 'bpchar') THEN c.characters END AS character_maximum_length,
               c.precision AS numeric_precision,
               CASE WHEN c.type_name = 'numeric' THEN 10 WHEN c.precision IS NOT NULL THEN 2 END
                 AS numeric_precision_radix,
               c.scale AS numeric_scale,
               CASE WHEN c.type_name IN ('time', 'timetz', 'timestamp', 'timestamptz') THEN 6 END AS datetime_precision,
               k.comment_text AS remarks
        FROM {fact:columns} c
        LEFT JOIN {fact:comments} k ON k.object_oid = c.relation_oid AND k.class_oid = 1259 AND k.position = c.position
        WHERE c.database_name = {database})",
     "columns, those of late-binding views included"},

    {kSchema, "svv_mv_info",
     "database_name char(128), schema_name char(128), user_name char(128), name char(128), is_stale char(1), "
     "state int4, autorefresh char(1), autorewrite char(1)",
     R"(SELECT database_name, schema_name, owner AS user_name, relation_name AS name, 'u' AS is_stale,
               0 AS state, CASE WHEN auto_refresh THEN 't' ELSE 'f' END AS autorefresh, 'f' AS autorewrite
        FROM {fact:relations} WHERE database_name = {database} AND kind = 'm')",
     "materialized views; whether one is stale is not known: 'u'. State is 0; svl_mv_refresh_status tells how a "
     "refresh was done"},

    {kSchema, "stv_mv_info",
     "db_name char(128), schema char(128), name char(128), updated_upto_xid int8, is_stale char(1), "
     "owner_user_name char(128), state int4, autorewrite char(1), autorefresh char(1)",
     R"(SELECT database_name AS db_name, schema_name AS schema, relation_name AS name, 'u' AS is_stale,
               owner AS owner_user_name, 0 AS state, 'f' AS autorewrite,
               CASE WHEN auto_refresh THEN 't' ELSE 'f' END AS autorefresh
        FROM {fact:relations} WHERE database_name = {database} AND kind = 'm')",
     "materialized views"},

    {kSchema, "svv_mv_dependency",
     "database_name char(128), schema_name char(128), name char(128), dependent_database_name char(128), "
     "dependent_schema_name char(128), dependent_name char(128)",
     R"(SELECT r.database_name, r.schema_name, r.relation_name AS name, r.database_name AS dependent_database_name,
               v.referenced_schema AS dependent_schema_name, v.referenced_name AS dependent_name
        FROM {fact:relations} r
        JOIN {own:view_references} v ON v.schema_name = r.schema_name AND v.view_name = r.relation_name
        WHERE r.database_name = {database} AND r.kind = 'm')",
     "what materialized views were made of"},

    {kSchema, "stv_mv_deps",
     "db_name char(128), schema char(128), name char(128), ref_schema char(128), ref_name char(128), "
     "ref_database_name char(128)",
     R"(SELECT database_name AS db_name, schema_name AS schema, name, dependent_schema_name AS ref_schema,
               dependent_name AS ref_name, dependent_database_name AS ref_database_name
        FROM slipher_view('pg_catalog', 'svv_mv_dependency'))",
     "what materialized views were made of"},

    {kSchema, "stv_tbl_perm",
     "slice int4, id int4, name char(72), rows int8, sorted_rows int8, temp int4, db_id int4, insert_pristine int4, "
     "delete_pristine int4, backup int4, dist_style int4, block_count int4",
     R"(SELECT 0 AS slice, r.oid AS id, r.relation_name AS name, r.row_count AS rows, r.row_count AS sorted_rows,
               CASE WHEN r.is_temporary THEN 1 ELSE 0 END AS temp, d.oid AS db_id, 0 AS insert_pristine,
               0 AS delete_pristine, CASE WHEN r.backup IS FALSE THEN 0 ELSE 1 END AS backup,
               CASE r.distribution WHEN 'key' THEN 1 WHEN 'all' THEN 8 WHEN 'even' THEN 0 ELSE 10 END AS dist_style,
               z.megabytes AS block_count
        FROM {fact:relations} r JOIN slipher_databases() d ON d.database_name = r.database_name
        JOIN {fact:table_sizes} z ON z.relation_oid = r.oid
        WHERE r.kind IN ('r', 'm'))",
     "tables, on the only slice"},

    {kSchema, "stv_tbl_trans",
     "slice int4, id int4, rows int8, size int8, query_id int8, ref_cnt int4, from_suspended int4, prep_swap int4"},

    {kSchema, "stv_slices", "node int4, slice int4, localslice int4, type char(1)",
     "SELECT 0 AS node, 0 AS slice, 0 AS localslice, 'D' AS type", "one slice on one node"},

    {kSchema, "svv_interleaved_columns", "tbl int4, col int4, interleaved_skew numeric(19,2), last_reindex timestamp"},

    {kSchema, "svv_schema_quota_state",
     "schema_id int4, schema_name char(128), schema_owner int4, quota int4, disk_usage int4, disk_usage_pct float8",
     R"(SELECT s.oid AS schema_id, s.schema_name, u.user_id AS schema_owner, s.quota_megabytes AS quota,
               0 AS disk_usage, 0 AS disk_usage_pct
        FROM {fact:schemas} s LEFT JOIN {fact:users} u ON u.user_name = s.owner
        WHERE s.database_name = {database} AND s.quota_megabytes IS NOT NULL)",
     "schemas with a quota, which is not enforced"},

    {kSchema, "svv_user_info",
     "user_name text, user_id int4, createdb bool, superuser bool, catalog_update bool, connection_limit text, "
     "syslog_access text, last_ddl_timestamp timestamp, session_timeout int4, external_user_id text",
     R"(SELECT user_name, user_id, may_create_databases AS createdb, is_superuser AS superuser,
               user_id = 1 AS catalog_update,
               CASE WHEN connection_limit < 0 THEN 'UNLIMITED' ELSE connection_limit::varchar END AS connection_limit,
               syslog_access, session_timeout, external_id AS external_user_id
        FROM {fact:users})",
     "database users"},

    {kSchema, "svl_user_info",
     "usename name, usesysid int4, usecreatedb bool, usesuper bool, usecatupd bool, useconnlimit text, "
     "syslogaccess text, last_ddl_ts timestamp, sessiontimeout int4, external_id varchar(512)",
     R"(SELECT user_name AS usename, user_id AS usesysid, createdb AS usecreatedb, superuser AS usesuper,
               catalog_update AS usecatupd, connection_limit AS useconnlimit, syslog_access AS syslogaccess,
               session_timeout AS sessiontimeout, external_user_id AS external_id
        FROM slipher_view('pg_catalog', 'svv_user_info'))",
     "database users"},

    {kFacts, "late_binding_columns",
     "view_schema name, view_name name, col_name name, col_type varchar(128), col_num int4",
     R"(SELECT schema_name AS view_schema, relation_name AS view_name, column_name AS col_name, type_text AS col_type,
               position AS col_num
        FROM {fact:columns} WHERE database_name = {database} AND is_late_binding)",
     "pg_get_late_binding_view_cols()"},

    {kFacts, "columns_of_relations",
     "view_schema name, view_name name, col_name name, col_type varchar(128), col_num int4, relation_oid oid",
     R"(SELECT schema_name AS view_schema, relation_name AS view_name, column_name AS col_name, type_text AS col_type,
               position AS col_num, relation_oid
        FROM {fact:columns} WHERE database_name = {database})",
     "pg_get_cols(name)"},
};

}  // namespace

std::span<const SystemView> svv() { return kViews; }

}  // namespace slipher::engine::families
