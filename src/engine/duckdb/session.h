#pragma once
#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/duckdb_warehouse.h"
#include "engine/duckdb/procedures/cursors.h"
#include "engine/duckdb/session_context.h"
#include "engine/duckdb/statement_runner.h"
#include "engine/warehouse.h"
#include "sql/session_statements.h"

namespace slipher::engine {

/// What the statements of one connection share: DuckDB's connection, the context, prepared statements. Lowering code
/// (lowering/*.h) works on it. It knows nothing of transactions: DuckDbConnection has opened one before it is used.
class Session {
 public:
  Session(std::shared_ptr<DuckDbWarehouse> warehouse, const ConnectionSettings& settings);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Name parts as the statement had them -> {schema, name} of an object that is to be made or named in the connected
  /// database; the first schema of the search path where none is given. Fails for another database.
  struct ObjectName {
    std::string schema;
    std::string name;
  };
  Result<ObjectName> resolve_new(const std::vector<std::string>& parts) const;
  /// As above for an object that exists: unqualified names are looked up along the search path; schema "" = a temporary
  /// table. Fails with `relation "x" does not exist`.
  Result<ObjectName> resolve_existing(const std::vector<std::string>& parts);
  /// "dev"."public"."t"; a temporary one's bare name, which comes before all others.
  std::string quoted(const ObjectName& object) const;

  /// SET is undone when the transaction that it ran in is rolled back, SET LOCAL at its end.
  struct SavedSettings {
    std::vector<std::string> search_path;
    std::map<std::string, std::string, std::less<>> settings;
    std::optional<std::string> user = {};  // who SET SESSION AUTHORIZATION was run as
  };
  SavedSettings save_settings() const { return {context_.search_path, context_.settings}; }
  /// Call between transactions. Throws what DuckDB throws.
  void restore_settings(SavedSettings saved);

  /// Points DuckDB's search path at session.search_path; schemas that do not exist are skipped.
  void apply_search_path();

  DuckDbWarehouse& warehouse() { return *warehouse_; }
  ::duckdb::Connection& connection() { return *connection_; }
  const SessionContext& context() const { return context_; }
  SessionContext& context() { return context_; }
  StatementRunner& runner() { return runner_; }
  const std::vector<sql::Parameter>& parameters() const { return *parameters_; }
  std::atomic<bool>& interrupted() { return interrupted_; }
  /// Command::marker of the running statement.
  const CommitMarker* marker() const { return marker_; }

  /// Gives back the ones before. For statements inside of a statement, which see other parameters or none.
  const std::vector<sql::Parameter>* exchange_parameters(const std::vector<sql::Parameter>* parameters) {
    return std::exchange(parameters_, parameters);
  }

  /// A statement may have changed what the next session on this DuckDB connection would see; or it failed, which nobody
  /// analyses further.
  void has_left_traces() { has_left_traces_ = true; }

  /// Sets what belongs to the statement that starts now.
  void start_statement(const Command& command);
  /// For a statement inside of the running one.
  std::int64_t next_query_id();

  /// PREPARE's statements by name.
  std::map<std::string, sql::Prepare, std::less<>> prepared;
  Cursors cursors;

  /// For access/acting.h alone.
  Acting acting;

 private:
  std::shared_ptr<DuckDbWarehouse> warehouse_;
  std::unique_ptr<::duckdb::Connection> connection_;  // of the warehouse's pool
  SessionContext context_;
  std::atomic<bool> interrupted_{false};
  StatementRunner runner_;
  const std::vector<sql::Parameter>* parameters_;
  const CommitMarker* marker_ = nullptr;
  const std::function<std::int64_t()>* next_query_id_ = nullptr;  // the running statement's
  bool has_left_traces_ = false;
  bool misses_schemas_ = false;  // a schema of the search path was not there when it was last applied
};

}  // namespace slipher::engine
