#include "statements/marker_cleaner.h"

#include <utility>

#include "base/log.h"

namespace slipher::statements {

void MarkerCleaner::add(const std::string& warehouse, std::string marker_id) {
  std::lock_guard lock(mutex_);
  settled_[warehouse].push_back(std::move(marker_id));
}

void MarkerCleaner::clean(engine::WarehouseProvider& warehouses) {
  std::map<std::string, std::vector<std::string>> settled;
  {
    std::lock_guard lock(mutex_);
    settled.swap(settled_);
  }
  for (const auto& [id, markers] : settled) {
    const auto warehouse = warehouses.find(id);
    if (!warehouse) continue;
    if (auto forgotten = (*warehouse)->forget_markers(markers); !forgotten) {
      spdlog::warn("warehouse {}: {} commit markers stay: {}", id, markers.size(), forgotten.error().message);
    }
  }
}

}  // namespace slipher::statements
