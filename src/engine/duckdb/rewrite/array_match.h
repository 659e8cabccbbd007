#pragma once
#include "engine/duckdb/rewrite/rewriter.h"

namespace slipher::engine {

/// What `value operator ANY (array)` becomes: a list of comparisons for the text of an array ('{1,2}', which clients
/// send as a parameter), a search for a value of array type. DuckDB's parser has made a subquery of it, which outer
/// joins do not take. nullptr for a true subquery and for what a subquery does as well.
ParsedPointer rewrite_array_match(::duckdb::ParsedExpression& expression, Rewriter& rewriter);

}  // namespace slipher::engine
