#pragma once

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// Casts that only give an exact number more digits, in what a bound plan computes, as functions::widened(): DuckDB
/// multiplies each value by a power of ten in its own 128 bits, and by 1 too.
void use_own_widening(::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
