#pragma once
#include "duckdb.hpp"
#include "duckdb/function/copy_function.hpp"

namespace slipher::engine {

inline constexpr const char* kParallelUnload = "slipher_unload";
inline constexpr const char* kSerialUnload = "slipher_unload_serial";

/// Copy functions that write a query's rows as the UnloadPlan in the connection's context says. The parallel one gives
/// each thread files of its own (PARALLEL ON), the serial one keeps the rows' order.
::duckdb::CopyFunction parallel_unload_function();
::duckdb::CopyFunction serial_unload_function();

}  // namespace slipher::engine
