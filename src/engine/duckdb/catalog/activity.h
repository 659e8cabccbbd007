#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "engine/warehouse.h"

namespace slipher::engine {

/// A connection to a warehouse, as stv_sessions and stl_sessions show it. Times are microseconds since 1970.
struct SessionRecord {
  std::int64_t process_id = 0;
  std::string user;
  std::string database;
  std::int64_t started = 0;
  std::int64_t ended = 0;  // 0 = it is there
  /// The transaction that is open; 0 = none.
  std::int64_t transaction_id = 0;
  std::int64_t transaction_started = 0;
  /// The number that statements get while none is open: of the failed transaction that the client has yet to end, or of
  /// the one that the running statement is by itself; 0 = a new one.
  std::int64_t next_transaction_id = 0;
};

/// A transaction in which a statement ran, as sys_transaction_history shows it.
struct TransactionRecord {
  std::int64_t transaction_id = 0;
  std::string user;
  std::int64_t started = 0;
  std::int64_t ended = 0;  // 0 = it is open
  bool committed = false;
  bool is_block = false;  // begun apart from its statements
  bool has_statement = false;
};

/// A statement, as stl_query and sys_query_history show it.
struct QueryRecord {
  std::int64_t query_id = 0;
  std::int64_t transaction_id = 0;
  std::int64_t process_id = 0;
  std::string user;
  std::string database;
  std::string text;   // without secrets
  std::string label;  // query_group
  std::string type;   // see query_type()
  std::int64_t started = 0;
  std::int64_t ended = 0;  // 0 = it is running
  std::int64_t rows = 0;
  std::string error;  // "" = it did not fail
  bool canceled = false;
  std::int64_t caller_id = 0;  // the CALL that it is part of; 0 = none
};

/// A table that a statement read, as stl_scan shows it.
struct ScanRecord {
  std::int64_t query_id = 0;
  std::int32_t step = 0;  // from 0, in the order of the plan
  std::string database;
  std::string schema;
  std::string table;
};

/// A refresh of a materialized view, as svl_mv_refresh_status shows it.
struct RefreshRecord {
  std::string user;
  std::string database;
  std::string schema;
  std::string view;
  std::int64_t process_id = 0;  // 0 = the server itself
  std::int64_t transaction_id = 0;
  bool is_automatic = false;
  std::string status;
  std::int64_t started = 0;
  std::int64_t ended = 0;
};

/// A change of a user, as stl_userlog shows it.
struct UserChange {
  std::int64_t user_id = 0;
  std::string user;
  std::string old_name;  // of RENAME
  std::string action;    // "Create", "Alter", "Rename", "Drop"
  bool may_create_databases = false;
  bool is_superuser = false;
  std::string valid_until;
  std::int64_t process_id = 0;
  std::int64_t transaction_id = 0;
  std::int64_t changed = 0;
};

/// ANALYZE or VACUUM of a table.
struct MaintenanceRecord {
  std::string user;
  std::string database;
  std::string schema;
  std::string table;
  std::string kind;  // "ANALYZE", or VACUUM's "FULL", "SORT ONLY", "DELETE ONLY", "REINDEX", "RECLUSTER"
  std::int64_t rows = 0;
  std::int64_t process_id = 0;
  std::int64_t transaction_id = 0;
  std::int64_t query_id = 0;
  std::int64_t started = 0;
  std::int64_t ended = 0;
};

/// "SELECT", "INSERT", "UPDATE", "DELETE", "COPY", "UNLOAD", "CTAS", "DDL" or "UTILITY": sys_query_history's types.
/// "DDL" is what stl_ddltext records: CREATE and DROP of schemas, tables and views, ALTER SCHEMA and ALTER TABLE.
std::string query_type(std::string_view text);

/// What the sessions of one warehouse do and have done, for the system views: bounded, in memory, gone with the server.
/// Safe to call from any thread. Connections own the records, this class keeps them.
class Activity {
 public:
  static constexpr std::size_t kMaxQueries = 5'000;
  static constexpr std::size_t kMaxTextBytes = std::size_t{8} << 20;  // of all texts together
  static constexpr std::size_t kMaxEndedSessions = 1'000;
  static constexpr std::size_t kMaxScans = 10'000;
  static constexpr std::size_t kMaxTransactions = 5'000;
  /// Of refreshes, of changes of users, of ANALYZE and VACUUM.
  static constexpr std::size_t kMaxEvents = 1'000;

  void open_session(std::int64_t process_id, const std::string& user, const std::string& database);
  void close_session(std::int64_t process_id);

  /// A number for a transaction that begins in this session.
  std::int64_t begin_transaction(std::int64_t process_id);
  enum class End { kCommitted, kRolledBack, kFailed };
  /// After kFailed statements still belong to it, until it is ended once more.
  void end_transaction(std::int64_t process_id, End end);
  /// The transaction that the running statement of the session belongs to.
  std::int64_t transaction_of(std::int64_t process_id);

  /// Takes everything but times and transaction from `query`: the session's open transaction or a new number counts.
  void start_query(QueryRecord query);
  /// Unknown ids, of forgotten queries, are ignored.
  void end_query(std::int64_t query_id, std::int64_t rows, std::string_view error, bool canceled);

  void add_scans(std::vector<ScanRecord> scans);
  /// One that began at `started` and ends now. Takes everything but times and transaction from `refresh`: the open
  /// transaction of the session `process_id` or a new number counts.
  void add_refresh(RefreshRecord refresh, std::int64_t process_id, Timestamp started);
  /// Now, by the session `change.process_id`, in its transaction.
  void add_user_change(UserChange change);
  /// One that began at `started`, by the session `record.process_id`, in its transaction.
  void add_maintenance(MaintenanceRecord record, Timestamp started);

  /// By time of their start or end.
  std::vector<SessionRecord> sessions() const;
  std::vector<QueryRecord> queries() const;
  std::vector<ScanRecord> scans() const;
  std::vector<TransactionRecord> transactions() const;
  std::vector<RefreshRecord> refreshes() const;
  std::vector<UserChange> user_changes() const;
  std::vector<MaintenanceRecord> maintenance() const;

 private:
  void forget_old();
  std::int64_t new_transaction(const std::string& user, bool is_block);
  std::int64_t current_transaction(std::int64_t process_id);
  TransactionRecord* find_transaction(std::int64_t id);

  mutable std::mutex mutex_;
  std::int64_t next_transaction_ = 1'000;
  std::map<std::int64_t, SessionRecord> open_;
  std::deque<SessionRecord> ended_;
  std::deque<QueryRecord> queries_;  // by id
  std::deque<ScanRecord> scans_;
  std::deque<TransactionRecord> transactions_;  // by id
  std::deque<RefreshRecord> refreshes_;
  std::deque<UserChange> user_changes_;
  std::deque<MaintenanceRecord> maintenance_;
  std::size_t text_bytes_ = 0;
};

/// Ends the record of a query when its outcome is known: now, or when the stream of its rows is drained or dropped.
Result<Outcome> recorded(std::shared_ptr<Activity> activity, std::int64_t query_id, Result<Outcome> outcome);

}  // namespace slipher::engine
