#pragma once
#include "duckdb.hpp"

namespace slipher::engine {

/// The table function slipher_load(): the rows of the files of the LoadPlan in the connection's context, typed as the
/// plan's columns. Reads with as many threads as the engine gives it, in file order as far as one file goes.
::duckdb::TableFunction load_scan_function();

inline constexpr const char* kLoadScan = "slipher_load";

}  // namespace slipher::engine
