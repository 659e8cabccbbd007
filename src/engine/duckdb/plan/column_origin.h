#pragma once
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/plan/plan_pass.h"

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// The origins of the columns that `plan`, bound but not optimized, returns. Follows projections, groups, windows,
/// joins, ORDER BY, LIMIT, DISTINCT, WITH and the sides of set operations down to table scans.
std::vector<ColumnOrigin> trace_columns(::duckdb::LogicalOperator& plan);

/// The type of a column that the engine calls one of CHAR(n): of the longest CHAR that it can hold, and VARCHAR when
/// CHAR and VARCHAR meet in it. Any other type as it is.
::duckdb::LogicalType with_char_length(const ::duckdb::LogicalType& type, const ColumnOrigin& origin);

/// Whether a column of `op`, a part of `plan` and no text, holds only NULLs that the query gave no type: DuckDB may
/// take them for INTEGER.
bool is_untyped_null(::duckdb::LogicalOperator& plan, ::duckdb::LogicalOperator& op, std::size_t column);
/// The same for an expression of `op`; whether it may hold them where that cannot be told.
bool is_untyped_null(::duckdb::LogicalOperator& plan, ::duckdb::LogicalOperator& op, const ::duckdb::Expression& value);

}  // namespace slipher::engine
