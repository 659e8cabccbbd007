#pragma once
#include "duckdb.hpp"

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// FROM t, t.items AS item: unnests the items of each row where the row is, in their order, instead of joining the
/// table with the unnested items of its distinct values, which is what the engine's planner makes of a lateral
/// subquery.
void unnest_directly(::duckdb::unique_ptr<::duckdb::LogicalOperator>& plan);

}  // namespace slipher::engine
