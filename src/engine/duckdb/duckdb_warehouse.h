#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/timer_queue.h"
#include "duckdb.hpp"
#include "engine/duckdb/access/principal_cache.h"
#include "engine/duckdb/catalog/activity.h"
#include "engine/duckdb/connection_pool.h"
#include "engine/duckdb/database_files.h"
#include "engine/duckdb/procedures/procedure_log.h"
#include "engine/duckdb/refresh/auto_refresh.h"
#include "engine/duckdb/table_locks.h"
#include "engine/warehouse.h"
#include "objects/object_store.h"

namespace slipher::engine {

struct DuckDbSettings;

/// One warehouse on DuckDB: an instance in memory with every database file of its directory attached under its name.
class DuckDbWarehouse final : public Warehouse, public std::enable_shared_from_this<DuckDbWarehouse> {
 public:
  /// An instance without databases, not yet any warehouse in particular.
  static Result<std::shared_ptr<DuckDbWarehouse>> start(const DuckDbSettings& settings, objects::ObjectStore& objects);
  /// Opens what is in the directory, making it and the database `dev` when there is none. A file that cannot be opened
  /// is logged and left out; connecting to that database then fails with the reason, naming the file. Called once.
  Result<void> open(const std::string& directory);

  Result<std::unique_ptr<Connection>> connect(const ConnectionSettings& settings) override;
  Result<std::vector<std::string>> list_databases() override;
  Result<std::vector<std::string>> list_schemas(const std::string& database,
                                                const std::optional<std::string>& schema_pattern) override;
  Result<std::vector<TableEntry>> list_tables(const std::string& database, const TableFilter& filter) override;
  Result<std::vector<Column>> describe_table(const std::string& database, const std::optional<std::string>& schema,
                                             const std::optional<std::string>& table) override;
  Result<std::optional<CommitMarker>> find_marker(std::string_view statement_id) override;
  Result<void> forget_markers(const std::vector<std::string>& statement_ids) override;
  std::int64_t memory_bytes() const override;
  Result<void> close() override;

  /// CREATE DATABASE, ALTER DATABASE RENAME and DROP DATABASE. The marker, if any, is found from the moment on that the
  /// database is there, has its new name, or is no more. A database that sessions are connected to, or read, is neither
  /// renamed nor dropped. Fail with kSql.
  Result<void> create_database(const std::string& name, const CommitMarker* marker, const std::string& collation = {});
  Result<void> rename_database(const std::string& from, const std::string& to, const CommitMarker* marker);
  Result<void> drop_database(const std::string& name, const CommitMarker* marker);
  /// kValidation naming the database when there is none, or when its file could not be opened.
  Result<void> check_database(const std::string& name);

  /// False after an internal error of DuckDB's: it then refuses every statement.
  bool is_usable() const;
  /// Lets go of the files, for another instance that takes over. What is committed stays; sessions are lost.
  void abandon();

  ::duckdb::DuckDB& instance() { return *database_; }
  objects::ObjectStore& objects() { return objects_; }
  PrincipalCache& principals() { return principals_; }
  ConnectionPool& pool() { return pool_; }
  std::int64_t next_process_id() { return next_process_id_++; }
  std::int64_t next_query_id() { return next_query_id_++; }
  /// What its sessions do; for the system views.
  const std::shared_ptr<Activity>& activity() const { return activity_; }
  ProcedureLog& procedure_log() { return *procedure_log_; }
  TableLocks& locks() { return locks_; }
  /// Materialized views that refresh themselves.
  AutoRefresh& auto_refresh() { return *auto_refresh_; }
  ViewExtents& view_extents() { return view_extents_; }
  /// For statement_timeout; its thread starts with the first use.
  TimerQueue& timers();

 private:
  explicit DuckDbWarehouse(objects::ObjectStore& objects);
  void start(const DuckDbSettings& settings);
  Result<void> attach(const std::string& name);
  Result<void> open_file(const std::string& name);
  /// From now on sessions may connect, or hear why not.
  Result<void> note_opened(const std::string& name, const Result<void>& opened);
  std::vector<std::string> attached() const;

  // warehouse_databases.cc:
  Result<void> reserve_name(const std::string& name);
  void release_name(const std::string& name);
  bool is_in_use(const std::string& name) const;
  Result<void> shut_out_sessions(const std::string& name);
  void let_sessions_in(const std::string& name);
  Result<void> make_file(const std::string& name, const CommitMarker* marker, const std::string& collation);
  Result<void> carry_principals_to_heir(const std::string& name);
  Result<void> move_file(const std::string& from, const std::string& to, const CommitMarker* marker);
  Result<void> open_renamed(const std::string& name);
  Result<void> settle(const std::string& name);

  DatabaseFiles files_{""};
  objects::ObjectStore& objects_;
  std::unique_ptr<::duckdb::DuckDB> database_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> databases_;  // name -> why it cannot be used; "" = it can
  std::map<std::string, std::string> dropped_;    // id of a DROP DATABASE -> the file that tells of it
  const std::shared_ptr<ProcedureLog> procedure_log_ = std::make_shared<ProcedureLog>();
  std::atomic<std::int64_t> next_process_id_{1'000};
  std::atomic<std::int64_t> next_query_id_{1};
  const std::shared_ptr<Activity> activity_ = std::make_shared<Activity>();
  PrincipalCache principals_;
  TableLocks locks_;
  ViewExtents view_extents_;
  const SystemClock clock_;
  std::unique_ptr<TimerQueue> timers_;
  std::unique_ptr<AutoRefresh> auto_refresh_;  // goes before the instance
  ConnectionPool pool_;                        // as well
};

}  // namespace slipher::engine
