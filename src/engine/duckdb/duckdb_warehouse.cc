#include "engine/duckdb/duckdb_warehouse.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "base/log.h"
#include "duckdb/main/connection_manager.hpp"
#include "duckdb/main/valid_checker.hpp"
#include "duckdb/storage/buffer_manager.hpp"
#include "engine/duckdb/access/rights_facts.h"
#include "engine/duckdb/catalog/expand_view.h"
#include "engine/duckdb/catalog/fact_functions.h"
#include "engine/duckdb/database_name.h"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/duckdb_connection.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/external/external_scan.h"
#include "engine/duckdb/external/object_file_system.h"
#include "engine/duckdb/external/pseudo_columns.h"
#include "engine/duckdb/external/unpacked_files.h"
#include "engine/duckdb/federated/federated_scan.h"
#include "engine/duckdb/functions/register.h"
#include "engine/duckdb/load/load.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/plan/plan_pass.h"
#include "engine/duckdb/processes.h"
#include "engine/duckdb/provider.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

constexpr std::string_view kFileEnding = ".duckdb";

// What makes DuckDB behave as Redshift does, or keeps it from reaching out.
void set_options(::duckdb::DBConfig& config, const DuckDbSettings& settings) {
  config.SetOptionByName("old_implicit_casting", true);
  config.SetOptionByName("integer_division", true);
  config.SetOptionByName("default_null_order", "nulls_last_on_asc_first_on_desc");
  config.SetOptionByName("autoload_known_extensions", false);
  config.SetOptionByName("autoinstall_known_extensions", false);
  config.SetOptionByName("allow_community_extensions", false);
  config.SetOptionByName("allow_persistent_secrets", false);
  if (settings.memory_limit_bytes > 0)
    config.SetOptionByName("memory_limit", std::to_string(settings.memory_limit_bytes) + "B");
  if (settings.threads > 0) config.SetOptionByName("threads", ::duckdb::Value::BIGINT(settings.threads));
  if (!settings.spill_directory.empty()) config.SetOptionByName("temp_directory", settings.spill_directory);
}

}  // namespace

DuckDbWarehouse::DuckDbWarehouse(objects::ObjectStore& objects) : objects_(objects) {
  // Numbers that a client may keep should not come again after a restart.
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  next_process_id_ = 1'000'000'000 + seconds.count() % 100'000'000;
  next_query_id_ = seconds.count() * 100;
}

Result<std::shared_ptr<DuckDbWarehouse>> DuckDbWarehouse::start(const DuckDbSettings& settings,
                                                                objects::ObjectStore& objects) {
  return guarded([&]() -> Result<std::shared_ptr<DuckDbWarehouse>> {
    std::shared_ptr<DuckDbWarehouse> warehouse(new DuckDbWarehouse(objects));
    warehouse->start(settings);
    return warehouse;
  });
}

Result<void> DuckDbWarehouse::open(const std::string& directory) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return Error(ErrorCode::kInternal, "cannot make directory " + directory + ": " + error.message());
  return guarded([&]() -> Result<void> {
    files_ = DatabaseFiles(directory);
    auto dropped = files_.tidy();
    if (!dropped) return dropped.error();
    dropped_ = *std::move(dropped);
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
      const auto file = entry->path().filename().string();
      if (!file.ends_with(kFileEnding)) continue;
      const auto name = file.substr(0, file.size() - kFileEnding.size());
      if (!check_database_name(name)) {
        spdlog::warn("not a database name, left alone: {}", entry->path().string());
        continue;
      }
      (void)attach(name);
    }
    if (error) return Error(ErrorCode::kInternal, "cannot read directory " + directory + ": " + error.message());
    // When all of them can be read.
    for (const auto& name : attached()) (void)note_opened(name, settle(name));
    return databases_.empty() ? attach(std::string(kFirstDatabase)) : Result<void>();
  });
}

