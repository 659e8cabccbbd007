// The part of Run that writes the record: what ended how, and when.
#include <algorithm>
#include <optional>
#include <utility>

#include "base/log.h"
#include "sql/mask_credentials.h"
#include "statements/messages.h"
#include "statements/run.h"

namespace slipher::statements {

using store::StatementState;

namespace {

std::int64_t nanoseconds_between(Timestamp begin, Timestamp end) {
  return std::max<std::int64_t>(0, std::chrono::nanoseconds(end - begin).count());
}

/// A batch ran as long as its subs together.
std::int64_t total_duration(const store::StatementRecord& record) {
  std::int64_t total = -1;
  for (const auto& sub : record.subs) {
    if (sub.duration_ns >= 0) total = std::max<std::int64_t>(total, 0) + sub.duration_ns;
  }
  return total;
}

}  // namespace

void Run::begin_sub(std::size_t sub) {
  current_sub_ = sub;
  sub_started_ = core_->now();
  const auto query_id = core_->take_query_id();
  query_id_ = query_id;
  journal_->change([&](store::StatementRecord& record) {
    auto& started = record.subs[sub];
    if (is_terminal(started.state)) return;
    started.state = StatementState::kStarted;
    started.updated_at = sub_started_;
    started.query_id = query_id;
  });
}

void Run::keep_outcome(std::size_t sub, const TextOutcome& outcome) {
  journal_->change([&](store::StatementRecord& record) {
    auto& kept = record.subs[sub];
    if (is_terminal(kept.state)) return;
    kept.result_rows = outcome.rows;
    kept.result_bytes = 0;
    if (!outcome.result) return;
    kept.has_result_set = true;
    kept.result_bytes = static_cast<std::int64_t>(outcome.result->bytes);
    kept.result = encode_result_info(*outcome.result);
  });
}

void Run::end_sub(std::size_t sub) {
  const auto now = core_->now();
  journal_->change([&](store::StatementRecord& record) {
    auto& ended = record.subs[sub];
    if (is_terminal(ended.state)) return;
    ended.state = StatementState::kFinished;
    ended.updated_at = now;
    ended.duration_ns = nanoseconds_between(sub_started_, now);
    record.has_result_set = record.has_result_set || ended.has_result_set;
  });
}

void Run::fail_sub(std::size_t sub, const Error& error) {
  if (is_left_for_restart()) return;
  const auto now = core_->now();
  const auto failed = failure(error);
  const auto& record = journal_->record();
  if (is_terminal(record.subs[sub].state)) return;
  core_->results.remove_file(core_->results.path(record.id, record.is_batch, sub));
  journal_->change([&](store::StatementRecord& changed) {
    auto& ended = changed.subs[sub];
    ended.state = failed.state;
    ended.error = failed.text;
    ended.updated_at = now;
    ended.duration_ns = nanoseconds_between(sub_started_, now);
    ended.result_rows = -1;
    ended.result_bytes = -1;
    ended.has_result_set = false;
    ended.result.clear();
  });
}

Run::Failure Run::failure(const Error& error) const {
  if (error.code == ErrorCode::kCanceled) {
    switch (statement_->stop_reason()) {
      case StopReason::kUser:
        return {StatementState::kAborted, cancelled_by_user(journal_->record().subs[current_sub_].query_id)};
      case StopReason::kTimeout:
        return {StatementState::kFailed, timed_out(core_->limits.statement_timeout)};
      case StopReason::kSessionEnd:
        return {StatementState::kFailed, session_ended(core_->limits.session_hard_cap)};
      case StopReason::kShutdown:
        return {StatementState::kFailed, server_stopped()};
      case StopReason::kNone:
        break;
    }
  }
  if (error.code == ErrorCode::kInternal) spdlog::error("statement {} failed: {}", statement_->id(), error.message);
  return {StatementState::kFailed, as_statement_error(error)};
}

void Run::abort_rest(const Failure& failed) {
  const auto now = core_->now();
  journal_->change([&](store::StatementRecord& record) {
    for (auto& sub : record.subs) {
      if (is_terminal(sub.state)) continue;
      const bool is_first = !record.is_batch;
      sub.state = is_first ? failed.state : StatementState::kAborted;
      sub.error = is_first || failed.state == StatementState::kAborted ? failed.text : previous_failed();
      sub.updated_at = now;
    }
  });
}

bool Run::is_left_for_restart() const {
  return statement_->stop_reason() == StopReason::kShutdown && !has_written_ && !session_;
}

void Run::end(const Result<void>& outcome) {
  if (!outcome && is_left_for_restart()) {
    spdlog::info("statement {}: left for the next start", statement_->id());
    journal_->end();
    return;
  }
  std::optional<Failure> failed;
  if (!outcome) {
    failed = failure(outcome.error());
    abort_rest(*failed);
  }
  Conclusion conclusion;
  conclusion.statement = statement_;
  conclusion.session = session_;
  // A FATAL error is the end of its session.
  const bool is_over = failed && failed->text.starts_with("FATAL:");
  conclusion.keep_session = session_ && session_->connection && !is_over;
  conclusion.markers = std::move(markers_);
  conclusion.record = journal_->end();
  auto& record = conclusion.record;
  record.state = StatementState::kFinished;
  const auto first_failed = std::find_if(record.subs.begin(), record.subs.end(),
                                         [](const auto& sub) { return sub.state != StatementState::kFinished; });
  if (failed) {
    record.state = failed->state;
    record.error = failed->text;
  } else if (first_failed != record.subs.end()) {  // it failed before a restart
    record.state = StatementState::kFailed;
    record.error = first_failed->error;
  }
  record.updated_at = core_->now();
  record.duration_ns = total_duration(record);
  record.has_result_set =
      std::any_of(record.subs.begin(), record.subs.end(), [](const auto& sub) { return sub.has_result_set; });
  if (record.has_result_set) record.expires_at = core_->result_expiry(record.updated_at);
  audit_log().info("end statement={} state={} duration_ns={} principal={}", record.id, store::to_string(record.state),
                   record.duration_ns, log_quote(record.owner));
  conclude(core_, std::move(conclusion));
}

void Run::audit_start() const {
  const auto& record = journal_->record();
  std::string text;
  if (audit_carries_sql()) {
    for (const auto& sub : record.subs) text += (text.empty() ? "" : " ; ") + sql::mask_credentials(sub.sql);
  }
  audit_log().info("run statement={} principal={} warehouse={} database={} user={} session={} batch={} sql={}",
                   record.id, log_quote(record.owner), log_quote(record.warehouse), log_quote(record.database),
                   log_quote(record.db_user), record.session_id, record.is_batch,
                   audit_carries_sql() ? log_quote(text) : "-");
}

}  // namespace slipher::statements
