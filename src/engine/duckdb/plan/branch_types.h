#pragma once
#include "duckdb.hpp"

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// Fails where the results of CASE or COALESCE have types that Redshift does not match with each other ("CASE types
/// integer and character varying cannot be matched"), and where a literal is none of the type that the others give it,
/// whether it is ever taken or not.
void check_branch_types(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
