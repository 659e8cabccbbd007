#pragma once
#include <memory>

#include "engine/duckdb/duckdb_warehouse.h"
#include "engine/warehouse.h"

namespace slipher::engine {

/// A session on `warehouse`, which it keeps alive. Throws what DuckDB throws.
std::unique_ptr<Connection> open_connection(std::shared_ptr<DuckDbWarehouse> warehouse,
                                            const ConnectionSettings& settings);

}  // namespace slipher::engine
