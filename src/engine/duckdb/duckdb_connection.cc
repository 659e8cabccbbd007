#include "engine/duckdb/duckdb_connection.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

#include "base/blocked_section.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "duckdb/main/attached_database.hpp"
#include "duckdb/transaction/meta_transaction.hpp"
#include "engine/duckdb/access_mode.h"
#include "engine/duckdb/catalog/statement_record.h"
#include "engine/duckdb/external/insert_external.h"
#include "engine/duckdb/lock_checks.h"
#include "engine/duckdb/lowering/late_binding.h"
#include "engine/duckdb/lowering/lowering.h"
#include "engine/duckdb/markers.h"
#include "engine/duckdb/procedures/call_chain.h"
#include "engine/duckdb/processes.h"
#include "engine/duckdb/session.h"
#include "engine/duckdb/statement_deadline.h"
#include "engine/duckdb/termination.h"
#include "engine/duckdb/transaction_settings.h"
#include "sql/name_case.h"
#include "sql/tree.h"

namespace slipher::engine {
namespace {

/// How long a statement waits for a transaction that changes the same rows, and between two looks. Redshift's writers
/// wait for each other's table locks; DuckDB's fail at once, and try again here as long as nothing is lost by that.
constexpr std::chrono::seconds kConflictWait{60};
constexpr std::chrono::milliseconds kConflictFirstPause{2};
constexpr std::chrono::milliseconds kConflictLongestPause{100};

bool is_conflict(const Error& error) { return error.message.starts_with(kConflictPrefix); }

sql::NameCase name_case_of(const SessionContext& session) {
  const auto is_on = [&](std::string_view name) {
    const auto found = session.settings.find(name);
    return found != session.settings.end() && found->second == "on";
  };
  return {is_on("enable_case_sensitive_identifier"), is_on("enable_case_sensitive_super_attribute")};
}

Error as_sql_failure(std::string_view message) {
  if (message.starts_with("FATAL: ")) message.remove_prefix(7);
  return sql_failure(std::string(message));
}

/// The transaction state machine around a Session.
class DuckDbConnection final : public Connection, private ProcedureHost {
 public:
  DuckDbConnection(std::shared_ptr<DuckDbWarehouse> warehouse, const ConnectionSettings& settings)
      : session_(std::move(warehouse), settings), deadline_([this] { interrupt(); }) {
    session_.runner().on_stream_failure([this] {
      session_.has_left_traces();
      fail();
    });
    process_ = announce_process(*session_.connection().context, process_id(),
                                {settings.user, [this] { interrupt(); }, [this] { terminate(); }});
  }
  // A cursor's rows are DuckDB's memory: they go before the instance may.
  ~DuckDbConnection() override {
    process_.reset();
    session_.cursors.close_all();
    session_.warehouse().locks().release(process_id());
  }

  Result<Outcome> execute(const Command& command) override;
  Result<void> begin() override;
  Result<void> commit(const CommitMarker* marker, bool marker_always) override;
  Result<void> rollback() override;
  TransactionState transaction_state() const override { return state_; }
  void interrupt() override {
    session_.interrupted() = true;
    session_.connection().Interrupt();
  }
  std::int64_t process_id() const override { return session_.context().process_id; }

 private:
  void terminate();
  Result<Outcome> execute_started(const Command& command, std::string_view type);
  void note_traces(std::string_view type, const Result<std::optional<sql::Tree>>& tree);
  void set_state(TransactionState state, bool committed = false);
  Result<Outcome> run(const std::optional<sql::Tree>& tree, const Command& command);
  Result<Outcome> run_read_only(const std::optional<sql::Tree>& tree, const Command& command);
  Result<void> begin_by_user(const sql::BeginTransaction& statement);
  Result<Outcome> run_with_patience(const std::optional<sql::Tree>& tree, const Command& command);
  template <class Body>
  Result<Outcome> run_alone(Body&& body);
  Result<Outcome> truncate_in_user_transaction(const sql::Tree& tree);
  Result<Outcome> run_call(const sql::Call& call, const Command& command);

