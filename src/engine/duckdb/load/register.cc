#include "duckdb/main/extension/extension_loader.hpp"
#include "engine/duckdb/load/load.h"
#include "engine/duckdb/load/load_scan.h"
#include "engine/duckdb/load/unload_sink.h"

namespace slipher::engine {

void register_load_functions(::duckdb::DatabaseInstance& database) {
  ::duckdb::ExtensionLoader loader(database, "slipher_load");
  loader.RegisterFunction(load_scan_function());
  loader.RegisterFunction(parallel_unload_function());
  loader.RegisterFunction(serial_unload_function());
}

}  // namespace slipher::engine
