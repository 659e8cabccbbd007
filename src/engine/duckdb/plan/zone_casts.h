#pragma once

namespace duckdb {
class ClientContext;
class LogicalOperator;
}  // namespace duckdb

namespace slipher::engine {

/// Makes the implicit casts from text to TIMESTAMPTZ and TIMETZ in a bound plan (INSERT, comparisons, CASE) read what
/// written ones read: DuckDB's time zone extension keeps these two casts to itself, so they cannot be replaced.
void use_own_zone_casts(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
