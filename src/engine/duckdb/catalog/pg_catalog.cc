#include "engine/duckdb/catalog/families.h"

/// PostgreSQL's system tables as Redshift has them.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "pg_namespace", "nspname name, nspowner int4, nspacl text[], oid oid hidden",
     R"(SELECT s.schema_name AS nspname, u.user_id AS nspowner, s.oid,
               {acl:s.owner UC} AS nspacl
        FROM {fact:schemas} s LEFT JOIN {fact:users} u ON u.user_name = s.owner
        LEFT JOIN {fact:acls} a ON a.object_kind = 'schema' AND a.schema_name = s.schema_name
        WHERE s.database_name = {database})",
     "schemas"},

    {kSchema, "pg_class",
     "relname name, relnamespace oid, reltype oid, relowner int4, relam oid, relfilenode oid, reltablespace oid, "
     "relpages int4, reltuples float4, reltoastrelid oid, reltoastidxid oid, relhasindex bool, relisshared bool, "
     "relkind char(1), relnatts int2, relexternid oid, relisreplicated bool, relispinned bool, reldiststyle int2, "
     "relprojbaseid oid, relchecks int2, reltriggers int2, relukeys int2, relfkeys int2, relrefs int2, relhasoids "
     "bool, "
     "relhaspkey bool, relhasrules bool, relhassubclass bool, relacl text[], oid oid hidden",
     R"(WITH keys AS (SELECT table_oid, count(*) FILTER (kind = 'u') AS ukeys, count(*) FILTER (kind = 'f') AS fkeys,
                             count(*) FILTER (kind = 'p') AS pkeys FROM {fact:constraints} GROUP BY table_oid),
             widths AS (SELECT relation_oid, count(*) AS width FROM slipher_columns()
                        WHERE database_name = {database} GROUP BY relation_oid)
        SELECT r.relation_name AS relname, r.schema_oid AS relnamespace, 0 AS reltype, u.user_id AS relowner,
               0 AS relam, r.oid AS relfilenode, 0 AS reltablespace, 0 AS relpages, r.row_count AS reltuples,
               0 AS reltoastrelid, 0 AS reltoastidxid, coalesce(k.pkeys + k.ukeys, 0) > 0 AS relhasindex,
               r.is_system AS relisshared, CASE WHEN r.kind = 'm' THEN 'v' ELSE r.kind END AS relkind,
               w.width AS relnatts, 0 AS relexternid, false AS relisreplicated, false AS relispinned,
               CASE WHEN r.kind <> 'r' THEN 0 WHEN r.distribution = 'key' THEN 1 WHEN r.distribution = 'even' THEN 0
                    WHEN r.distribution = 'all' THEN 8 ELSE 9 END AS reldiststyle,
               0 AS relprojbaseid, 0 AS relchecks, 0 AS reltriggers, coalesce(k.ukeys, 0) AS relukeys,
               coalesce(k.fkeys, 0) AS relfkeys, 0 AS relrefs, false AS relhasoids,
               coalesce(k.pkeys, 0) > 0 AS relhaspkey, r.kind IN ('v', 'm') AS relhasrules, false AS relhassubclass,
               {acl:r.owner arwdRxtDPA} AS relacl, r.oid
        FROM {fact:relations} r
        LEFT JOIN {fact:users} u ON u.user_name = r.owner
        LEFT JOIN {fact:acls} a ON a.object_kind = 'relation' AND a.schema_name = r.schema_name AND
                                   a.object_name = r.relation_name
        LEFT JOIN keys k ON k.table_oid = r.oid
        LEFT JOIN widths w ON w.relation_oid = r.oid
        WHERE r.database_name = {database}
        UNION ALL
        SELECT c.constraint_name, c.schema_oid, 0, u.user_id, 403, c.index_oid, 0, 0, 0, 0, 0, false, false, 'i',
               len(c.column_numbers), 0, false, false, 0, 0, 0, 0, 0, 0, 0, false, false, false, false, NULL, c.index_oid
        FROM {fact:constraints} c
        JOIN {fact:relations} r ON r.oid = c.table_oid AND r.database_name = {database}
        LEFT JOIN {fact:users} u ON u.user_name = r.owner
        WHERE c.kind IN ('p', 'u'))",
     "tables, views (also materialized ones, as 'v') and the indexes that stand for keys"},

    {kSchema, "pg_attribute",
     "attrelid oid, attname name, atttypid oid, attstattarget int4, attlen int2, attnum int2, attndims int4, "
     "attcacheoff int4, atttypmod int4, attbyval bool, attstorage char(1), attalign char(1), attnotnull bool, "
     "atthasdef bool, attisdropped bool, attislocal bool, attinhcount int4, attisdistkey bool, attispreloaded bool, "
     "attsortkeyord int4, attencodingtype int2, attencrypttype int2",
     R"(WITH all_columns AS (
          SELECT relation_oid, column_name, type_oid, position, type_modifier, NOT is_nullable AS not_null,
                 default_text IS NOT NULL AS has_default, is_distribution_key, sort_order,
                 list_position({encodings}, encoding) - 1 AS encoding_number
          FROM {fact:columns} WHERE database_name = {database} AND NOT is_late_binding
          UNION ALL
          SELECT k.index_oid, c.column_name, c.type_oid, list_position(k.column_names, c.column_name), c.type_modifier,
                 false, false, false, 0, 0
          FROM {fact:constraints} k
          JOIN {fact:columns} c ON c.relation_oid = k.table_oid AND list_contains(k.column_names, c.column_name)
          WHERE k.kind IN ('p', 'u') AND c.database_name = {database})
        SELECT c.relation_oid AS attrelid, c.column_name AS attname, c.type_oid AS atttypid, -1 AS attstattarget,
               coalesce(t.length, -1) AS attlen, c.position AS attnum, 0 AS attndims, -1 AS attcacheoff,
               c.type_modifier AS atttypmod, coalesce(t.length, -1) IN (1, 2, 4, 8) AS attbyval,
               CASE WHEN t.length = -1 THEN 'x' ELSE 'p' END AS attstorage, 'i' AS attalign, c.not_null AS attnotnull,
               c.has_default AS atthasdef, false AS attisdropped, true AS attislocal, 0 AS attinhcount,
               c.is_distribution_key AS attisdistkey, false AS attispreloaded, c.sort_order AS attsortkeyord,
               c.encoding_number AS attencodingtype, 0 AS attencrypttype
        FROM all_columns c LEFT JOIN slipher_types() t ON t.oid = c.type_oid)",
     "columns"},

    {kSchema, "pg_type",
     "typname name, typnamespace oid, typowner int4, typlen int2, typbyval bool, typtype char(1), typisdefined bool, "
     "typdelim char(1), typrelid oid, typelem oid, typinput name, typoutput name, typreceive name, typsend name, "
     "typanalyze name, typalign char(1), typstorage char(1), typnotnull bool, typbasetype oid, typtypmod int4, "
     "typndims int4, typdefaultbin text, typdefault text, oid oid hidden",
     R"(SELECT type_name AS typname, 11 AS typnamespace, 1 AS typowner, length AS typlen,
               length IN (1, 2, 4, 8) AS typbyval, kind AS typtype, true AS typisdefined, ',' AS typdelim, 0 AS typrelid,
               element AS typelem, CASE WHEN type_name LIKE '\_%' ESCAPE '\' THEN 'array_in' ELSE type_name || 'in' END
                 AS typinput,
               CASE WHEN type_name LIKE '\_%' ESCAPE '\' THEN 'array_out' ELSE type_name || 'out' END AS typoutput,
               '-' AS typreceive, '-' AS typsend, '-' AS typanalyze, 'i' AS typalign,
               CASE WHEN length = -1 THEN 'x' ELSE 'p' END AS typstorage, false AS typnotnull, 0 AS typbasetype,
               -1 AS typtypmod, 0 AS typndims, oid
        FROM slipher_types())",
     "types"},

    {kSchema, "pg_index",
     "indexrelid oid, indrelid oid, indkey int2vector, indclass text, indnatts int2, indisunique bool, indisprimary "
     "bool, "
     "indisclustered bool, indexprs text, indpred text",
     R"(SELECT index_oid AS indexrelid, table_oid AS indrelid, column_numbers AS indkey, len(column_numbers) AS indnatts,
               true AS indisunique, kind = 'p' AS indisprimary, false AS indisclustered
        FROM {fact:constraints} WHERE kind IN ('p', 'u'))",
     "primary and unique keys; they are not enforced"},

    {kSchema, "pg_constraint",
     "conname name, connamespace oid, contype char(1), condeferrable bool, condeferred bool, conrelid oid, "
     "contypid oid, confrelid oid, confupdtype char(1), confdeltype char(1), confmatchtype char(1), conkey int2[], "
     "confkey int2[], conbin text, consrc text, oid oid hidden",
     R"(SELECT constraint_name AS conname, schema_oid AS connamespace, kind AS contype, false AS condeferrable,
               false AS condeferred, table_oid AS conrelid, 0 AS contypid, referenced_oid AS confrelid,
               CASE WHEN kind = 'f' THEN 'a' ELSE ' ' END AS confupdtype,
               CASE WHEN kind = 'f' THEN 'a' ELSE ' ' END AS confdeltype,
               CASE WHEN kind = 'f' THEN 'u' ELSE ' ' END AS confmatchtype, column_numbers AS conkey,
               referenced_numbers AS confkey, oid
        FROM {fact:constraints})",
     "primary, unique and foreign keys"},

    {kSchema, "pg_attrdef", "adrelid oid, adnum int2, adbin text, adsrc text, oid oid hidden",
     R"(SELECT relation_oid AS adrelid, position AS adnum, default_text AS adbin, default_text AS adsrc,
               rs_object_oid('default', {database}, schema_name || '.' || relation_name, column_name) AS oid
        FROM {fact:columns} WHERE database_name = {database} AND default_text IS NOT NULL)",
     "defaults of columns"},

    {kSchema, "pg_description", "objoid oid, classoid oid, objsubid int4, description text",
     R"(SELECT object_oid AS objoid, class_oid AS classoid, position AS objsubid, comment_text AS description
        FROM {fact:comments})",
     "comments"},

    {kSchema, "pg_database",
     "datname name, datdba int4, encoding int4, datistemplate bool, datallowconn bool, datlastsysoid oid, "
     "datvacuumxid int8, datfrozenxid int8, dattablespace oid, datconfig text[], datacl text[], oid oid hidden",
     R"(SELECT d.database_name AS datname, u.user_id AS datdba, 6 AS encoding, false AS datistemplate,
               true AS datallowconn, 0 AS datlastsysoid, 0 AS datvacuumxid, 0 AS datfrozenxid, 1663 AS dattablespace, d.oid,
               {acl:d.owner CT} AS datacl
        FROM {fact:databases} d
        LEFT JOIN {fact:users} u ON u.user_name = d.owner
        LEFT JOIN {fact:acls} a ON a.object_kind = 'database' AND a.object_name = d.database_name)",
     "databases"},

    {kSchema, "pg_proc",
     "proname name, pronamespace oid, proowner int4, prolang oid, proisagg bool, prosecdef bool, proisstrict bool, "
     "proretset bool, provolatile char(1), pronargs int2, prorettype oid, proargtypes oidvector, proargnames text[], "
     "prosrc text, probin text, proacl text[], oid oid hidden",
     R"(SELECT function_name AS proname, 11 AS pronamespace, 1 AS proowner, 12 AS prolang, false AS proisagg,
               false AS prosecdef, false AS proisstrict, false AS proretset, 'i' AS provolatile, 0 AS pronargs,
               0 AS prorettype, []::BIGINT[] AS proargtypes, NULL::VARCHAR[] AS proargnames, function_name AS prosrc,
               NULL::VARCHAR[] AS proacl, rs_object_oid('function', '', '', function_name) AS oid
        FROM slipher_functions()
        UNION ALL
        SELECT f.function_name, s.oid, u.user_id, 14, false, false, false, false, left(f.volatility, 1),
               len(f.types), rs_type_oid(f.return_type), list_transform(f.types, lambda t: rs_type_oid(t)), NULL,
               f.body, {acl:f.owner X}, f.oid
        FROM {fact:functions} f
        JOIN {fact:schemas} s ON s.database_name = {database} AND s.schema_name = f.schema_name
        LEFT JOIN {fact:users} u ON u.user_name = f.owner
        LEFT JOIN {fact:acls} a ON a.object_kind = 'function' AND a.schema_name = f.schema_name AND
                                   a.object_name = f.function_name || '(' || f.argument_types || ')'
        UNION ALL
        SELECT p.procedure_name, s.oid, u.user_id, 100356, false, p.security_definer, false, false, 'v',
               len([m FOR m IN p.argument_modes IF m <> 'o']), 0,
               list_transform([t FOR t IN string_split(p.input_types, ', ') IF t <> ''], lambda t: rs_type_oid(t)),
               p.argument_names, p.source_text, {acl:p.owner X},
               rs_object_oid('procedure', {database}, p.schema_name, p.procedure_name || '(' || p.input_types || ')')
        FROM {own:procedures} p
        JOIN {fact:schemas} s ON s.database_name = {database} AND s.schema_name = p.schema_name
        LEFT JOIN {fact:users} u ON u.user_name = p.owner
        LEFT JOIN {fact:acls} a ON a.object_kind = 'procedure' AND a.schema_name = p.schema_name AND
                                   a.object_name = p.procedure_name || '(' || p.input_types || ')')",
     "functions of the system, SQL functions, procedures"},

    {kSchema, "pg_user",
     "usename name, usesysid int4, usecreatedb bool, usesuper bool, usecatupd bool, passwd text, valuntil text, "
     "useconfig text[]",
     R"(SELECT user_name AS usename, user_id AS usesysid, may_create_databases AS usecreatedb, is_superuser AS usesuper,
               user_id = 1 AS usecatupd, valid_until AS valuntil,
               string_split(settings, chr(10)) AS useconfig, '********' AS passwd FROM {fact:users})",
     "database users"},

    {kSchema, "pg_shadow",
     "usename name, usesysid int4, usecreatedb bool, usesuper bool, usecatupd bool, passwd text, valuntil text, "
     "useconfig text[]",
     R"(SELECT user_name AS usename, user_id AS usesysid, may_create_databases AS usecreatedb, is_superuser AS usesuper,
               user_id = 1 AS usecatupd, valid_until AS valuntil,
               string_split(settings, chr(10)) AS useconfig
        FROM {fact:users})",
     "database users"},

    {kSchema, "pg_tables",
     "schemaname name, tablename name, tableowner name, tablespace name, hasindexes bool, hasrules bool, "
     "hastriggers bool",
     R"(SELECT r.schema_name AS schemaname, r.relation_name AS tablename, r.owner AS tableowner,
               r.oid IN (SELECT table_oid FROM {fact:constraints} WHERE kind IN ('p', 'u')) AS hasindexes,
               false AS hasrules, false AS hastriggers
        FROM {fact:relations} r WHERE r.database_name = {database} AND r.kind = 'r')",
     "tables"},

    {kSchema, "pg_views", "schemaname name, viewname name, viewowner name, definition text",
     R"(SELECT schema_name AS schemaname, view_name AS viewname, owner AS viewowner, definition
        FROM {fact:view_texts}
        UNION ALL
        SELECT schema_name, relation_name, owner, NULL FROM {fact:relations}
        WHERE database_name = {database} AND is_system)",
     "views and their texts; those of materialized views begin with CREATE MATERIALIZED VIEW"},

    {kSchema, "pg_table_def",
     "schemaname name, tablename name, column name, type text, encoding text, distkey bool, sortkey int4, notnull bool",
     R"(SELECT c.schema_name AS schemaname, c.relation_name AS tablename, c.column_name AS "column",
               c.type_text AS type, c.encoding, c.is_distribution_key AS distkey, c.sort_order AS sortkey,
               NOT c.is_nullable AS notnull
        FROM {fact:columns} c JOIN {fact:relations} r ON r.oid = c.relation_oid AND r.database_name = c.database_name
        WHERE c.database_name = {database} AND r.kind IN ('r', 'm') AND
              (r.is_temporary OR list_contains({search_path}, c.schema_name))
        ORDER BY c.schema_name, c.relation_name, c.position)",
     "columns of the tables in the schemas of the search path"},
};

}  // namespace

std::span<const SystemView> pg_catalog() { return kViews; }

}  // namespace slipher::engine::families
