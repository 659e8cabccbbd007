#pragma once
#include <cstdint>

#include "duckdb.hpp"

namespace slipher::engine {

/// Redshift types that DuckDB does not have, as DuckDB types with an alias and, where declared, a length. They keep
/// both through tables, projections, CREATE TABLE AS and joins. A cast to one of them by DuckDB checks nothing (CASE,
/// UNION and comparisons cast to them too); lengths are enforced where rows are written, see plan_pass.h.
inline constexpr int kVarcharMaxBytes = 65535;
inline constexpr int kVarcharDefaultBytes = 256;
inline constexpr int kCharMaxBytes = 4096;
inline constexpr int kVarbyteMaxBytes = 16777216;
inline constexpr int kVarbyteDefaultBytes = 64000;

/// rs_varchar(n): VARCHAR of at most n bytes; rs_varchar(n, 1) has the collation CASE_INSENSITIVE.
::duckdb::LogicalType varchar_type(int bytes, bool ignores_case = false);
/// rs_char(n): stored without trailing blanks, shown padded to n.
::duckdb::LogicalType char_type(int bytes);
/// rs_super: VARCHAR that holds compact JSON text. A cast from VARCHAR quotes it as a JSON string, one to VARCHAR takes
/// a string's quotes away; a function of JSON text takes and returns super_type(), to which nothing is cast.
::duckdb::LogicalType super_type();
/// rs_varbyte(n): BLOB of at most n bytes.
::duckdb::LogicalType varbyte_type(int bytes);
/// rs_interval_y2m, INTERVAL with months only; plain INTERVAL is INTERVAL DAY TO SECOND.
::duckdb::LogicalType interval_year_to_month_type();
/// rs_name, rs_oid: NAME (VARCHAR) and OID (BIGINT).
::duckdb::LogicalType name_type();
::duckdb::LogicalType oid_type();
/// rs_geometry (hex EWKB text) and rs_hllsketch (JSON text): VARCHAR that only names its type.
::duckdb::LogicalType geometry_type();
::duckdb::LogicalType hllsketch_type();

enum class DeclaredKind {
  kNone,
  kVarchar,
  kChar,
  kSuper,
  kVarbyte,
  kIntervalYearToMonth,
  kName,
  kOid,
  kGeometry,
  kHllsketch
};

/// What a DuckDB type stands for, with its declared length (0 = none).
struct DeclaredType {
  DeclaredKind kind = DeclaredKind::kNone;
  int bytes = 0;
  /// Collation CASE_INSENSITIVE, of VARCHAR and CHAR only.
  bool ignores_case = false;
};
DeclaredType declared_type(const ::duckdb::LogicalType& type);

/// Makes the types known to a DuckDB instance under the names above, with their casts. Call once, when it is opened.
void register_declared_types(::duckdb::DatabaseInstance& database);

}  // namespace slipher::engine
