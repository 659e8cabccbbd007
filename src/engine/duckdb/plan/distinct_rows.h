#pragma once
#include "duckdb.hpp"

namespace duckdb {
class Binder;
class LogicalOperator;
}  // namespace duckdb

namespace slipher::engine {

/// Turns DISTINCT over texts in a bound plan into groups of the texts without their trailing blanks, to which the
/// blanks that each text of the group has are put back: DuckDB would keep the first text of each group beside the
/// group. False, and the plan as it was, where that cannot be done.
bool group_distinct_rows(::duckdb::Binder& binder, ::duckdb::unique_ptr<::duckdb::LogicalOperator>& plan);

}  // namespace slipher::engine
