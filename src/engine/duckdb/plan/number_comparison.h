#pragma once
#include "duckdb.hpp"

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// Text and SUPER values beside numbers in the comparisons of a bound plan. DuckDB casts them to the number's type,
/// which fails for what is no number; in Redshift a whole number becomes text beside a text, and a SUPER value that is
/// no number equals none. Casts that the statement wrote stay.
void compare_with_numbers(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
