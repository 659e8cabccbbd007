#pragma once
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/warehouse.h"

namespace slipher::statements {

/// Commit markers in the engine whose statements are settled in the store: they are forgotten in batches, now and then.
/// Those that a crash leaves behind are a few small rows that harm nothing.
class MarkerCleaner {
 public:
  void add(const std::string& warehouse, std::string marker_id);
  /// Forgets what was collected. Waits for the engine: not on a client's or the store's thread.
  void clean(engine::WarehouseProvider& warehouses);

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<std::string>> settled_;  // by warehouse
};

}  // namespace slipher::statements
