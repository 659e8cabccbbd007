#include "engine/duckdb/catalog/families.h"

/// What the other families are made of.
namespace slipher::engine::families {
namespace {

constexpr SystemView kViews[] = {
    {kFacts, "schemas",
     "database_name name, schema_name name, oid oid, is_system bool, owner name, quota_megabytes int8",
     R"(SELECT s.database_name, s.schema_name, s.oid, s.is_system,
               coalesce(k.owner, 'rdsdb') AS owner, k.quota_megabytes
        FROM slipher_schemas() s LEFT JOIN {all:schemas} k USING (database_name, schema_name))",
     "of all databases; rdsdb owns those that nobody made"},

    {kFacts, "databases", "database_name name, oid oid, owner name, connection_limit text",
     R"(SELECT d.database_name, d.oid, coalesce(o.grantor, 'rdsdb') AS owner,
               coalesce(l.grantor, 'UNLIMITED') AS connection_limit
        FROM slipher_databases() d
        LEFT JOIN {fact:cluster_grants} o ON o.kind = 'owner' AND o.object = d.database_name
        LEFT JOIN {fact:cluster_grants} l ON l.kind = 'connection limit' AND l.object = d.database_name)",
     "with what CREATE DATABASE said of them"},

    {kFacts, "relations",
     "database_name name, schema_name name, schema_oid oid, relation_name name, oid oid, kind char(1), is_system bool, "
     "is_temporary bool, owner name, row_count int8, distribution varchar(16), distribution_key name, "
     "sort_style varchar(16), sort_keys text[], backup bool, created_at timestamp, query_text text, auto_refresh bool, "
     "late_binding bool",
     R"(SELECT r.database_name, r.schema_name, r.schema_oid, r.relation_name, r.oid,
               CASE WHEN v.materialized THEN 'm' ELSE r.kind END AS kind, r.is_system, r.is_temporary,
               CASE WHEN r.is_system THEN 'rdsdb' ELSE coalesce(v.owner, t.owner, {user}) END AS owner, r.row_count,
               CASE WHEN t.distribution_key IS NOT NULL THEN 'key' ELSE coalesce(t.distribution, 'auto') END
                 AS distribution,
               t.distribution_key, t.sort_style, t.sort_keys, t.backup, coalesce(v.created_at, t.created_at) AS created_at,
               v.query_text, coalesce(v.auto_refresh, false) AS auto_refresh,
               coalesce(v.late_binding, false) AS late_binding
        FROM slipher_relations() r
        LEFT JOIN {all:tables} t ON t.database_name = r.database_name AND t.schema_name = r.schema_name AND
                                    t.table_name = r.relation_name
        LEFT JOIN {all:views} v ON v.database_name = r.database_name AND v.schema_name = r.schema_name AND
                                   v.view_name = r.relation_name)",
     "tables and views of all databases, the system's included"},

    {kFacts, "columns",
     "database_name name, schema_name name, relation_name name, relation_oid oid, column_name name, position int2, "
     "type_oid oid, type_modifier int4, type_name name, type_text text, plain_type_text text, characters int4, "
     "precision int4, scale int4, is_nullable bool, default_text text, encoding varchar(16), is_identity bool, "
     "is_distribution_key bool, sort_order int4, is_late_binding bool, is_encoding_chosen bool",
     R"(SELECT c.database_name, c.schema_name, c.relation_name, c.relation_oid, c.column_name, c.position, c.type_oid,
               c.type_modifier, c.type_name, c.type_text, c.plain_type_text, c.characters, c.precision, c.scale,
               c.is_nullable,
               CASE WHEN k.identity_seed IS NOT NULL
                    THEN CASE WHEN k.identity_by_default THEN 'default_identity' ELSE '"identity"' END || '(' ||
                         c.relation_oid || ', ' || c.position - 1 || ', ''' || k.identity_seed || ',' ||
                         k.identity_step || '''::text)'
                    ELSE coalesce(d.default_text, c.engine_default) END AS default_text,
               CASE WHEN k.encoding IS NOT NULL AND k.encoding NOT IN ('auto', 'raw') THEN k.encoding
                    WHEN k.encoding = 'raw' OR coalesce(list_contains(t.sort_keys, c.column_name), false) THEN 'none'
                    WHEN c.type_name IN ('int2', 'int4', 'int8', 'numeric', 'date', 'timestamp', 'timestamptz', 'time',
                                         'timetz', 'intervaly2m', 'intervald2s') THEN 'az64'
                    WHEN c.type_name IN ('varchar', 'bpchar', 'varbyte') THEN 'lzo'
                    WHEN c.type_name = 'super' THEN 'zstd'
                    ELSE 'none' END AS encoding,
               k.identity_seed IS NOT NULL AS is_identity,
               coalesce(t.distribution_key = c.column_name, false) AS is_distribution_key,
               coalesce(list_position(t.sort_keys, c.column_name), 0) *
                 CASE WHEN t.sort_style = 'interleaved' AND list_position(t.sort_keys, c.column_name) % 2 = 0
                      THEN -1 ELSE 1 END AS sort_order,
               coalesce(v.late_binding, false) AS is_late_binding,
               coalesce(k.encoding <> 'auto', false) AS is_encoding_chosen
        FROM slipher_columns() c
        LEFT JOIN {all:views} v ON v.database_name = c.database_name AND v.schema_name = c.schema_name AND
                                   v.view_name = c.relation_name
        LEFT JOIN {all:columns} k ON k.database_name = c.database_name AND k.schema_name = c.schema_name AND
                                     k.table_name = c.relation_name AND k.column_name = c.column_name
        LEFT JOIN {all:defaults} d ON d.database_name = c.database_name AND d.schema_name = c.schema_name AND
                                      d.table_name = c.relation_name AND d.column_name = c.column_name
        LEFT JOIN {all:tables} t ON t.database_name = c.database_name AND t.schema_name = c.schema_name AND
                                    t.table_name = c.relation_name)",
     "columns of all databases; an encoding that nobody chose is the one that ENCODE AUTO begins with"},

    {kFacts, "constraints",
     "oid oid, constraint_name name, schema_name name, schema_oid oid, table_name name, table_oid oid, kind char(1), "
     "column_names text[], column_numbers int2[], referenced_oid oid, referenced_schema name, referenced_table name, "
     "referenced_columns text[], referenced_numbers int2[], index_oid oid, definition text",
     R"(WITH named AS (
          SELECT k.*, t.oid AS table_oid, t.schema_oid,
                 CASE WHEN k.referenced_table IS NULL THEN NULL
                      WHEN contains(k.referenced_table, '.')
                      THEN list_extract(string_split(k.referenced_table, '.'), -2) ELSE k.schema_name END
                   AS referenced_schema,
                 list_extract(string_split(k.referenced_table, '.'), -1) AS referenced_name
          FROM {own:constraints} k
          JOIN slipher_relations() t ON t.database_name = {database} AND t.schema_name = k.schema_name AND
                                        t.relation_name = k.table_name),
        referring AS (
          SELECT n.*, r.oid AS referenced_oid,
                 CASE WHEN n.kind = 'f' AND len(n.referenced_columns) = 0
                      THEN (SELECT any_value(p.column_names) FROM {own:constraints} p
                            WHERE p.kind = 'p' AND p.schema_name = n.referenced_schema AND
                                  p.table_name = n.referenced_name)
                      ELSE n.referenced_columns END AS columns_referred_to
          FROM named n
          LEFT JOIN slipher_relations() r ON r.database_name = {database} AND r.schema_name = n.referenced_schema AND
                                             r.relation_name = n.referenced_name),
        numbers AS (SELECT relation_oid, column_name, position FROM slipher_columns() WHERE database_name = {database})
        SELECT rs_object_oid('constraint', {database}, r.schema_name || '.' || r.table_name, r.constraint_name) AS oid,
               r.constraint_name, r.schema_name, r.schema_oid, r.table_name, r.table_oid, r.kind, r.column_names,
               (SELECT list(n.position ORDER BY list_position(r.column_names, n.column_name)) FROM numbers n
                WHERE n.relation_oid = r.table_oid AND list_contains(r.column_names, n.column_name)) AS column_numbers,
               coalesce(r.referenced_oid, 0) AS referenced_oid, r.referenced_schema,
               r.referenced_name AS referenced_table, r.columns_referred_to AS referenced_columns,
               (SELECT list(n.position ORDER BY list_position(r.columns_referred_to, n.column_name)) FROM numbers n
                WHERE n.relation_oid = r.referenced_oid AND list_contains(r.columns_referred_to, n.column_name))
                 AS referenced_numbers,
               rs_object_oid('relation', {database}, r.schema_name, r.constraint_name) AS index_oid,
               CASE r.kind WHEN 'p' THEN 'PRIMARY KEY (' WHEN 'u' THEN 'UNIQUE (' ELSE 'FOREIGN KEY (' END ||
                 list_aggregate(r.column_names, 'string_agg', ', ') || ')' ||
                 CASE WHEN r.kind = 'f'
                      THEN ' REFERENCES ' || r.referenced_table ||
                           CASE WHEN len(r.columns_referred_to) > 0
                                THEN '(' || list_aggregate(r.columns_referred_to, 'string_agg', ', ') || ')' ELSE '' END
                      ELSE '' END AS definition
        FROM referring r)",
     "keys of the connected database"},

    {kFacts, "comments", "object_oid oid, class_oid oid, position int4, comment_text text",
     R"(SELECT r.oid AS object_oid, 1259 AS class_oid, 0 AS position, k.comment_text
        FROM {own:comments} k
        JOIN slipher_relations() r ON r.database_name = {database} AND r.schema_name = k.schema_name AND
                                      r.relation_name = k.object_name
        WHERE k.kind IN ('table', 'view')
        UNION ALL
        SELECT c.relation_oid, 1259, c.position, k.comment_text
        FROM {own:comments} k
        JOIN slipher_columns() c ON c.database_name = {database} AND c.schema_name = k.schema_name AND
                                    c.relation_name = k.object_name AND c.column_name = k.column_name
        WHERE k.kind = 'column'
        UNION ALL
        SELECT s.oid, 2615, 0, k.comment_text
        FROM {own:comments} k JOIN slipher_schemas() s ON s.database_name = {database} AND s.schema_name = k.schema_name
        WHERE k.kind = 'schema'
        UNION ALL
        SELECT s.oid, 1262, 0, k.comment_text
        FROM {own:comments} k JOIN slipher_databases() s ON s.database_name = k.schema_name
        WHERE k.kind = 'database'
        UNION ALL
        SELECT rs_object_oid('constraint', {database}, k.schema_name || '.' || k.object_name, k.column_name), 2606, 0,
               k.comment_text
        FROM {own:comments} k WHERE k.kind = 'constraint')",
     "COMMENT ON"},

    {kFacts, "view_texts",
     "oid oid, schema_name name, view_name name, owner name, definition text, bare_definition text",
     R"(SELECT oid, schema_name, relation_name AS view_name, owner,
               CASE WHEN kind = 'm'
                    THEN 'CREATE MATERIALIZED VIEW ' || relation_name || ' AS ' || query_text || ';'
                    WHEN late_binding
                    THEN 'CREATE VIEW ' || schema_name || '.' || relation_name || ' AS ' || query_text ||
                         ' WITH NO SCHEMA BINDING;'
                    ELSE query_text || ';' END AS definition,
               query_text || ';' AS bare_definition
        FROM {fact:relations}
        WHERE database_name = {database} AND query_text IS NOT NULL)",
     "views of the connected database that users made"},

    {kFacts, "functions",
     "oid oid, schema_name name, function_name name, argument_types text, types text[], return_type text, "
     "volatility varchar(16), body text, owner name, definition text",
     R"(SELECT rs_object_oid('function', {database}, schema_name, function_name || '(' || argument_types || ')') AS oid,
               schema_name, function_name, argument_types,
               CASE WHEN argument_types = '' THEN []::VARCHAR[] ELSE regexp_split_to_array(argument_types, ', ') END
                 AS types,
               return_type, lower(volatility) AS volatility, body, owner,
               'CREATE OR REPLACE FUNCTION ' || schema_name || '.' || function_name || '(' || parameter_list ||
                 ') RETURNS ' || return_type || ' ' || upper(volatility) || ' AS $$' || body || '$$ LANGUAGE sql'
                 AS definition
        FROM {own:functions})",
     "SQL functions of the connected database"},

    {kFacts, "routines", "oid oid, schema_name name, routine_name name, arguments text, is_visible bool",
     R"(SELECT p.oid, n.nspname AS schema_name, p.proname AS routine_name,
               coalesce(list_aggregate(list_transform(p.proargtypes, lambda t: rs_format_type(t::bigint, -1)),
                                       'string_agg', ','), '') AS arguments,
               n.nspname = 'pg_catalog' OR list_contains({search_path}, n.nspname) AS is_visible
        FROM slipher_view('pg_catalog', 'pg_proc') p
        JOIN slipher_view('pg_catalog', 'pg_namespace') n ON n.oid = p.pronamespace)",
     "casts to REGPROC and REGPROCEDURE"},

    {kFacts, "session_roles", "name text, roleid int4", {}, "there are no identity providers"},

    {kFacts, "types", "oid oid, type_name name", "SELECT oid, type_name FROM slipher_types()", "pg_type"},

    {kFacts, "visible_databases", "database_name name, oid oid, is_connected bool",
     "SELECT database_name, oid, database_name = {database} AS is_connected FROM slipher_databases()", "databases"},

    {kFacts, "visible", "oid oid, relation_name name",
     R"(SELECT oid, relation_name
        FROM (SELECT oid, relation_name,
                     CASE WHEN is_temporary THEN -1 WHEN schema_name = 'pg_catalog' THEN 0
                          ELSE list_position({search_path}, schema_name) END AS place
              FROM slipher_relations() WHERE database_name = {database})
        WHERE place IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY relation_name ORDER BY place) = 1)",
     "relations that their bare names mean: temporary ones, pg_catalog, then the search path"},
};

}  // namespace

std::span<const SystemView> facts() { return kViews; }

}  // namespace slipher::engine::families
