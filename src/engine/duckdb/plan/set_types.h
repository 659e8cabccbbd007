#pragma once
#include "duckdb.hpp"

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// "UNION types integer and character varying cannot be matched": DuckDB would make texts of both. Throws it for set
/// operations of a plan that is bound but not optimized.
void check_set_types(::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
