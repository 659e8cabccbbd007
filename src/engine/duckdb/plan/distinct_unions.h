#pragma once
#include "duckdb.hpp"

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// Turns UNION over texts in a bound plan into UNION ALL with DISTINCT above, INTERSECT and EXCEPT into a join below
/// it, so that what is equal can be said as it is elsewhere: trailing blanks, SUPER values, and case for UNION.
void distinct_unions(::duckdb::unique_ptr<::duckdb::LogicalOperator>& plan);

}  // namespace slipher::engine
