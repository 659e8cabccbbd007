#include "engine/duckdb/catalog/families.h"

/// What is rarer in pg_catalog: views made of other ones, and tables without rows.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "pg_language",
     "lanname name, lanispl bool, lanpltrusted bool, lanplcallfoid oid, lanvalidator oid, lanacl text[], oid oid "
     "hidden",
     R"(SELECT lanname, lanispl, lanpltrusted, oid, {acl:'rdsdb' U} AS lanacl
        FROM (VALUES ('internal', false, false, 12), ('c', false, false, 13), ('sql', false, true, 14),
                     ('plpgsql', true, true, 100356), ('plpythonu', true, false, 16), ('exfunc', true, true, 17))
               AS languages(lanname, lanispl, lanpltrusted, oid)
        LEFT JOIN {fact:acls} a ON a.object_kind = 'language' AND a.object_name = lanname)",
     "languages of functions"},

    {kSchema, "pg_settings",
     "name text, setting text, category text, short_desc text, extra_desc text, context text, vartype text, "
     "source text, min_val text, max_val text",
     R"(SELECT name, setting, 'Session' AS category, 'user' AS context, 'string' AS vartype, 'session' AS source
        FROM slipher_parameters()
        UNION ALL SELECT 'max_index_keys', '32', 'Preset', 'internal', 'integer', 'default')",
     "parameters of the session"},

    {kSchema, "pg_stat_activity",
     "datid oid, datname name, procpid int4, usesysid int4, usename name, current_query text, query_start timestamp",
     R"(SELECT d.oid AS datid, s.database_name AS datname, s.process_id AS procpid, u.user_id AS usesysid,
               s.user_name AS usename, coalesce(q.query_text, '<IDLE>') AS current_query, q.started AS query_start
        FROM slipher_sessions() s
        LEFT JOIN slipher_databases() d ON d.database_name = s.database_name
        LEFT JOIN {fact:users} u ON u.user_name = s.user_name
        LEFT JOIN {fact:queries} q ON q.process_id = s.process_id AND q.ended IS NULL
        WHERE s.ended IS NULL)",
     "sessions and what they run"},

    {kSchema, "pg_rewrite",
     "rulename name, ev_class oid, ev_attr int2, ev_type char(1), is_instead bool, ev_qual text, ev_action text, "
     "oid oid hidden",
     R"(SELECT '_RETURN' AS rulename, oid AS ev_class, -1 AS ev_attr, '1' AS ev_type, true AS is_instead,
               rs_object_oid('rule', {database}, schema_name, view_name) AS oid
        FROM {fact:view_texts})",
     "the rule of each view"},

    {kSchema, "pg_depend",
     "classid oid, objid oid, objsubid int4, refclassid oid, refobjid oid, refobjsubid int4, deptype char(1)",
     R"(SELECT 2618 AS classid, rs_object_oid('rule', {database}, v.schema_name, v.view_name) AS objid, 0 AS objsubid,
               1259 AS refclassid, t.oid AS refobjid, 0 AS refobjsubid, 'n' AS deptype
        FROM {own:view_references} v
        JOIN slipher_relations() t ON t.database_name = {database} AND t.schema_name = v.referenced_schema AND
                                      t.relation_name = v.referenced_name
        UNION ALL
        SELECT 2618, rs_object_oid('rule', {database}, schema_name, view_name), 0, 1259, oid, 0, 'i'
        FROM {fact:view_texts}
        UNION ALL
        SELECT 2606, oid, 0, 1259, table_oid, 0, 'a' FROM {fact:constraints}
        UNION ALL
        SELECT 2606, oid, 0, 1259, referenced_oid, 0, 'n' FROM {fact:constraints} WHERE kind = 'f')",
     "views on what they were made of, keys on their tables"},

    {kSchema, "pg_indexes", "schemaname name, tablename name, indexname name, tablespace name, indexdef text",
     R"(SELECT schema_name AS schemaname, table_name AS tablename, constraint_name AS indexname,
               'CREATE UNIQUE INDEX ' || constraint_name || ' ON ' || schema_name || '.' || table_name ||
                 ' USING btree (' || list_aggregate(column_names, 'string_agg', ', ') || ')' AS indexdef
        FROM {fact:constraints} WHERE kind IN ('p', 'u'))",
     "primary and unique keys"},

    {kSchema, "pg_user_info",
     "usename name, usesysid int4, usecreatedb bool, usesuper bool, usecatupd bool, passwd text, valuntil text, "
     "useconfig text[], useconnlimit text, syslogaccess text",
     R"(SELECT usename, usesysid, usecreatedb, usesuper, usecatupd, passwd, valuntil, useconfig,
               CASE WHEN u.connection_limit < 0 THEN 'UNLIMITED' ELSE u.connection_limit::varchar END AS useconnlimit,
               u.syslog_access AS syslogaccess
        FROM slipher_view('pg_catalog', 'pg_user') p JOIN {fact:users} u ON u.user_id = p.usesysid)",
     "database users"},

    {kSchema, "pg_class_info",
     "reloid oid, relname name, relnamespace oid, reltype oid, relowner int4, relfilenode oid, relpages int4, "
     "reltuples float4, relkind char(1), relnatts int2, reldiststyle int2, relhaspkey bool, relacl text[], "
     "relcreationtime timestamp, releffectivediststyle int4",
     R"(SELECT c.oid AS reloid, c.relname, c.relnamespace, c.reltype, c.relowner, c.relfilenode, c.relpages, c.reltuples,
               c.relkind, c.relnatts, c.reldiststyle, c.relhaspkey, c.relacl, r.created_at AS relcreationtime,
               CASE WHEN c.reldiststyle = 9 THEN 10 ELSE c.reldiststyle END AS releffectivediststyle
        FROM slipher_view('pg_catalog', 'pg_class') c
        LEFT JOIN {fact:relations} r ON r.oid = c.oid AND r.database_name = {database})",
     "pg_class, with when a relation was made"},

    {kSchema, "pg_proc_info",
     "prooid oid, proname name, pronamespace oid, proowner int4, prolang oid, proisagg bool, prosecdef bool, "
     "proisstrict bool, proretset bool, provolatile char(1), pronargs int2, prorettype oid, proargtypes oidvector, "
     "proargnames text[], prosrc text, probin text, proacl text[], prokind char(1), proargmodes text[], "
     "proallargtypes oid[]",
     R"(SELECT p.oid AS prooid, p.proname, p.pronamespace, p.proowner, p.prolang, p.proisagg, p.prosecdef, p.proisstrict,
               p.proretset, p.provolatile, p.pronargs, p.prorettype, p.proargtypes, p.proargnames, p.prosrc, p.probin,
               p.proacl, CASE WHEN p.prolang = 100356 THEN 'p' ELSE 'f' END AS prokind,
               o.argument_modes AS proargmodes, o.types AS proallargtypes
        FROM slipher_view('pg_catalog', 'pg_proc') p
        LEFT JOIN (SELECT rs_object_oid('procedure', {database}, schema_name,
                                        procedure_name || '(' || input_types || ')') AS oid,
                          argument_modes, list_transform(argument_types, lambda t: rs_type_oid(t)) AS types
                   FROM {own:procedures} WHERE list_has_any(argument_modes, ['o', 'b'])) o ON o.oid = p.oid)",
     "functions and procedures"},

    {kSchema, "pg_database_info",
     "datid oid, datname name, datdba int4, encoding int4, datistemplate bool, datallowconn bool, datlastsysoid oid, "
     "datvacuumxid int8, datfrozenxid int8, dattablespace oid, datconfig text[], datacl text[], datconnlimit text",
     R"(SELECT p.oid AS datid, p.datname, p.datdba, p.encoding, p.datistemplate, p.datallowconn, p.datlastsysoid,
               p.datvacuumxid, p.datfrozenxid, p.dattablespace, p.datconfig, p.datacl, d.connection_limit AS datconnlimit
        FROM slipher_view('pg_catalog', 'pg_database') p JOIN {fact:databases} d ON d.oid = p.oid)",
     "databases"},

    {kSchema, "pg_tablespace", "spcname name, spcowner int4, spclocation text, spcacl text[], oid oid hidden",
     R"(SELECT spcname, spcowner, spclocation, oid FROM (VALUES ('pg_default', 1, '', 1663), ('pg_global', 1, '', 1664))
               AS spaces(spcname, spcowner, spclocation, oid))",
     "places of files; their names only"},

    {kSchema, "pg_am", "amname name, amowner int4, amhandler name, oid oid hidden",
     "SELECT 'btree' AS amname, 1 AS amowner, 403 AS oid", "kinds of indexes"},

    {kSchema, "pg_stats",
     "schemaname name, tablename name, attname name, null_frac float4, avg_width int4, n_distinct float4, "
     "most_common_vals text, most_common_freqs text, histogram_bounds text, correlation float4"},
    {kSchema, "pg_statistic",
     "starelid oid, staattnum int2, stanullfrac float4, stawidth int4, stadistinct float4, stakind1 int2, "
     "stakind2 int2, stakind3 int2, stakind4 int2, staop1 oid, staop2 oid, staop3 oid, staop4 oid, stanumbers1 text[], "
     "stanumbers2 text[], stanumbers3 text[], stanumbers4 text[], stavalues1 text[], stavalues2 text[], "
     "stavalues3 text[], stavalues4 text[]"},
    {kSchema, "pg_statistic_indicator",
     "stairelid oid, stairows float4, staiins float4, staidels float4, staiupds float4, stairowsver int8"},
    {kSchema, "pg_prepared_xacts", "transaction int8, gid text, prepared timestamptz, owner name, database name"},
    {kSchema, "pg_library", "name name, language_oid oid, file_store_id int4, owner int4"},
    {kSchema, "pg_external_schema", "esoid oid, eskind int2, esdbname text, esoptions text",
     "SELECT esoid, eskind, databasename AS esdbname, esoptions FROM slipher_view('pg_catalog', "
     "'svv_external_schemas')",
     "external schemas"},
    {kSchema, "pg_trigger",
     "tgrelid oid, tgname name, tgfoid oid, tgtype int2, tgenabled bool, tgisconstraint bool, tgconstrname name, "
     "tgconstrrelid oid, tgdeferrable bool, tginitdeferred bool, tgnargs int2, tgattr text, tgargs text, "
     "oid oid hidden"},
    {kSchema, "pg_rules", "schemaname name, tablename name, rulename name, definition text"},
    {kSchema, "pg_inherits", "inhrelid oid, inhparent oid, inhseqno int4"},
    {kSchema, "pg_operator",
     "oprname name, oprnamespace oid, oprowner int4, oprkind char(1), oprcanhash bool, oprleft oid, oprright oid, "
     "oprresult oid, oprcom oid, oprnegate oid, oprcode name, oid oid hidden"},
    {kSchema, "pg_opclass",
     "opcamid oid, opcname name, opcnamespace oid, opcowner int4, opcintype oid, opcdefault bool, opckeytype oid, "
     "oid oid hidden"},
    {kSchema, "pg_cast", "castsource oid, casttarget oid, castfunc oid, castcontext char(1), oid oid hidden"},
    {kSchema, "pg_conf", "key text, value text",
     R"(SELECT 'pg_class_backup_' || d.oid || '_' || r.oid AS key, 'NO' AS value
        FROM {fact:relations} r JOIN slipher_databases() d ON d.database_name = r.database_name
        WHERE r.backup IS FALSE)",
     "tables with BACKUP NO"},
    {kSchema, "pg_aggregate", "aggfnoid name, aggtransfn name, aggfinalfn name, aggtranstype oid, agginitval text"},
    {kSchema, "pg_conversion",
     "conname name, connamespace oid, conowner int4, conforencoding int4, contoencoding int4, conproc name, "
     "condefault bool, oid oid hidden"},
    {kSchema, "pg_shdepend", "dbid oid, classid oid, objid oid, refclassid oid, refobjid oid, deptype char(1)"},
    {kSchema, "pg_attribute_info",
     "attrelid oid, attname name, atttypid oid, attlen int2, attnum int2, atttypmod int4, attnotnull bool, "
     "atthasdef bool, attisdropped bool, attisdistkey bool, attsortkeyord int4, attencodingtype int2, attacl text[]",
     R"(SELECT attrelid, attname, atttypid, attlen, attnum, atttypmod, attnotnull, atthasdef, attisdropped,
               attisdistkey, attsortkeyord, attencodingtype
        FROM slipher_view('pg_catalog', 'pg_attribute'))",
     "columns"},
};

}  // namespace

std::span<const SystemView> pg_catalog_rest() { return kViews; }

}  // namespace slipher::engine::families
