#include "statements/recovery.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/log.h"
#include "statements/conclusion.h"
#include "statements/messages.h"
#include "statements/unit.h"

namespace slipher::statements {
namespace {

using store::StatementState;

bool only_reads(const store::StatementRecord& record) {
  return std::none_of(record.subs.begin(), record.subs.end(),
                      [](const auto& sub) { return plan_unit({sub.sql}, false).writes; });
}

class Recovery {
 public:
  explicit Recovery(const std::shared_ptr<Core>& core) : core_(*core), now_(core->now()) {}

  Result<std::vector<Task>> run() {
    auto unfinished = core_.dependencies.store.unfinished_statements();
    if (!unfinished) return unfinished.error();
    auto sessions = core_.dependencies.store.open_sessions();
    if (!sessions) return sessions.error();
    for (auto& session : *sessions) sessions_.emplace(session.id, std::move(session));
    transaction_ = core_.dependencies.store.begin();
    for (auto& record : *unfinished) {
      if (auto settled = settle(std::move(record)); !settled) return settled.error();
    }
    for (auto& [id, session] : sessions_) {
      session.closed = true;
      session.updated_at = now_;
      transaction_->put(session);
    }
    auto stored = core_.dependencies.store.commit_and_wait(std::move(transaction_));
    if (!stored) return stored.error();
    core_.markers.clean(core_.dependencies.warehouses);
    if (!unfinished->empty() || !sessions_.empty()) {
      spdlog::info("recovery: {} statements run again, {} settled, {} sessions closed", again_.size(),
                   unfinished->size() - again_.size(), sessions_.size());
    }
    return std::move(again_);
  }

 private:
  Result<void> settle(store::StatementRecord record) {
    core_.metrics.recovered();
    const bool has_begun = record.state == StatementState::kStarted;
    if (record.session_id.empty() && (!has_begun || only_reads(record))) return run_again(std::move(record), nullptr);
    if (!record.session_id.empty() && !has_begun && !is_shown_started(record))
      return settle_in_session(std::move(record));
    if (auto asked = ask_engine(record); !asked) return asked;
    put_terminal_state(core_, *transaction_, record);
    return {};
  }

  static bool is_shown_started(const store::StatementRecord& record) {
    return std::any_of(record.subs.begin(), record.subs.end(),
                       [](const auto& sub) { return sub.state != StatementState::kSubmitted; });
  }

  Result<void> run_again(store::StatementRecord record, SessionPointer session) {
    auto statement = std::make_shared<LiveStatement>(record.id);
    statement->publish(std::make_shared<const store::StatementRecord>(record), core_.dependencies.timers);
    if (auto reserved = core_.registry.reserve(record.warehouse, static_cast<std::size_t>(-1)); !reserved)
      return reserved;
    core_.registry.add(statement);
    again_.push_back({std::move(statement), std::move(record), std::move(session)});
    return {};
  }

  /// It had not begun. The session's first one makes its session again; to the others their session is lost.
  Result<void> settle_in_session(store::StatementRecord record) {
    const auto session = sessions_.find(record.session_id);
    if (record.owns_session && session != sessions_.end() && record.state == StatementState::kSubmitted) {
      auto created = core_.sessions->create(session->second, record.id);
      if (created) {
        sessions_.erase(session);
        return run_again(std::move(record), *std::move(created));
      }
    }
    fail(record, session_lost_in_crash());
    put_terminal_state(core_, *transaction_, record);
    return {};
  }

  Result<void> ask_engine(store::StatementRecord& record) {
    auto warehouse = core_.dependencies.warehouses.find(record.warehouse);
    if (!warehouse) {
      fail_unknown(record, warehouse.error());
      return {};
    }
    if (record.auto_commit) return settle_each(record, **warehouse);
    auto marker = (*warehouse)->find_marker(record.id);
    if (!marker) {
      fail_unknown(record, marker.error());
      return {};
    }
    if (*marker) core_.markers.add(record.warehouse, record.id);
    if (!*marker) {
      fail(record, not_committed_before_crash());
    } else if (!(*marker)->final) {
      fail(record, partly_committed_before_crash());
    } else {
      for (auto& sub : record.subs) finish(sub, **marker);
      finish(record);
    }
    return {};
  }

  Result<void> settle_each(store::StatementRecord& record, engine::Warehouse& warehouse) {
    bool has_failed = false;
    for (std::size_t i = 0; i < record.subs.size(); ++i) {
      auto& sub = record.subs[i];
      if (is_terminal(sub.state)) {
        if (sub.state != StatementState::kFinished && record.error.empty()) record.error = sub.error;
        continue;
      }
      const auto id = record.id + ":" + std::to_string(i + 1);
      auto marker = warehouse.find_marker(id);
      if (!marker) {
        fail_unknown(record, marker.error());
        return {};
      }
      if (*marker) core_.markers.add(record.warehouse, id);
      if (*marker && (*marker)->final) {
        finish(sub, **marker);
        continue;
      }
      // The first one without a marker was at work; those behind it never began.
      sub.state = has_failed ? StatementState::kAborted : StatementState::kFailed;
      sub.error = has_failed ? previous_failed()
                  : *marker  ? partly_committed_before_crash()
                             : not_committed_before_crash();
      sub.updated_at = now_;
      has_failed = true;
      if (record.error.empty()) record.error = sub.error;
    }
    finish(record);
    return {};
  }

  void finish(store::SubStatement& sub, const engine::CommitMarker& marker) {
    if (is_terminal(sub.state)) return;
    sub.state = StatementState::kFinished;
    sub.updated_at = now_;
    if (sub.result_rows < 0) sub.result_rows = marker.rows;
    if (sub.result_bytes < 0) sub.result_bytes = 0;
    if (sub.duration_ns < 0) sub.duration_ns = 0;
  }

  void finish(store::StatementRecord& record) {
    record.state = record.error.empty() ? StatementState::kFinished : StatementState::kFailed;
    end(record);
  }

  void fail_unknown(store::StatementRecord& record, const Error& cause) {
    spdlog::error("statement {}: its warehouse cannot be asked for its outcome: {}", record.id, cause.message);
    fail(record, outcome_unknown_after_crash());
  }

  void fail(store::StatementRecord& record, const std::string& error) {
    record.error = error;
    record.state = StatementState::kFailed;
    bool has_failed = false;
    for (auto& sub : record.subs) {
      if (is_terminal(sub.state)) continue;
      sub.state = has_failed ? StatementState::kAborted : StatementState::kFailed;
      sub.error = has_failed ? previous_failed() : error;
      sub.updated_at = now_;
      sub.result_rows = sub.result_bytes = -1;
      sub.has_result_set = false;
      sub.result.clear();
      has_failed = true;
    }
    end(record);
  }

  void end(store::StatementRecord& record) {
    record.updated_at = now_;
    record.duration_ns = 0;
    record.has_result_set = false;
    for (const auto& sub : record.subs) {
      record.duration_ns += std::max<std::int64_t>(0, sub.duration_ns);
      record.has_result_set = record.has_result_set || sub.has_result_set;
    }
    if (record.has_result_set) record.expires_at = core_.result_expiry(now_);
  }

  Core& core_;
  const Timestamp now_;
  std::map<std::string, store::SessionRecord> sessions_;
  std::unique_ptr<store::Transaction> transaction_;
  std::vector<Task> again_;
};

}  // namespace

Result<std::vector<Task>> recover(const std::shared_ptr<Core>& core) { return Recovery(core).run(); }

}  // namespace slipher::statements
