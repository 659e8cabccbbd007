#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/metrics.h"
#include "base/result.h"
#include "base/timer_queue.h"
#include "engine/warehouse.h"
#include "sql/parameters.h"
#include "statements/limits.h"
#include "store/store.h"

namespace slipher::statements {

/// Called once, from any thread, with an answer that came later.
template <class T>
using Completion = std::function<void(Result<T>)>;

/// Who asks. Statements and sessions belong to `principal`; an administrator sees all.
struct Requester {
  std::string principal;  // "arn:aws:iam::123456789012:user/root"
  bool is_administrator = false;
};

/// The target and credentials of a new connection, already resolved by the API: secret read, user known.
struct Target {
  std::string warehouse;  // identifier: the cluster's, or the workgroup's name
  bool is_workgroup = false;
  std::string warehouse_name;  // as the caller wrote it
  std::string database;
  std::string db_user;
  bool db_user_given = false;  // echo db_user
  std::string secret_arn;
};

/// ExecuteStatement or BatchExecuteStatement, decoded and checked.
struct Submission {
  Requester requester;
  std::optional<Target> target;  // exactly one of target and session_id
  std::optional<std::string> session_id;
  std::vector<std::string> sqls;
  bool is_batch = false;
  bool auto_commit = false;
  std::optional<std::string> execution_mode;
  std::vector<sql::Parameter> parameters;
  std::optional<std::string> client_token;
  std::string request_hash;  // of the request without its token; the same token with another hash is refused
  std::string statement_name;
  bool with_event = false;
  bool csv = false;
  std::optional<std::string> result_format;
  std::optional<std::int64_t> session_keep_alive_seconds;
  std::optional<seconds> wait;  // WaitTimeSeconds
};

/// A statement (state of the moment), as the durable record says. `sub` picks a sub-statement (0-based) when the id
/// asked for had a ":n".
struct View {
  std::shared_ptr<const store::StatementRecord> record;
  std::optional<std::size_t> sub;
};

/// A page of a result, still to be wrapped by the API.
struct ResultPage {
  std::vector<engine::Column> columns;
  std::int64_t total_rows = 0;
  /// Records, encoded: the inside of the JSON array `Records` (JSON format: rows; CSV: {"CSVRecords": "..."} objects).
  std::string records_json;
  /// Number of the next page; absent at the end.
  std::optional<std::size_t> next_page;
};

/// The life of statements: accepts, runs, stores, waits, cancels, recovers. Safe to call from any thread; no call waits
/// for SQL. Owns the runner threads and the sessions.
class Service {
 public:
  struct Dependencies {
    const Clock& clock;
    IdSource& ids;
    TimerQueue& timers;
    Metrics& metrics;
    store::Store& store;
    engine::WarehouseProvider& warehouses;
    std::string results_directory;
    std::string region = "us-east-1";
    std::string account = "000000000000";
  };

  /// Settles what an earlier process left behind, then starts the runners.
  static Result<std::unique_ptr<Service>> start(Dependencies dependencies, Limits limits);
  virtual ~Service() = default;

  /// Answers once the statement is durable or, with `wait`, once it ended or the wait ran out. A repeated ClientToken
  /// gives the first statement.
  virtual void submit(Submission submission, Completion<View> done) = 0;
  /// With `wait`, answers when the statement (or sub-statement) ended or the wait ran out, with the state of the
  /// moment. kResourceNotFound "Query does not exist." for unknown and foreign ids; kValidation for one that expired.
  virtual void describe(const Requester& requester, const std::string& id, std::optional<seconds> wait,
                        Completion<View> done) = 0;
  /// Records the wish and interrupts; answers once recorded.
  virtual void cancel(const Requester& requester, const std::string& id, Completion<bool> done) = 0;
  /// `csv`: asked by GetStatementResultV2. `page` comes from ResultPage::next_page, 0 first.
  virtual void result_page(const Requester& requester, const std::string& id, bool csv, std::size_t page,
                           std::optional<seconds> wait, Completion<ResultPage> done) = 0;

  virtual Result<std::vector<store::StatementRecord>> list_statements(const store::StatementFilter& filter) = 0;
  /// Sessions as they are now; `status` = AVAILABLE, BUSY, CLOSED or absent for the first two.
  struct SessionView {
    store::SessionRecord record;
    std::string status;
    std::optional<std::string> current_statement_id;
  };
  virtual Result<std::vector<SessionView>> list_sessions(const store::SessionFilter& filter,
                                                         const std::optional<std::string>& status) = 0;
  /// One session by id; kResourceNotFound when it never existed or is not the requester's.
  virtual Result<SessionView> find_session(const Requester& requester, const std::string& id) = 0;

  /// Runs a metadata call (ListTables ...) on a runner thread, so that the caller's thread never waits for the engine.
  virtual Result<void> run_on_warehouse(const std::string& warehouse,
                                        std::function<void(Result<std::shared_ptr<engine::Warehouse>>)> work) = 0;

  /// Takes no more statements, gives the running ones `grace`, interrupts the rest, writes what is left, joins.
  virtual void stop(seconds grace) = 0;
};

}  // namespace slipher::statements
