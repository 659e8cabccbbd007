#include "engine/duckdb/catalog/families.h"

/// The information schema of the connected database.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "information_schema";

constexpr SystemView kViews[] = {
    {kSchema, "information_schema_catalog_name", "catalog_name varchar(128)", "SELECT {database} AS catalog_name"},

    {kSchema, "schemata",
     "catalog_name varchar(128), schema_name varchar(128), schema_owner varchar(128), "
     "default_character_set_catalog varchar(128), default_character_set_schema varchar(128), "
     "default_character_set_name varchar(128), sql_path varchar(128)",
     R"(SELECT database_name AS catalog_name, schema_name, owner AS schema_owner
        FROM {fact:schemas} WHERE database_name = {database})",
     "schemas"},

    {kSchema, "tables",
     "table_catalog varchar(128), table_schema varchar(128), table_name varchar(128), table_type varchar(128), "
     "self_referencing_column_name varchar(128), reference_generation varchar(128), "
     "user_defined_type_catalog varchar(128), user_defined_type_schema varchar(128), "
     "user_defined_type_name varchar(128)",
     R"(SELECT database_name AS table_catalog, schema_name AS table_schema, relation_name AS table_name,
               CASE WHEN is_temporary THEN 'LOCAL TEMPORARY' WHEN kind = 'r' THEN 'BASE TABLE' ELSE 'VIEW' END
                 AS table_type
        FROM {fact:relations} WHERE database_name = {database})",
     "tables and views"},

    {kSchema, "columns",
     "table_catalog varchar(128), table_schema varchar(128), table_name varchar(128), column_name varchar(128), "
     "ordinal_position int4, column_default text, is_nullable varchar(3), data_type varchar(128), "
     "character_maximum_length int4, character_octet_length int4, numeric_precision int4, "
     "numeric_precision_radix int4, numeric_scale int4, datetime_precision int4, interval_type varchar(128), "
     "interval_precision varchar(128), character_set_catalog varchar(128), character_set_schema varchar(128), "
     "character_set_name varchar(128), collation_catalog varchar(128), collation_schema varchar(128), "
     "collation_name varchar(128), domain_catalog varchar(128), domain_schema varchar(128), domain_name varchar(128), "
     "udt_catalog varchar(128), udt_schema varchar(128), udt_name varchar(128), scope_catalog varchar(128), "
     "scope_schema varchar(128), scope_name varchar(128), maximum_cardinality int4, dtd_identifier varchar(128), "
     "is_self_referencing varchar(3)",
     R"(SELECT database_name AS table_catalog, schema_name AS table_schema, relation_name AS table_name, column_name,
               position AS ordinal_position, default_text AS column_default,
               CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable, plain_type_text AS data_type,
               CASE WHEN type_name IN ('varchar', 'bpchar') THEN characters END AS character_maximum_length,
               CASE WHEN type_name IN ('varchar', 'bpchar') THEN characters END AS character_octet_length,
               precision AS numeric_precision,
               CASE WHEN type_name = 'numeric' THEN 10 WHEN precision IS NOT NULL THEN 2 END AS numeric_precision_radix,
               scale AS numeric_scale,
               CASE WHEN type_name IN ('time', 'timetz', 'timestamp', 'timestamptz') THEN 6 END AS datetime_precision,
               database_name AS udt_catalog, 'pg_catalog' AS udt_schema, type_name AS udt_name,
               position AS dtd_identifier, 'NO' AS is_self_referencing
        FROM {fact:columns} WHERE database_name = {database} AND NOT is_late_binding)",
     "columns, but for those of late-binding views"},

    {kSchema, "views",
     "table_catalog varchar(128), table_schema varchar(128), table_name varchar(128), view_definition text, "
     "check_option varchar(128), is_updatable varchar(3), is_insertable_into varchar(3)",
     R"(SELECT {database} AS table_catalog, schemaname AS table_schema, viewname AS table_name,
               definition AS view_definition, 'NONE' AS check_option, 'NO' AS is_updatable, 'NO' AS is_insertable_into
        FROM slipher_view('pg_catalog', 'pg_views'))",
     "views and their texts"},

    {kSchema, "table_constraints",
     "constraint_catalog varchar(128), constraint_schema varchar(128), constraint_name varchar(128), "
     "table_catalog varchar(128), table_schema varchar(128), table_name varchar(128), constraint_type varchar(128), "
     "is_deferrable varchar(3), initially_deferred varchar(3)",
     R"(SELECT {database} AS constraint_catalog, schema_name AS constraint_schema, constraint_name,
               {database} AS table_catalog, schema_name AS table_schema, table_name,
               CASE kind WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' ELSE 'FOREIGN KEY' END AS constraint_type,
               'NO' AS is_deferrable, 'NO' AS initially_deferred
        FROM {fact:constraints})",
     "keys"},

    {kSchema, "key_column_usage",
     "constraint_catalog varchar(128), constraint_schema varchar(128), constraint_name varchar(128), "
     "table_catalog varchar(128), table_schema varchar(128), table_name varchar(128), column_name varchar(128), "
     "ordinal_position int4",
     R"(SELECT {database} AS constraint_catalog, schema_name AS constraint_schema, constraint_name,
               {database} AS table_catalog, schema_name AS table_schema, table_name, unnest(column_names) AS column_name,
               generate_subscripts(column_names, 1) AS ordinal_position
        FROM {fact:constraints})",
     "columns of keys"},

    {kSchema, "constraint_column_usage",
     "table_catalog varchar(128), table_schema varchar(128), table_name varchar(128), column_name varchar(128), "
     "constraint_catalog varchar(128), constraint_schema varchar(128), constraint_name varchar(128)",
     R"(SELECT {database} AS table_catalog, coalesce(referenced_schema, schema_name) AS table_schema,
               coalesce(referenced_table, table_name) AS table_name,
               unnest(CASE WHEN kind = 'f' THEN referenced_columns ELSE column_names END) AS column_name,
               {database} AS constraint_catalog, schema_name AS constraint_schema, constraint_name
        FROM {fact:constraints})",
     "columns that keys refer to"},

    {kSchema, "constraint_table_usage",
     "table_catalog varchar(128), table_schema varchar(128), table_name varchar(128), constraint_catalog varchar(128), "
     "constraint_schema varchar(128), constraint_name varchar(128)",
     R"(SELECT {database} AS table_catalog, coalesce(referenced_schema, schema_name) AS table_schema,
               coalesce(referenced_table, table_name) AS table_name, {database} AS constraint_catalog,
               schema_name AS constraint_schema, constraint_name
        FROM {fact:constraints})",
     "tables that keys refer to"},

    {kSchema, "referential_constraints",
     "constraint_catalog varchar(128), constraint_schema varchar(128), constraint_name varchar(128), "
     "unique_constraint_catalog varchar(128), unique_constraint_schema varchar(128), "
     "unique_constraint_name varchar(128), match_option varchar(128), update_rule varchar(128), "
     "delete_rule varchar(128)",
     R"(SELECT {database} AS constraint_catalog, f.schema_name AS constraint_schema, f.constraint_name,
               {database} AS unique_constraint_catalog, p.schema_name AS unique_constraint_schema,
               p.constraint_name AS unique_constraint_name, 'NONE' AS match_option, 'NO ACTION' AS update_rule,
               'NO ACTION' AS delete_rule
        FROM {fact:constraints} f
        LEFT JOIN {fact:constraints} p ON p.kind IN ('p', 'u') AND p.table_oid = f.referenced_oid AND
                                          p.column_names = f.referenced_columns
        WHERE f.kind = 'f')",
     "foreign keys"},

    {kSchema, "view_table_usage",
     "view_catalog varchar(128), view_schema varchar(128), view_name varchar(128), table_catalog varchar(128), "
     "table_schema varchar(128), table_name varchar(128)",
     R"(SELECT {database} AS view_catalog, schema_name AS view_schema, view_name, {database} AS table_catalog,
               referenced_schema AS table_schema, referenced_name AS table_name
        FROM {own:view_references})",
     "what views were made of"},

    {kSchema, "table_privileges",
     "grantor varchar(128), grantee varchar(128), table_catalog varchar(128), table_schema varchar(128), "
     "table_name varchar(128), privilege_type varchar(128), is_grantable varchar(3), with_hierarchy varchar(3)",
     R"(SELECT r.owner AS grantor, r.owner AS grantee, r.database_name AS table_catalog, r.schema_name AS table_schema,
               r.relation_name AS table_name, p.privilege_type, 'YES' AS is_grantable, 'NO' AS with_hierarchy
        FROM {fact:relations} r,
             (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('REFERENCES')) AS p(privilege_type)
        WHERE r.database_name = {database} AND NOT r.is_system
        UNION ALL
        SELECT grantor, grantee_name, {database}, schema_name, object_name, privilege,
               CASE WHEN grantable THEN 'YES' ELSE 'NO' END, 'NO'
        FROM {fact:privileges} WHERE object_kind = 'relation' AND column_name = '')",
     "what owners may do, and what was granted"},

    {kSchema, "role_table_grants",
     "grantor varchar(128), grantee varchar(128), table_catalog varchar(128), table_schema varchar(128), "
     "table_name varchar(128), privilege_type varchar(128), is_grantable varchar(3), with_hierarchy varchar(3)",
     R"(SELECT grantor, grantee, table_catalog, table_schema, table_name, privilege_type, is_grantable, with_hierarchy
        FROM slipher_view('information_schema', 'table_privileges'))",
     "what owners may do"},

    {kSchema, "routines",
     "specific_catalog varchar(128), specific_schema varchar(128), specific_name varchar(256), "
     "routine_catalog varchar(128), routine_schema varchar(128), routine_name varchar(128), routine_type varchar(128), "
     "module_catalog varchar(128), module_schema varchar(128), module_name varchar(128), udt_catalog varchar(128), "
     "udt_schema varchar(128), udt_name varchar(128), data_type varchar(128), character_maximum_length int4, "
     "character_octet_length int4, numeric_precision int4, numeric_precision_radix int4, numeric_scale int4, "
     "datetime_precision int4, interval_type varchar(128), interval_precision varchar(128), "
     "type_udt_catalog varchar(128), type_udt_schema varchar(128), type_udt_name varchar(128), "
     "dtd_identifier varchar(128), routine_body varchar(128), routine_definition text, external_name varchar(128), "
     "external_language varchar(128), parameter_style varchar(128), is_deterministic varchar(3), "
     "sql_data_access varchar(128), is_null_call varchar(3), security_type varchar(128)",
     R"(SELECT {database} AS specific_catalog, n.nspname AS specific_schema, p.proname || '_' || p.prooid AS specific_name,
               {database} AS routine_catalog, n.nspname AS routine_schema, p.proname AS routine_name,
               CASE WHEN p.prokind = 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS routine_type,
               nullif(rs_format_type(p.prorettype, -1), '???') AS data_type, 'EXTERNAL' AS routine_body,
               p.prosrc AS routine_definition, upper(l.lanname) AS external_language, 'GENERAL' AS parameter_style,
               CASE WHEN p.provolatile = 'i' THEN 'YES' ELSE 'NO' END AS is_deterministic,
               'MODIFIES' AS sql_data_access, CASE WHEN p.proisstrict THEN 'YES' ELSE 'NO' END AS is_null_call,
               CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'INVOKER' END AS security_type
        FROM slipher_view('pg_catalog', 'pg_proc_info') p
        JOIN slipher_view('pg_catalog', 'pg_namespace') n ON n.oid = p.pronamespace
        LEFT JOIN slipher_view('pg_catalog', 'pg_language') l ON l.oid = p.prolang)",
     "functions and procedures"},

    {kSchema, "column_privileges",
     "grantor varchar(128), grantee varchar(128), table_catalog varchar(128), table_schema varchar(128), "
     "table_name varchar(128), column_name varchar(128), privilege_type varchar(128), is_grantable varchar(3)"},
    {kSchema, "usage_privileges",
     "grantor varchar(128), grantee varchar(128), object_catalog varchar(128), object_schema varchar(128), "
     "object_name varchar(128), object_type varchar(128), privilege_type varchar(128), is_grantable varchar(3)"},
    {kSchema, "routine_privileges",
     "grantor varchar(128), grantee varchar(128), specific_catalog varchar(128), specific_schema varchar(128), "
     "specific_name varchar(256), routine_catalog varchar(128), routine_schema varchar(128), "
     "routine_name varchar(128), privilege_type varchar(128), is_grantable varchar(3)"},
    {kSchema, "parameters",
     "specific_catalog varchar(128), specific_schema varchar(128), specific_name varchar(256), ordinal_position int4, "
     "parameter_mode varchar(128), is_result varchar(3), as_locator varchar(3), parameter_name varchar(128), "
     "data_type varchar(128), udt_catalog varchar(128), udt_schema varchar(128), udt_name varchar(128)",
     R"(WITH routines AS (
          SELECT n.nspname, p.proname || '_' || p.prooid AS specific_name, p.proargnames AS names, p.proargmodes AS modes,
                 coalesce(p.proallargtypes, p.proargtypes::bigint[]) AS types
          FROM slipher_view('pg_catalog', 'pg_proc_info') p
          JOIN slipher_view('pg_catalog', 'pg_namespace') n ON n.oid = p.pronamespace)
        SELECT {database} AS specific_catalog, r.nspname AS specific_schema, r.specific_name, s.n AS ordinal_position,
               CASE r.modes[s.n] WHEN 'o' THEN 'OUT' WHEN 'b' THEN 'INOUT' ELSE 'IN' END AS parameter_mode,
               'NO' AS is_result, 'NO' AS as_locator, nullif(r.names[s.n], '') AS parameter_name,
               rs_format_type(r.types[s.n], -1) AS data_type, {database} AS udt_catalog, 'pg_catalog' AS udt_schema,
               t.type_name AS udt_name
        FROM routines r CROSS JOIN unnest(range(1, len(r.types) + 1)) AS s(n)
        LEFT JOIN slipher_types() t ON t.oid = r.types[s.n])",
     "arguments of functions and procedures"},
    {kSchema, "applicable_roles", "grantee varchar(128), role_name varchar(128), is_grantable varchar(3)",
     R"(SELECT user_name AS grantee, role_name, CASE WHEN admin_option THEN 'YES' ELSE 'NO' END AS is_grantable
        FROM slipher_view('pg_catalog', 'svv_user_grants') WHERE user_name = {user})",
     "roles of the user"},
    {kSchema, "enabled_roles", "role_name varchar(128)"},
    {kSchema, "sql_features",
     "feature_id varchar(128), feature_name varchar(128), sub_feature_id varchar(128), sub_feature_name varchar(128), "
     "is_supported varchar(3), is_verified_by varchar(128), comments varchar(128)"},
    {kSchema, "check_constraints",
     "constraint_catalog varchar(128), constraint_schema varchar(128), constraint_name varchar(128), "
     "check_clause text"},
    {kSchema, "triggers",
     "trigger_catalog varchar(128), trigger_schema varchar(128), trigger_name varchar(128), "
     "event_manipulation varchar(128), event_object_catalog varchar(128), event_object_schema varchar(128), "
     "event_object_table varchar(128), action_order int4, action_condition text, action_statement text"},
    {kSchema, "domains",
     "domain_catalog varchar(128), domain_schema varchar(128), domain_name varchar(128), data_type varchar(128), "
     "character_maximum_length int4, numeric_precision int4, numeric_scale int4, domain_default text"},
    {kSchema, "sequences",
     "sequence_catalog varchar(128), sequence_schema varchar(128), sequence_name varchar(128), "
     "data_type varchar(128), numeric_precision int4, numeric_scale int4, maximum_value text, minimum_value text, "
     "increment text, cycle_option varchar(3)"},
};

}  // namespace

std::span<const SystemView> information_schema() { return kViews; }

}  // namespace slipher::engine::families
