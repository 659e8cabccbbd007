#pragma once
#include <string>

#include "engine/duckdb/rewrite/rewriter.h"

namespace slipher::engine {

/// Gives an item of a select list that has no alias the column name that Redshift would give it: a column's own name, a
/// function's name (some have another one, see function_table.h), a cast's column or type, else "?column?". To be
/// called before the item is rewritten.
void name_column(::duckdb::ParsedExpression& item, const Rewriter& rewriter);

}  // namespace slipher::engine
