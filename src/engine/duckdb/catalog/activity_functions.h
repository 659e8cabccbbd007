#pragma once
#include <vector>

#include "duckdb.hpp"
#include "duckdb/function/table_function.hpp"

namespace slipher::engine {

/// Table functions over what a warehouse's sessions do and have done (activity.h): slipher_sessions(),
/// slipher_queries(), slipher_scans(), slipher_transactions(), slipher_refreshes(), slipher_user_changes(),
/// slipher_maintenance(); slipher_locks() tells of table_locks.h, slipher_disk() of the disk that the databases are on.
std::vector<::duckdb::TableFunction> activity_functions();

}  // namespace slipher::engine
