#include "engine/duckdb/provider.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <map>
#include <mutex>

#include "base/log.h"
#include "engine/duckdb/duckdb_warehouse.h"

namespace slipher::engine {
namespace {

constexpr std::size_t kMaxIdentifierBytes = 64;  // a workgroup's name; a cluster's has at most 63

// Identifiers become directory names: letters, digits and hyphens only, whatever the API let through.
bool is_identifier(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdentifierBytes && id.front() != '-' &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

class Provider final : public WarehouseProvider {
 public:
  Provider(DuckDbSettings settings, objects::ObjectStore& objects)
      : settings_(std::move(settings)),
        objects_(objects),
        spare_(std::async(std::launch::async, [this] { return DuckDbWarehouse::start(settings_, objects_); })) {}

  Result<std::shared_ptr<Warehouse>> find(std::string_view id) override {
    const std::string name(id);
    std::shared_ptr<Slot> slot;
    {
      std::lock_guard lock(mutex_);
      const auto found = slots_.find(name);
      if (found != slots_.end()) {
        slot = found->second;
      } else {
        if (!may_exist(name)) return Error(ErrorCode::kValidation, "Redshift endpoint doesn't exist in this region.");
        slot = slots_.emplace(name, std::make_shared<Slot>()).first->second;
      }
    }
    // One opener at a time, and only for this warehouse.
    std::lock_guard lock(slot->mutex);
    if (slot->warehouse && !slot->warehouse->is_usable()) {
      spdlog::error("warehouse {} has failed and is opened anew", name);
      slot->warehouse->abandon();
      slot->warehouse.reset();
    }
    if (slot->warehouse) return std::shared_ptr<Warehouse>(slot->warehouse);
    auto started = start();
    if (!started) return started.error();
    if (auto opened = (*started)->open(settings_.warehouses_directory + "/" + name); !opened) return opened.error();
    slot->warehouse = *std::move(started);
    return std::shared_ptr<Warehouse>(slot->warehouse);
  }

  std::vector<std::pair<std::string, std::shared_ptr<Warehouse>>> open_warehouses() override {
    std::vector<std::pair<std::string, std::shared_ptr<Slot>>> slots;
    {
      std::lock_guard lock(mutex_);
      slots.assign(slots_.begin(), slots_.end());
    }
    std::vector<std::pair<std::string, std::shared_ptr<Warehouse>>> open;
    for (const auto& [name, slot] : slots) {
      std::lock_guard lock(slot->mutex);
      if (slot->warehouse) open.emplace_back(name, slot->warehouse);
    }
    return open;
  }

 private:
  struct Slot {
    std::mutex mutex;
    std::shared_ptr<DuckDbWarehouse> warehouse;
  };

  Result<std::shared_ptr<DuckDbWarehouse>> start() {
    std::unique_lock lock(mutex_);
    auto spare = std::move(spare_);
    lock.unlock();
    return spare.valid() ? spare.get() : DuckDbWarehouse::start(settings_, objects_);
  }

  bool may_exist(const std::string& name) const {
    if (!is_identifier(name)) return false;
    if (settings_.auto_create) return true;
    if (std::find(settings_.declared.begin(), settings_.declared.end(), name) != settings_.declared.end()) return true;
    std::error_code error;
    return std::filesystem::is_directory(settings_.warehouses_directory + "/" + name, error);
  }

  const DuckDbSettings settings_;
  objects::ObjectStore& objects_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Slot>> slots_;
  /// The first warehouse's instance: it starts while the server does, since that takes longer than a statement.
  std::future<Result<std::shared_ptr<DuckDbWarehouse>>> spare_;
};

}  // namespace

std::unique_ptr<WarehouseProvider> duckdb_warehouses(DuckDbSettings settings, objects::ObjectStore& objects) {
  return std::make_unique<Provider>(std::move(settings), objects);
}

}  // namespace slipher::engine
