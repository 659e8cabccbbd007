#pragma once
#include "duckdb/function/aggregate_function.hpp"
#include "engine/duckdb/functions/support.h"

/// What is done to every DECIMAL of more than 18 digits, where the compiler's 128 bits are several times as fast as
/// DuckDB's.
namespace slipher::engine::functions {

/// Whether a cast only gives an exact number more digits, so that no value of it can fail.
bool only_widens(const LogicalType& from, const LogicalType& to);
/// The cast of an expression to a type that only_widens().
BoundPointer widened(BoundPointer child, const LogicalType& type);

/// SUM of DECIMALs that are stored in 128 bits.
::duckdb::AggregateFunction wide_sum(const LogicalType& type);

}  // namespace slipher::engine::functions
