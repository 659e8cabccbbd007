#pragma once
#include "duckdb.hpp"
#include "duckdb/function/aggregate_function.hpp"

namespace slipher::engine::functions {

/// MAX or MIN of SUPER values by what they are, not by their JSON text: 100 is more than 9. `type` is SUPER.
::duckdb::AggregateFunction super_extreme(bool greatest, const ::duckdb::LogicalType& type);

}  // namespace slipher::engine::functions
