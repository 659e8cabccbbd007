#pragma once

namespace duckdb {
class DatabaseInstance;
}

namespace slipher::engine {

/// Registers what the system views' queries are made of. Table functions:
///
/// - slipher_databases(): database_name, oid
/// - slipher_schemas(): database_name, schema_name, oid, is_system
/// - slipher_relations(): tables and views of all databases, the system's included (relations.h)
/// - slipher_columns(): their columns
/// - slipher_types(): pg_type
/// - what activity_functions.h lists
/// - slipher_parameters(): what SHOW ALL shows
/// - slipher_functions(): functions by name
///
/// and scalar functions: rs_object_oid(kind, database, schema, name), rs_format_type(oid, modifier), rs_type_oid(name),
/// and what casts to REGCLASS are made of. Users cannot name any of them.
void register_fact_functions(duckdb::DatabaseInstance& database);

}  // namespace slipher::engine
