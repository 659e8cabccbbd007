#pragma once
#include <memory>
#include <string>
#include <vector>

#include "statements/conclusion.h"
#include "statements/core.h"
#include "statements/unit.h"

namespace slipher::statements {

/// An accepted statement on its way to a runner.
struct Task {
  std::shared_ptr<LiveStatement> statement;
  store::StatementRecord record;
  SessionPointer session;  // acquired for it; empty = a connection of its own
};

/// Hands a task to the runners. One that Scheduler::take_out() gives back is as it was.
void enqueue(const std::shared_ptr<Core>& core, const std::shared_ptr<Task>& task);
/// The same where a runner will take it soon; false otherwise.
bool enqueue_if_short(const std::shared_ptr<Core>& core, const std::shared_ptr<Task>& task);

/// One statement on a runner thread, from PICKED to its end. The only writer of its record meanwhile.
class Run {
 public:
  Run(std::shared_ptr<Core> core, Task task);
  void execute();

 private:
  /// How a failure shows: the state, and DescribeStatement's Error.
  struct Failure {
    store::StatementState state;
    std::string text;
  };

  Result<void> connect();
  Result<void> run_units();
  Result<void> run_transaction();
  Result<void> run_auto_commit();
  Result<void> run_alone(std::size_t sub);
  bool keeps_open_transaction() const;
  Result<void> start(const UnitPlan& plan);
  UnitSettings unit_settings(const UnitPlan& plan, std::string marker_id, std::size_t first_sub);

  void begin_sub(std::size_t sub);
  void keep_outcome(std::size_t sub, const TextOutcome& outcome);
  void end_sub(std::size_t sub);
  void fail_sub(std::size_t sub, const Error& error);
  Failure failure(const Error& error) const;
  void abort_rest(const Failure& failed);

  /// True when the statement is to be left as it is, for the next start: shutdown, and nothing happened that cannot
  /// again.
  bool is_left_for_restart() const;
  void end(const Result<void>& outcome);
  void audit_start() const;

  const std::shared_ptr<Core> core_;
  const std::shared_ptr<LiveStatement> statement_;
  const SessionPointer session_;
  const std::shared_ptr<Journal> journal_;
  const std::vector<sql::Parameter> parameters_;
  std::unique_ptr<engine::Connection> own_connection_;
  engine::Connection* connection_ = nullptr;
  std::vector<std::string> markers_;
  std::size_t current_sub_ = 0;
  Timestamp sub_started_{};
  std::int64_t query_id_ = 0;  // of the sub that has begun; 0 once a command has it
  bool has_written_ = false;   // the engine saw SQL that changes data
  bool is_started_ = false;    // STARTED is durable
  bool has_unstored_ = false;  // AUTO_COMMIT: a sub ended that only this process knows of
};

}  // namespace slipher::statements
