#pragma once

namespace duckdb {
class DatabaseInstance;
}

namespace slipher::engine {

/// Teaches a DuckDB instance what rewrite() relies on: functions under rs_ names, operators for more types, and casts
/// whose meaning differs in Redshift (text to number, date, time and boolean; float to text). Also takes away what a
/// table name could do beyond naming a table (FROM 'file.csv'). Call once per instance, before its first query.
void register_functions(duckdb::DatabaseInstance& database);

}  // namespace slipher::engine