void DuckDbWarehouse::start(const DuckDbSettings& settings) {
  ::duckdb::DBConfig config;
  set_options(config, settings);
  database_ = std::make_unique<::duckdb::DuckDB>(nullptr, &config);
  register_declared_types(*database_->instance);
  register_functions(*database_->instance);
  register_load_functions(*database_->instance);
  register_process_functions(*database_->instance);
  register_privilege_functions(*database_->instance);
  register_plan_pass(*database_->instance);
  register_object_file_system(*database_->instance, objects_);
  register_unpacked_files(*database_->instance);
  register_fact_functions(*database_->instance);
  register_procedure_log(*database_->instance, procedure_log_);
  register_system_views(*database_->instance);
  register_external_scan(*database_->instance, objects_);
  register_pseudo_columns(*database_->instance);
  register_federated_functions(*database_->instance, settings.federated);
  auto_refresh_ = std::make_unique<AutoRefresh>(*database_, view_extents_, *activity_, clock_);
  ::duckdb::Connection connection(*database_);
  const auto result = connection.Query("SET GLOBAL TimeZone = 'UTC'");
  if (result->HasError()) result->ThrowError();
}

Result<void> DuckDbWarehouse::attach(const std::string& name) { return note_opened(name, open_file(name)); }

Result<void> DuckDbWarehouse::open_file(const std::string& name) {
  return guarded([&]() -> Result<void> {
    ::duckdb::Connection connection(*database_);
    const auto result = connection.Query(attach_statement(files_.path(name), name));
    if (result->HasError()) result->ThrowError();
    prepare_database(connection, name);
    const auto views = connection.Query("SELECT 1 FROM " + internal_table(name, "views") +
                                        " WHERE materialized AND auto_refresh LIMIT 1");
    if (!views->HasError() && views->RowCount() > 0) auto_refresh_->enable(name);
    return {};
  });
}

Result<void> DuckDbWarehouse::note_opened(const std::string& name, const Result<void>& opened) {
  std::lock_guard lock(mutex_);
  if (opened) {
    databases_[name].clear();
    return {};
  }
  // The cause names files: it is for the log.
  const auto reason = "database \"" + name + "\" cannot be opened";
  spdlog::error("{}: {}: {}", reason, files_.path(name), opened.error().message);
  databases_[name] = reason;
  return Error(ErrorCode::kDatabaseConnection, reason);
}

Result<void> DuckDbWarehouse::check_database(const std::string& name) {
  std::lock_guard lock(mutex_);
  const auto found = databases_.find(name);
  if (found == databases_.end())
    return Error(ErrorCode::kValidation, "FATAL: database \"" + name + "\" does not exist");
  if (!found->second.empty()) return Error(ErrorCode::kDatabaseConnection, "FATAL: " + found->second);
  return {};
}

Result<std::unique_ptr<Connection>> DuckDbWarehouse::connect(const ConnectionSettings& settings) {
  if (auto known = check_database(settings.database); !known) return known.error();
  return guarded(
      [&]() -> Result<std::unique_ptr<Connection>> { return open_connection(shared_from_this(), settings); });
}

std::vector<std::string> DuckDbWarehouse::attached() const {
  std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, reason] : databases_) {
    if (reason.empty()) names.push_back(name);
  }
  return names;
}

Result<std::vector<std::string>> DuckDbWarehouse::list_databases() { return attached(); }

TimerQueue& DuckDbWarehouse::timers() {
  std::lock_guard lock(mutex_);
  if (!timers_) timers_ = std::make_unique<TimerQueue>(clock_);
  return *timers_;
}

bool DuckDbWarehouse::is_usable() const { return !::duckdb::ValidChecker::IsInvalidated(*database_->instance); }

void DuckDbWarehouse::abandon() {
  pool_.close();
  // Its files belong to the successor: it must not write to them when its last session goes.
  ::duckdb::DBConfig::GetConfig(*database_->instance).options.checkpoint_on_shutdown = false;
  for (const auto& context : ::duckdb::ConnectionManager::Get(*database_->instance).GetConnectionList())
    context->Interrupt();
}

std::int64_t DuckDbWarehouse::memory_bytes() const {
  return static_cast<std::int64_t>(::duckdb::BufferManager::GetBufferManager(*database_->instance).GetUsedMemory());
}

Result<void> DuckDbWarehouse::close() {
  return guarded([&]() -> Result<void> {
    ::duckdb::Connection connection(*database_);
    for (const auto& name : attached()) {
      const auto result = connection.Query("CHECKPOINT " + quote_name(name));
      if (result->HasError()) result->ThrowError();
    }
    return {};
  });
}

}  // namespace slipher::engine
