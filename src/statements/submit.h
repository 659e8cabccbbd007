#pragma once
#include <memory>
#include <optional>
#include <string>

#include "statements/core.h"
#include "statements/run.h"

namespace slipher::statements {

/// One ExecuteStatement or BatchExecuteStatement on its way to acceptance. Every step either goes on to the next one,
/// now or from a callback, or refuses; no step waits on a thread.
///
/// A read runs before it is durable: nobody learns its id before its first record is stored, and that is its last one
/// where it ends within Limits::submit_patience, so that one commit does for both.
class Submit : public std::enable_shared_from_this<Submit> {
 public:
  Submit(std::shared_ptr<Core> core, Submission submission, Completion<View> done)
      : core_(std::move(core)), submission_(std::move(submission)), done_(std::move(done)) {}
  void start();

 private:
  Result<void> check() const;
  void claim_token();
  void find_session();
  void find_warehouse();
  void accept();
  store::StatementRecord make_record(const std::string& id);  // takes texts and parameters along
  Result<void> open_session(store::StatementRecord& record);
  /// False, and `record` as it was, when the statement is not of that kind or too many wait for a runner.
  bool run_unrecorded(store::StatementRecord& record);
  void park_unrecorded(Timestamp deadline, bool until_stored);
  void answer_unrecorded(const RecordPointer& record);
  std::optional<store::TokenRecord> token_record(const store::StatementRecord& record) const;
  void settle_token(const Result<std::string>& outcome);
  void commit(store::StatementRecord record);
  void accepted(store::StatementRecord record);

  void refuse(const Error& error);
  void answer_existing(const std::string& id);

  const std::shared_ptr<Core> core_;
  Submission submission_;
  const Completion<View> done_;
  bool has_token_ = false;  // claimed: must be settled
  bool has_place_ = false;  // among the warehouse's active statements
  bool is_new_session_ = false;
  SessionPointer session_;
  std::string warehouse_;
  std::shared_ptr<LiveStatement> statement_;
  std::shared_ptr<Task> unrecorded_;  // runs, or waits to, and is not stored yet
  Timestamp deadline_{};              // the request is answered then at the latest, if there is an id to give
};

}  // namespace slipher::statements
