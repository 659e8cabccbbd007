#include "engine/duckdb/catalog/families.h"

/// The data catalog: external schemas, databases, tables.
namespace slipher::engine::families {
namespace {

constexpr std::string_view kSchema = "pg_catalog";

constexpr SystemView kViews[] = {
    {kSchema, "svv_external_schemas",
     "esoid oid, eskind int2, schemaname name, esowner int4, databasename text, esoptions text",
     R"(SELECT s.oid AS esoid, 1 AS eskind, e.schema_name AS schemaname, u.user_id AS esowner,
               e.database_name AS databasename,
               CASE WHEN e.role IS NULL THEN CAST(json_object() AS VARCHAR) ELSE CAST(json_object('IAM_ROLE', e.role) AS VARCHAR) END AS esoptions
        FROM {own:external_schemas} e
        LEFT JOIN {fact:schemas} s ON s.database_name = {database} AND s.schema_name = e.schema_name
        LEFT JOIN {fact:users} u ON u.user_name = e.owner
        UNION ALL
        SELECT s.oid, 4, e.schema_name, u.user_id, e.source_database,
               CAST(json_object('SCHEMA', e.source_schema) AS VARCHAR)
        FROM {own:shared_schemas} e
        LEFT JOIN {fact:schemas} s ON s.database_name = {database} AND s.schema_name = e.schema_name
        LEFT JOIN {fact:users} u ON u.user_name = e.owner
        UNION ALL
        SELECT s.oid, 3, e.schema_name, u.user_id, e.source_database,
               CAST(json_object('IAM_ROLE', coalesce(e.role, ''), 'SECRET_ARN', e.secret_arn, 'URI', e.host,
                                'PORT', CAST(e.port AS VARCHAR), 'SCHEMA', e.source_schema) AS VARCHAR)
        FROM {own:federated_schemas} e
        LEFT JOIN {fact:schemas} s ON s.database_name = {database} AND s.schema_name = e.schema_name
        LEFT JOIN {fact:users} u ON u.user_name = e.owner)",
     "external schemas; eskind 1 is the data catalog, 3 a PostgreSQL database, 4 another database of the warehouse"},

    {kSchema, "svv_external_databases", "eskind int4, databasename text, esoptions text",
     R"(SELECT 1 AS eskind, database_name AS databasename, CAST(json_object() AS VARCHAR) AS esoptions
        FROM {own:external_databases})",
     "databases of the data catalog"},

    {kSchema, "svv_external_tables",
     "redshift_database_name text, schemaname text, tablename text, tabletype text, location text, input_format text, "
     "output_format text, serialization_lib text, serde_parameters text, compressed int4, "
     "parameters text",
     R"(SELECT {database} AS redshift_database_name, e.schema_name AS schemaname, t.table_name AS tablename,
               'TABLE' AS tabletype, t.location, t.input_format, t.output_format, t.serde AS serialization_lib,
               CASE WHEN t.format IN ('text', 'csv') THEN CAST(json_object('field.delim', t.delimiter) AS VARCHAR)
                    ELSE CAST(json_object() AS VARCHAR) END AS serde_parameters,
               0 AS compressed, CAST(to_json(map(t.property_names, t.property_values)) AS VARCHAR) AS parameters
        FROM {own:external_tables} t JOIN {own:external_schemas} e USING (database_name)
        UNION ALL
        SELECT {database}, schema_name, table_name, 'TABLE', NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM slipher_federated_tables())",
     "external tables, once for each schema that shows them"},

    {kSchema, "svv_external_columns",
     "redshift_database_name text, schemaname text, tablename text, columnname text, external_type text, columnnum "
     "int4, part_key int4, is_nullable text",
     R"(SELECT {database} AS redshift_database_name, e.schema_name AS schemaname, c.table_name AS tablename,
               c.column_name AS columnname, c.type_text AS external_type, c.position AS columnnum, c.part_key,
               '' AS is_nullable
        FROM {own:external_columns} c JOIN {own:external_schemas} e USING (database_name)
        UNION ALL
        SELECT {database}, schema_name, table_name, column_name, type_text, position, 0,
               CASE WHEN is_nullable THEN 'true' ELSE 'false' END
        FROM slipher_federated_columns())",
     "columns of external tables; part_key is 0, or the place among the partition columns"},

    {kSchema, "svv_external_partitions",
     "schemaname text, tablename text, values text, location text, input_format text, output_format text, "
     "serialization_lib text, serde_parameters text, compressed int4, parameters text",
     R"(SELECT e.schema_name AS schemaname, p.table_name AS tablename,
               CAST(to_json(p.partition_values) AS VARCHAR) AS "values", p.location, t.input_format, t.output_format,
               t.serde AS serialization_lib,
               CASE WHEN t.format IN ('text', 'csv') THEN CAST(json_object('field.delim', t.delimiter) AS VARCHAR)
                    ELSE CAST(json_object() AS VARCHAR) END AS serde_parameters,
               0 AS compressed, CAST(json_object() AS VARCHAR) AS parameters
        FROM {own:external_partitions} p JOIN {own:external_tables} t USING (database_name, table_name)
        JOIN {own:external_schemas} e USING (database_name))",
     "partitions of external tables"},
};

}  // namespace

std::span<const SystemView> svv_external() { return kViews; }

}  // namespace slipher::engine::families
