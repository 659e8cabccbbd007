#pragma once
#include "duckdb.hpp"

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// Where DuckDB makes a join of IN (subquery), it casts with its own casts, without those that are registered: text
/// would be taken for JSON, JSON for text. Gives the casts in join conditions the registered ones.
void use_registered_casts(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
