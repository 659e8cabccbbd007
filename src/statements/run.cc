#include "statements/run.h"

#include <utility>

#include "base/failpoint.h"
#include "base/log.h"
#include "statements/messages.h"
#include "statements/result_writer.h"
#include "statements/state.h"

namespace slipher::statements {

using store::StatementState;

namespace {

template <class T>  // a record or a sub-statement
void advance(T& what, StatementState to, Timestamp now) {
  if (!may_become(what.state, to)) return;
  what.state = to;
  what.updated_at = now;
}

std::vector<sql::Parameter> parameters_of(const store::StatementRecord& record) {
  std::vector<sql::Parameter> parameters;
  parameters.reserve(record.parameters.size());
  for (const auto& [name, value] : record.parameters) parameters.push_back({name, value});
  return parameters;
}

std::vector<std::string_view> texts_of(const store::StatementRecord& record) {
  std::vector<std::string_view> texts;
  for (const auto& sub : record.subs) texts.emplace_back(sub.sql);
  return texts;
}

/// Runs a stream to its end for its effects.
Result<ResultInfo> discard(engine::ResultStream& stream) {
  engine::Chunk chunk;
  while (true) {
    auto more = stream.next(chunk);
    if (!more) return more.error();
    if (!*more) return ResultInfo{};
  }
}

std::function<void()> work_of(const std::shared_ptr<Core>& core, const std::shared_ptr<Task>& task) {
  return [core, task] { Run(core, std::move(*task)).execute(); };
}

}  // namespace

void enqueue(const std::shared_ptr<Core>& core, const std::shared_ptr<Task>& task) {
  core->scheduler.enqueue(task->record.warehouse, task->record.id, work_of(core, task));
}

bool enqueue_if_short(const std::shared_ptr<Core>& core, const std::shared_ptr<Task>& task) {
  return core->scheduler.enqueue_if_short(task->record.warehouse, task->record.id, work_of(core, task));
}

Run::Run(std::shared_ptr<Core> core, Task task)
    : core_(std::move(core)),
      statement_(task.statement),
      session_(std::move(task.session)),
      journal_(std::make_shared<Journal>(core_->dependencies.store, core_->dependencies.timers, statement_,
                                         std::move(task.record))),
      parameters_(parameters_of(journal_->record())) {}

void Run::execute() {
  audit_start();
  journal_->change([&](auto& record) { advance(record, StatementState::kPicked, core_->now()); });
  core_->running->add(statement_, journal_);
  auto outcome = connect();
  if (outcome) outcome = run_units();
  statement_->disarm();
  core_->running->remove(*statement_);
  end(outcome);
}

Result<void> Run::connect() {
  if (statement_->stop_reason() != StopReason::kNone) return Error(ErrorCode::kCanceled, "ERROR: Query cancelled");
  if (session_ && session_->connection) {
    connection_ = session_->connection.get();
  } else {
    const auto& record = journal_->record();
    auto warehouse = core_->dependencies.warehouses.find(record.warehouse);
    if (!warehouse) return warehouse.error();
    auto connection = (*warehouse)->connect({record.database, record.db_user});
    if (!connection) return connection.error();
    auto& place = session_ ? session_->connection : own_connection_;
    place = *std::move(connection);
    connection_ = place.get();
  }
  journal_->change([&](auto& record) { record.process_id = connection_->process_id(); });
  return {};
}

Result<void> Run::run_units() { return journal_->record().auto_commit ? run_auto_commit() : run_transaction(); }

/// STARTED is durable before the engine sees SQL that changes data. What only reads runs again after a crash.
Result<void> Run::start(const UnitPlan& plan) {
  journal_->change([&](auto& record) { advance(record, StatementState::kStarted, core_->now()); });
  const bool changes = plan.writes || (keeps_open_transaction() && plan.commits);
  if (!changes || (is_started_ && !has_unstored_)) return {};
  failpoint("statements.before_started");
  if (auto flushed = journal_->flush(); !flushed) return flushed;
  failpoint("statements.after_started");
  is_started_ = true;
  has_unstored_ = false;
  has_written_ = true;
  return {};
}

UnitSettings Run::unit_settings(const UnitPlan& plan, std::string marker_id, std::size_t first_sub) {
  UnitSettings settings{*connection_, *statement_, plan, parameters_, std::move(marker_id), keeps_open_transaction(),
                        {},           {},          {}};
  settings.store_result = [this, first_sub](std::size_t text, engine::ResultStream& stream) {
    const auto& record = journal_->record();
    if (is_terminal(record.subs[first_sub + text].state))
      return discard(stream);  // it has its result since before a restart
    const auto path = core_->results.path(record.id, record.is_batch, first_sub + text);
    return ResultWriter(path, record.csv, core_->limits).write(stream);
  };
  settings.before_commit = [this](const TextOutcome* partial) -> Result<void> {
    if (partial) keep_outcome(current_sub_, *partial);
    // Rows of one statement are told by the marker; its result, and the outcomes of a whole batch, are not.
    const auto& record = journal_->record();
    const bool is_whole_batch = record.is_batch && !record.auto_commit;
    if (!is_whole_batch && record.subs[current_sub_].result.empty()) return {};
    return journal_->flush(false);
  };
  // The sub's own id is that of its first command.
  settings.next_query_id = [this] {
    const auto id = std::exchange(query_id_, 0);
    return id ? id : core_->take_query_id();
  };
  if (plan.writes || plan.commits) markers_.push_back(settings.marker_id);
  return settings;
}

Result<void> Run::run_transaction() {
  const auto& record = journal_->record();
  const auto plan = plan_unit(texts_of(record), record.is_batch);
  begin_sub(0);
  if (auto started = start(plan); !started) {
    fail_sub(0, started.error());
    return started;
  }
  Unit unit(unit_settings(plan, record.id, 0));
  for (std::size_t sub = 0; sub < record.subs.size(); ++sub) {
    if (sub > 0) begin_sub(sub);
    auto ran = unit.run(sub);
    if (!ran) {
      unit.roll_back();
      fail_sub(sub, ran.error());
      return ran.error();
    }
    keep_outcome(sub, *ran);
    if (sub + 1 < record.subs.size()) end_sub(sub);
  }
  // The last one has ended when the transaction has.
  auto finished = unit.finish();
  if (!finished) {
    unit.roll_back();
    fail_sub(current_sub_, finished.error());
  } else {
    end_sub(current_sub_);
  }
  return finished;
}

Result<void> Run::run_auto_commit() {
  Result<void> first_failure;
  const auto count = journal_->record().subs.size();
  for (std::size_t sub = 0; sub < count; ++sub) {
    if (is_terminal(journal_->record().subs[sub].state)) continue;  // ended before a restart
    auto ran = run_alone(sub);
    if (ran) continue;
    if (first_failure) first_failure = ran;
    if (ran.error().code == ErrorCode::kCanceled) break;
  }
  if (!session_ && connection_->transaction_state() != engine::TransactionState::kIdle) {
    // A BEGIN without its COMMIT: undone, as a closed connection would.
    if (auto undone = connection_->rollback(); !undone && first_failure) first_failure = undone;
  }
  return first_failure;
}

bool Run::keeps_open_transaction() const { return session_ || journal_->record().auto_commit; }

Result<void> Run::run_alone(std::size_t sub) {
  const auto& record = journal_->record();
  const auto plan = plan_unit({record.subs[sub].sql}, false);
  begin_sub(sub);
  if (auto started = start(plan); !started) {
    fail_sub(sub, started.error());
    return started;
  }
  Unit unit(unit_settings(plan, record.id + ":" + std::to_string(sub + 1), sub));
  auto ran = unit.run(0);
  if (!ran) {
    unit.roll_back();
    fail_sub(sub, ran.error());
    has_unstored_ = true;
    return ran.error();
  }
  keep_outcome(sub, *ran);
  if (auto finished = unit.finish(); !finished) {
    unit.roll_back();
    fail_sub(sub, finished.error());
    has_unstored_ = true;
    return finished;
  }
  end_sub(sub);
  // A committed write has its marker; what else ended is known to this process only.
  const bool has_marker = plan.writes && connection_->transaction_state() == engine::TransactionState::kIdle;
  has_unstored_ = has_unstored_ || !has_marker;
  return {};
}

}  // namespace slipher::statements
