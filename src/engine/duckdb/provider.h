#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/federated.h"
#include "engine/warehouse.h"
#include "objects/object_store.h"

namespace slipher::engine {

/// How DuckDB warehouses are found and run.
struct DuckDbSettings {
  /// DIR/warehouses; one directory per warehouse, made when needed.
  std::string warehouses_directory;
  /// DIR/spill; the engine's temporary files.
  std::string spill_directory;
  /// Warehouses that always exist.
  std::vector<std::string> declared;
  /// Makes a warehouse of any valid identifier when it is first used.
  bool auto_create = true;
  /// Bytes of memory of one warehouse; 0 = 80 % of the machine's, DuckDB's own default.
  std::int64_t memory_limit_bytes = 0;
  /// Threads of one warehouse; 0 = one per processor.
  int threads = 0;
  FederatedSettings federated;
};

/// Embedded warehouses: one DuckDB instance each, opened on first use. `objects` outlives the provider.
std::unique_ptr<WarehouseProvider> duckdb_warehouses(DuckDbSettings settings, objects::ObjectStore& objects);

}  // namespace slipher::engine