  // For procedures.
  Session& session() override { return session_; }
  Result<Outcome> run_inner(std::string_view text, const std::optional<sql::Tree>& tree) override;
  Result<void> commit_part() override;
  Result<void> roll_back_part() override;
  bool in_transaction_block() const override { return in_block_; }

  bool modified_permanent_objects();
  Result<void> renew_snapshot();
  void fail();
  void start_deadline();

  Session session_;
  TransactionSettings settings_{session_};
  StatementDeadline deadline_;
  Termination termination_;
  TransactionState state_ = TransactionState::kIdle;
  bool begun_by_user_ = false;
  std::shared_ptr<void> process_;  // for CANCEL; goes before the session
  bool is_fresh_ = false;          // the open transaction has run no statement yet
  // Of the CALL that runs:
  bool in_procedure_ = false;
  bool in_block_ = false;  // it came inside of a transaction block
  bool has_committed_part_ = false;
  const CommitMarker* part_marker_ = nullptr;
};

void DuckDbConnection::set_state(TransactionState state, bool committed) {
  if (std::exchange(state_, state) == state) return;
  using End = Activity::End;
  const auto process = session_.context().process_id;
  const auto activity = session_.warehouse().activity();
  if (state == TransactionState::kOpen) {
    activity->begin_transaction(process);
    return;
  }
  const bool failed = state == TransactionState::kAborted;
  activity->end_transaction(process, committed ? End::kCommitted : failed ? End::kFailed : End::kRolledBack);
  session_.warehouse().locks().release(process);
}

// After a failure the transaction's work is gone at once; the state remembers that the client has yet to hear of it.
void DuckDbConnection::fail() {
  if (state_ != TransactionState::kOpen) return;
  set_state(TransactionState::kAborted);
  try {
    session_.connection().Rollback();
  } catch (const std::exception&) {  // DuckDB has rolled back already
  }
  session_.cursors.end_transaction();
  acting_transaction_ended(session_);
  settings_.undo();
}

void DuckDbConnection::start_deadline() {
  const auto& settings = session_.context().settings;
  const auto found = settings.find("statement_timeout");
  if (found == settings.end() || found->second == "0") return deadline_.stop();
  // SET has checked that it is a number of at most ten digits.
  deadline_.start(session_.warehouse().timers(), std::chrono::milliseconds(std::stoll(found->second)));
}

Result<void> DuckDbConnection::begin() {
  const Termination::Use use(termination_);
  if (!use) return terminated_error();
  if (state_ != TransactionState::kIdle) return {};
  return guarded([&]() -> Result<void> {
    session_.connection().BeginTransaction();
    set_state(TransactionState::kOpen);
    begun_by_user_ = false;
    is_fresh_ = true;
    return {};
  });
}

bool DuckDbConnection::modified_permanent_objects() {
  auto& transaction = session_.connection().context->transaction;
  return transaction.HasActiveTransaction() && transaction.ActiveTransaction().ModifiedDatabase();
}

Result<void> DuckDbConnection::commit(const CommitMarker* marker, bool marker_always) {
  const Termination::Use use(termination_);
  if (!use) return terminated_error();
  deadline_.stop();
  if (state_ == TransactionState::kAborted) return rollback();
  if (state_ == TransactionState::kIdle) {
    if (!marker || !marker_always) return {};
    if (auto begun = begin(); !begun) return begun;
  }
  bool has_changed = false;
  auto committed = guarded([&]() -> Result<void> {
    has_changed = modified_permanent_objects();
    if (marker && (marker_always || has_changed)) {
      if (auto written = write_marker(session_.runner(), session_.context().database, *marker); !written)
        return written;
    }
    session_.connection().Commit();
    return {};
  });
  if (!committed) fail();
  if (committed && has_changed) session_.warehouse().auto_refresh().note_change(session_.context().database);
  acting_transaction_ended(session_);
  set_state(TransactionState::kIdle, bool(committed));
  session_.cursors.end_transaction();
  settings_.end_local();
  return committed;
}

Result<void> DuckDbConnection::rollback() {
  const Termination::Use use(termination_);
  const bool was_open = state_ == TransactionState::kOpen;
  set_state(TransactionState::kIdle);
  deadline_.stop();
  session_.cursors.end_transaction();
  if (!was_open) return {};
  auto done = guarded([&]() -> Result<void> {
    session_.connection().Rollback();
    return {};
  });
  acting_transaction_ended(session_);
  settings_.undo();
  return done;
}

// From any thread: what waits is undone at once, what runs is stopped.
void DuckDbConnection::terminate() {
  termination_.terminate(
      [this] {
        session_.has_left_traces();
        fail();
      },
      [this] { interrupt(); });
}

Result<Outcome> DuckDbConnection::execute(const Command& command) {
  const Termination::Use use(termination_);
  if (!use) return terminated_error();
  session_.start_statement(command);
  const auto query_id = session_.context().query_id;
  auto record = statement_record(session_.context(), command.text);
  const auto type = record.type;
  session_.warehouse().activity()->start_query(std::move(record));
  auto outcome = execute_started(command, type);
  if (!outcome && termination_.is_terminated()) outcome = terminated_error();
  outcome = recorded(session_.warehouse().activity(), query_id, std::move(outcome));
  if (outcome && outcome->stream) outcome->stream = termination_.watch(std::move(outcome->stream));
  return outcome;
}

// What DuckDB parses as it is reads or changes rows, and no more.
void DuckDbConnection::note_traces(std::string_view type, const Result<std::optional<sql::Tree>>& tree) {
  static const std::set<std::string, std::less<>> kPlain{"SELECT", "INSERT", "UPDATE", "DELETE"};
  if (!tree || *tree || !kPlain.contains(type)) session_.has_left_traces();
}

Result<Outcome> DuckDbConnection::execute_started(const Command& command, std::string_view type) {
  const sql::NameCaseScope reading(name_case_of(session_.context()));
  const auto tree = sql::parse(command.text);
  note_traces(type, tree);
  const bool ends = tree && *tree &&
                    (std::holds_alternative<sql::CommitTransaction>(**tree) ||
                     std::holds_alternative<sql::RollbackTransaction>(**tree));
  if (state_ == TransactionState::kAborted && !ends)
    return sql_failure("current transaction is aborted, commands ignored until end of transaction block");
  if (!tree) {
    fail();
    return tree.error();
  }
  start_deadline();
  if (*tree && state_ == TransactionState::kOpen) settings_.note(**tree);
  const auto* call = *tree ? std::get_if<sql::Call>(&**tree) : nullptr;
  auto outcome = call ? run_call(*call, command) : run_with_patience(*tree, command);
  if (!outcome) {
    session_.has_left_traces();
    deadline_.stop();
    fail();
    // A database that a statement names is no wrong request.
    if (outcome.error().code == ErrorCode::kValidation) return as_sql_failure(outcome.error().message);
    return deadline_.explain(outcome.error());
  }
  session_.context().last_query_id = session_.context().query_id;
  if (!outcome->stream)
    deadline_.stop();
  else if (session_.context().settings.contains("statement_timeout"))
    outcome->stream = deadline_.watch(std::move(outcome->stream));
  return outcome;
}

// A transaction that begins with LOCK sees what whoever held the table before has committed.
Result<void> DuckDbConnection::renew_snapshot() {
  return guarded([&]() -> Result<void> {
    session_.connection().Rollback();
    session_.connection().BeginTransaction();
    return {};
  });
}

Result<Outcome> DuckDbConnection::run_with_patience(const std::optional<sql::Tree>& tree, const Command& command) {
  const auto deadline = std::chrono::steady_clock::now() + kConflictWait;
  auto pause = kConflictFirstPause;
  bool is_rebound = false;
  for (;;) {
    const bool was_open = state_ == TransactionState::kOpen;
    auto outcome = is_read_only(session_.context()) ? run_read_only(tree, command) : run(tree, command);
    if (outcome) {
      if (was_open && is_fresh_ && tree && std::holds_alternative<sql::LockTables>(*tree)) {
        if (auto renewed = renew_snapshot(); !renewed) return renewed.error();
      }
      if (!tree || !std::holds_alternative<sql::BeginTransaction>(*tree)) is_fresh_ = false;
      return outcome;
    }
    if (may_be_late_binding(outcome.error())) {
      if (!is_rebound && rebind_late_binding_views(session_)) {
        is_rebound = true;
        continue;
      }
      outcome = late_binding_error(session_, outcome.error());
    }
    // A transaction that has done nothing else yet can start over, on the state that the other one leaves.
    const bool may_retry = !was_open || (is_fresh_ && state_ == TransactionState::kOpen);
    // One that met a LOCK has not begun: it may go on as it is.
    if (!may_retry && !waits_for_lock(outcome.error())) return outcome;
    if (!is_conflict(outcome.error()) || std::chrono::steady_clock::now() >= deadline) return outcome;
    const bool by_user = begun_by_user_;
    const bool read_only = is_read_only(session_.context());
    const bool starts_over = was_open && may_retry;
    if (starts_over) {
      if (auto ended = rollback(); !ended) return ended.error();
    }
    const BlockedSection waits_for_others;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, kConflictLongestPause);
    if (session_.interrupted()) return canceled_error();
    if (starts_over) {
      if (auto begun = begin(); !begun) return begun.error();
      begun_by_user_ = by_user;
      if (read_only) settings_.set_local(kTransactionReadOnly, "on");
    }
  }
}

// Lowering may take several DuckDB statements: outside of a transaction it gets one of its own.
template <class Body>
Result<Outcome> DuckDbConnection::run_alone(Body&& body) {
  if (state_ == TransactionState::kOpen) return body();
  if (auto begun = begin(); !begun) return begun.error();
  auto outcome = body();
  if (!outcome) {
    (void)rollback();
    return outcome;
  }
  if (auto committed = commit(nullptr, false); !committed) return committed.error();
  return outcome;
}

Result<Outcome> DuckDbConnection::run(const std::optional<sql::Tree>& tree, const Command& command) {
  if (!tree) {
    auto writes_files = inserts_into_external_table(session_, command.text);
    if (!writes_files) return writes_files.error();
    if (!*writes_files) return session_.runner().run(command.text, session_.parameters());
    return run_alone([&] { return insert_into_external_table(session_, command.text); });
  }
  if (std::holds_alternative<sql::BeginTransaction>(*tree)) {
    if (auto begun = begin_by_user(std::get<sql::BeginTransaction>(*tree)); !begun) return begun.error();
    return Outcome{};
  }
  if (std::holds_alternative<sql::CommitTransaction>(*tree)) {
    if (auto committed = commit(nullptr, false); !committed) return committed.error();
    return Outcome{};
  }
  if (std::holds_alternative<sql::RollbackTransaction>(*tree)) {
    if (auto done = rollback(); !done) return done.error();
    return Outcome{};
  }
  if (runs_outside_transaction(*tree)) {
    if (state_ != TransactionState::kIdle && begun_by_user_) return outside_transaction_error(*tree);
    return lower(session_, *tree);
  }
  if (state_ == TransactionState::kOpen) {
    if (std::holds_alternative<sql::Truncate>(*tree) && begun_by_user_ && !in_procedure_)
      return truncate_in_user_transaction(*tree);
    return lower(session_, *tree);
  }
  // EXECUTE runs one statement, whose rows may outlive this call; DuckDB commits it by itself. A cursor outlives it
  // too.
  if (std::holds_alternative<sql::Execute>(*tree) || std::holds_alternative<sql::DeclareCursor>(*tree))
    return lower(session_, *tree);
  return run_alone([&] {
    settings_.note(*tree);
    return lower(session_, *tree);
  });
}

Result<void> DuckDbConnection::begin_by_user(const sql::BeginTransaction& statement) {
  // Inside of a transaction Redshift only warns.
  if (auto begun = begin(); !begun || begun_by_user_) return begun;
  begun_by_user_ = true;
  const bool read_only = statement.read_only.value_or(is_read_only(session_.context()));
  if (read_only || is_read_only(session_.context()))
    settings_.set_local(kTransactionReadOnly, read_only ? "on" : "off");
  return {};
}

Result<Outcome> DuckDbConnection::run_read_only(const std::optional<sql::Tree>& tree, const Command& command) {
  if (auto allowed = check_read_only(tree, command.text); !allowed) return allowed.error();
  const auto* set = tree ? std::get_if<sql::SetParameter>(&*tree) : nullptr;
  if (set && set->name == kTransactionReadOnly && state_ == TransactionState::kOpen && !is_fresh_)
    return sql_failure("transaction read-write mode must be set before any query");
  const auto run_and_look = [&]() -> Result<Outcome> {
    auto outcome = run(tree, command);
    if (outcome && modified_permanent_objects()) return read_only_error();
    return outcome;
  };
  // One that DuckDB would commit by itself is looked at before.
  const bool alone = state_ == TransactionState::kIdle && may_change(session_, tree, command.text);
  return alone ? run_alone(run_and_look) : run_and_look();
}

// A CALL is not tried again as a whole after a conflict: part of it may be done. Its statements are.
Result<Outcome> DuckDbConnection::run_call(const sql::Call& call, const Command& command) {
  const bool is_alone = state_ == TransactionState::kIdle;
  if (is_alone) {
    if (auto begun = begin(); !begun) return begun.error();
  }
  in_block_ = !is_alone && (begun_by_user_ || !command.part_marker);
  part_marker_ = command.part_marker;
  has_committed_part_ = false;
  in_procedure_ = true;
  auto outcome = guarded([&] { return call_procedure(*this, call, command.text); });
  in_procedure_ = false;
  is_fresh_ = false;
  part_marker_ = nullptr;
  if (!outcome) {
    if (is_alone) (void)rollback();
    return outcome;
  }
  outcome->is_marked = has_committed_part_;
  if (is_alone) {
    if (auto committed = commit(nullptr, false); !committed) return committed.error();
  }
  return outcome;
}

Result<Outcome> DuckDbConnection::run_inner(std::string_view text, const std::optional<sql::Tree>& tree) {
  if (tree && state_ == TransactionState::kOpen) settings_.note(*tree);
  Command command;
  command.text = text;
  // It has a number of its own, under which a COPY records what it did.
  auto& context = session_.context();
  const auto caller_id = std::exchange(context.query_id, session_.next_query_id());
  const auto query_id = context.query_id;
  auto record = statement_record(context, text);
  record.caller_id = caller_id;
  session_.warehouse().activity()->start_query(std::move(record));
  auto outcome = run_with_patience(tree, command);
  context.query_id = caller_id;
  // Rows that the procedure has yet to take are not counted.
  const auto error = outcome ? std::string() : outcome.error().message;
  session_.warehouse().activity()->end_query(query_id, outcome ? outcome->rows : 0, error, false);
  return outcome;
}

Result<void> DuckDbConnection::commit_part() {
  const bool by_user = begun_by_user_;
  has_committed_part_ = has_committed_part_ || modified_permanent_objects();
  failpoint("engine.before_part_commit");
  if (auto committed = commit(part_marker_, false); !committed) return committed;
  failpoint("engine.after_part_commit");
  start_deadline();
  auto begun = begin();
  begun_by_user_ = by_user;
  return begun;
}

Result<void> DuckDbConnection::roll_back_part() {
  const bool by_user = begun_by_user_;
  if (auto done = rollback(); !done) return done;
  start_deadline();
  auto begun = begin();
  begun_by_user_ = by_user;
  return begun;
}

// "TRUNCATE commits the transaction in which it is run" (Amazon Redshift, "TRUNCATE").
Result<Outcome> DuckDbConnection::truncate_in_user_transaction(const sql::Tree& tree) {
  auto outcome = lower(session_, tree);
  if (!outcome) return outcome;
  if (auto committed = commit(nullptr, false); !committed) return committed.error();
  return outcome;
}

}  // namespace

std::unique_ptr<Connection> open_connection(std::shared_ptr<DuckDbWarehouse> warehouse,
                                            const ConnectionSettings& settings) {
  return std::make_unique<DuckDbConnection>(std::move(warehouse), settings);
}

}  // namespace slipher::engine
