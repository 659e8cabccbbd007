#pragma once
#include "duckdb.hpp"
#include "duckdb/planner/logical_operator.hpp"

namespace duckdb {
class Binder;
}

namespace slipher::engine {

/// UPDATE ... FROM changes, and counts, a row once however many rows it is joined with: any one of them gives the
/// values. With error_on_nondeterministic_update more than one is an error.
void update_rows_once(::duckdb::ClientContext& context, ::duckdb::Binder& binder, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
