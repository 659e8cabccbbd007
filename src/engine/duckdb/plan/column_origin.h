#pragma once
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/plan/plan_pass.h"

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// The origins of the columns that `plan`, bound but not optimized, returns. Follows projections, groups, joins, ORDER
/// BY, LIMIT, DISTINCT and the sides of set operations down to table scans.
std::vector<ColumnOrigin> trace_columns(::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
