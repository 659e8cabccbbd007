#include "engine/duckdb/duckdb_warehouse.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <system_error>

#include "base/failpoint.h"
#include "base/log.h"
#include "duckdb/main/connection_manager.hpp"
#include "duckdb/main/database_manager.hpp"
#include "duckdb/main/valid_checker.hpp"
#include "duckdb/storage/buffer_manager.hpp"
#include "engine/duckdb/access/principal_store.h"
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
#include "engine/duckdb/markers.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/plan/plan_pass.h"
#include "engine/duckdb/processes.h"
#include "engine/duckdb/provider.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

constexpr std::string_view kFirstDatabase = "dev";
constexpr std::string_view kFileEnding = ".duckdb";
/// Macros with types for their parameters, which SQL functions are, need it; older files are written so from then on.
constexpr const char* kStorage = " (STORAGE_VERSION 'v1.4.0')";

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

Result<void> DuckDbWarehouse::attach(const std::string& name) {
  auto attached = guarded([&]() -> Result<void> {
    ::duckdb::Connection connection(*database_);
    const auto result =
        connection.Query("ATTACH " + quote_text(files_.path(name)) + " AS " + quote_name(name) + kStorage);
    if (result->HasError()) result->ThrowError();
    prepare_database(connection, name);
    const auto views = connection.Query("SELECT 1 FROM " + internal_table(name, "views") +
                                        " WHERE materialized AND auto_refresh LIMIT 1");
    if (!views->HasError() && views->RowCount() > 0) auto_refresh_->enable(name);
    return {};
  });
  std::lock_guard lock(mutex_);
  if (attached) {
    databases_[name].clear();
    return {};
  }
  // The cause names files: it is for the log.
  const auto reason = "database \"" + name + "\" cannot be opened";
  spdlog::error("{}: {}: {}", reason, files_.path(name), attached.error().message);
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

Result<void> DuckDbWarehouse::create_database(const std::string& name, const CommitMarker* marker,
                                              const std::string& collation) {
  if (auto valid = check_database_name(name); !valid) return valid;
  {
    std::lock_guard lock(mutex_);
    if (databases_.contains(name)) return sql_failure("database \"" + name + "\" already exists");
    databases_[name] = "it is being made";
  }
  auto made = make_file(name, marker, collation);
  if (made) made = attach(name);
  if (made) return made;
  files_.remove_unfinished(name);
  std::lock_guard lock(mutex_);
  databases_.erase(name);
  return sql_failure(made.error().message);
}

// The database is made under another name and gets its own when it is whole, its marker included.
Result<void> DuckDbWarehouse::make_file(const std::string& name, const CommitMarker* marker,
                                        const std::string& collation) {
  files_.remove_unfinished(name);
  const auto catalog = "unfinished " + name;  // no database of a user's has a blank
  auto made = guarded([&]() -> Result<void> {
    ::duckdb::Connection connection(*database_);
    const auto run = [&](const std::string& text) {
      const auto result = connection.Query(text);
      if (result->HasError()) result->ThrowError();
    };
    run("ATTACH " + quote_text(files_.unfinished_path(name)) + " AS " + quote_name(catalog) + kStorage);
    prepare_database(connection, catalog);
    if (!collation.empty())
      run("INSERT INTO " + internal_table(catalog, "database_settings") + " VALUES ('collation', " +
          quote_text(collation) + ")");
    if (marker) run(marker_text(catalog, *marker));
    run("CHECKPOINT " + quote_name(catalog));
    run("DETACH " + quote_name(catalog));
    return {};
  });
  if (!made) {
    ::duckdb::Connection(*database_).Query("DETACH DATABASE IF EXISTS " + quote_name(catalog));
    return made;
  }
  failpoint("engine.before_create_database");
  return files_.finish(name);
}

// Where the principals that a database holds go when it is dropped.
std::optional<std::string> DuckDbWarehouse::heir_of(const std::string& name) const {
  const auto names = attached();
  std::optional<std::string> heir;
  // One that could not be opened cannot be read.
  if (std::find(names.begin(), names.end(), name) == names.end()) return heir;
  for (const auto& other : names) {
    if (other != name && (!heir || other == kFirstDatabase)) heir = other;
  }
  return heir;
}

Result<void> DuckDbWarehouse::drop_database(const std::string& name, const CommitMarker* marker) {
  {
    std::lock_guard lock(mutex_);
    if (!databases_.contains(name)) return sql_failure("database \"" + name + "\" does not exist");
  }
  // Before anything else: it may be done and the database still be there.
  if (auto heir = heir_of(name)) {
    ::duckdb::Connection connection(*database_);
    if (auto carried = carry_principals_over(connection, name, *heir); !carried) return carried;
  }
  auto detached = guarded([&]() -> Result<void> {
    ::duckdb::Connection connection(*database_);
    const auto result = connection.Query("DETACH DATABASE IF EXISTS " + quote_name(name));
    if (result->HasError()) result->ThrowError();
    return {};
  });
  if (!detached) return detached;
  failpoint("engine.before_drop_database");
  const auto id = marker ? marker->statement_id : std::string();
  auto dropped = files_.drop(name, id);
  if (!dropped) {
    (void)attach(name);
    return sql_failure(dropped.error().message);
  }
  std::lock_guard lock(mutex_);
  databases_.erase(name);
  if (!dropped->empty()) dropped_[id] = *std::move(dropped);
  return {};
}

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
