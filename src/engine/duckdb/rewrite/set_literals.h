#pragma once
#include <vector>

#include "duckdb.hpp"
#include "duckdb/parser/query_node/set_operation_node.hpp"

namespace slipher::engine {

/// SELECT 10 UNION ALL SELECT '9': a string literal beside another type has that type. DuckDB takes it for a VARCHAR
/// and makes the whole column one. Casts such literals of `sets`, the set operations of `statement`, to the type that
/// the other queries' columns have together; these are found by planning the statement with NULLs in the literals'
/// place. Throws what DuckDB throws.
void type_set_literals(::duckdb::Connection& connection, const ::duckdb::SQLStatement& statement,
                       const std::vector<::duckdb::SetOperationNode*>& sets);

}  // namespace slipher::engine
