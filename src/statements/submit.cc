#include "statements/submit.h"

#include <algorithm>
#include <utility>

#include "base/failpoint.h"
#include "sql/statement.h"
#include "statements/lookup.h"
#include "statements/messages.h"
#include "statements/state.h"

namespace slipher::statements {

void Submit::start() {
  if (auto checked = check(); !checked) return refuse(checked.error());
  claim_token();
}

Result<void> Submit::check() const {
  if (core_->is_stopping) return server_is_stopping();
  std::size_t bytes = 0;
  for (const auto& sql : submission_.sqls) bytes += sql.size();
  if (bytes > core_->limits.sql_bytes) return sql_is_too_long(bytes, core_->limits.sql_bytes);
  return sql::check_parameters(submission_.sqls, submission_.parameters);
}

void Submit::claim_token() {
  if (!submission_.client_token) return find_session();
  const TokenTable::Key key{submission_.requester.principal, *submission_.client_token};
  const auto claim =
      core_->tokens.claim(key, submission_.request_hash, [self = shared_from_this()](const Result<std::string>& id) {
        if (id) {
          self->answer_existing(*id);
        } else {
          self->refuse(id.error());
        }
      });
  if (claim == TokenTable::Claim::kDuplicate) return;
  has_token_ = true;
  auto stored = core_->dependencies.store.find_token(key.owner, key.token, core_->now());
  if (!stored) return refuse(stored.error());
  if (!*stored) return find_session();
  if ((*stored)->request_hash != submission_.request_hash) return refuse(token_used_differently());
  has_token_ = false;
  core_->tokens.settle(key, (*stored)->statement_id);
  answer_existing((*stored)->statement_id);
}

void Submit::find_session() {
  if (!submission_.session_id) return find_warehouse();
  const auto& id = *submission_.session_id;
  const auto& requester = submission_.requester;
  auto owner = core_->sessions->owner_of(id);
  const bool is_open = owner.has_value();
  if (!is_open) {
    auto stored = core_->dependencies.store.find_session(id);
    if (!stored) return refuse(stored.error());
    if (*stored) owner = (*stored)->owner;
  }
  if (!owner || (*owner != requester.principal && !requester.is_administrator)) return refuse(session_is_invalid(id));
  if (!is_open) return refuse(session_is_not_available());
  core_->sessions->acquire(id, [self = shared_from_this()](Result<SessionPointer> acquired) {
    if (!acquired) return self->refuse(acquired.error());
    self->session_ = *std::move(acquired);
    self->warehouse_ = self->session_->record.warehouse;
    self->accept();
  });
}

/// Whether there is such a warehouse: finding one for the first time may open it, which is for a runner.
void Submit::find_warehouse() {
  warehouse_ = submission_.target->warehouse;
  if (core_->knows_warehouse(warehouse_)) return accept();
  const bool posted = core_->scheduler.post([self = shared_from_this()] {
    auto found = self->core_->dependencies.warehouses.find(self->warehouse_);
    if (!found) return self->refuse(found.error());
    self->core_->remember_warehouse(self->warehouse_);
    self->accept();
  });
  if (!posted) refuse(too_much_work());
}

void Submit::accept() {
  if (core_->is_stopping) return refuse(server_is_stopping());
  if (auto reserved = core_->registry.reserve(warehouse_, core_->limits.active_statements); !reserved) {
    return refuse(reserved.error());
  }
  has_place_ = true;
  const auto id = core_->dependencies.ids.uuid();
  auto record = make_record(id);
  if (auto opened = open_session(record); !opened) return refuse(opened.error());
  deadline_ = record.created_at + submission_.wait.value_or(seconds(0));
  statement_ = std::make_shared<LiveStatement>(id, token_record(record));
  core_->registry.add(statement_);
  if (session_) core_->sessions->set_statement(session_, id);
  if (!run_unrecorded(record)) commit(std::move(record));
}

store::StatementRecord Submit::make_record(const std::string& id) {
  store::StatementRecord record;
  record.id = id;
  record.owner = submission_.requester.principal;
  record.statement_name = submission_.statement_name;
  if (submission_.target) {
    const auto& target = *submission_.target;
    record.warehouse = target.warehouse;
    record.is_workgroup = target.is_workgroup;
    record.warehouse_name = target.warehouse_name;
    record.database = target.database;
    record.db_user = target.db_user;
    record.db_user_given = target.db_user_given;
    record.secret_arn = target.secret_arn;
  } else {
    const auto& session = session_->record;
    record.warehouse = session.warehouse;
    record.is_workgroup = session.is_workgroup;
    record.warehouse_name = session.warehouse_name;
    record.database = session.database;
    record.db_user = session.db_user;
    record.db_user_given = session.db_user_given;
    record.secret_arn = session.secret_arn;
    record.session_id = session.id;
  }
  record.session_keep_alive_seconds = submission_.session_keep_alive_seconds.value_or(-1);
  record.is_batch = submission_.is_batch;
  record.auto_commit = submission_.auto_commit;
  record.execution_mode = submission_.execution_mode;
  record.with_event = submission_.with_event;
  record.csv = submission_.csv;
  record.result_format = submission_.result_format;
  for (auto& parameter : submission_.parameters) {
    record.parameters.emplace_back(std::move(parameter.name), std::move(parameter.value));
  }
  record.created_at = record.updated_at = core_->now();
  for (auto& sql : submission_.sqls) {
    auto& sub = record.subs.emplace_back();
    sub.sql = std::move(sql);
    sub.created_at = sub.updated_at = record.created_at;
  }
  return record;
}

/// SessionKeepAliveSeconds: a new session with a target, a new idle time with a SessionId. 0 is as none.
Result<void> Submit::open_session(store::StatementRecord& record) {
  const auto keep_alive = submission_.session_keep_alive_seconds.value_or(0);
  if (keep_alive <= 0) return {};
  if (session_) {
    session_->record.keep_alive_seconds = keep_alive;
    return {};
  }
  store::SessionRecord session;
  session.id = core_->dependencies.ids.uuid();
  session.owner = record.owner;
  session.warehouse = record.warehouse;
  session.is_workgroup = record.is_workgroup;
  session.warehouse_name = record.warehouse_name;
  session.database = record.database;
  session.db_user = record.db_user;
  session.db_user_given = record.db_user_given;
  session.secret_arn = record.secret_arn;
  session.created_at = session.updated_at = record.created_at;
  session.keep_alive_seconds = keep_alive;
  auto created = core_->sessions->create(session, record.id);
  if (!created) return created.error();
  session_ = *std::move(created);
  is_new_session_ = true;
  record.session_id = session.id;
  record.owns_session = true;
  return {};
}

bool Submit::run_unrecorded(store::StatementRecord& record) {
  const auto patience = core_->limits.submit_patience;
  if (patience == milliseconds(0) || session_ || record.is_batch) return false;
  const auto pieces = sql::split(record.subs[0].sql);
  const bool reads = std::all_of(pieces.begin(), pieces.end(), [](const auto& piece) {
    return sql::classify(piece.text).effect == sql::Effect::kRead;
  });
  if (!reads) return false;
  auto task = std::make_shared<Task>(Task{statement_, std::move(record), nullptr});
  if (!enqueue_if_short(core_, task)) {
    record = std::move(task->record);
    return false;
  }
  core_->metrics.accepted();
  unrecorded_ = std::move(task);
  const auto now = core_->now();
  if (!submission_.wait) deadline_ = now + patience;
  park_unrecorded(std::min(deadline_, now + patience), false);
  return true;
}

void Submit::park_unrecorded(Timestamp deadline, bool until_stored) {
  (void)LiveStatement::park(
      statement_, {.is_stored = until_stored}, deadline, core_->dependencies.timers, 0,
      [self = shared_from_this()](const RecordPointer& record) { self->answer_unrecorded(record); });
}

/// `record` is empty when the statement was refused, when the server stops, or when nothing is stored yet.
void Submit::answer_unrecorded(const RecordPointer& record) {
  const auto now = core_->now();
  if (record && (is_terminal(record->state) || now >= deadline_)) {
    settle_token(record->id);
    return done_(View{record, std::nullopt});
  }
  std::optional<Error> refusal = statement_->refusal();
  if (!refusal && core_->is_stopping) refusal = server_is_stopping();
  if (refusal) {
    settle_token(*refusal);
    return done_(*refusal);
  }
  if (!record && core_->scheduler.take_out(warehouse_, statement_->id())) {  // no runner has come to it
    return commit(std::move(unrecorded_->record));
  }
  if (now < deadline_) return park_unrecorded(deadline_, false);
  core_->running->store_now(*statement_);
  park_unrecorded(now + milliseconds(5), true);
}

std::optional<store::TokenRecord> Submit::token_record(const store::StatementRecord& record) const {
  if (!has_token_) return std::nullopt;
  store::TokenRecord token;
  token.owner = submission_.requester.principal;
  token.token = *submission_.client_token;
  token.statement_id = record.id;
  token.request_hash = submission_.request_hash;
  token.expires_at = record.created_at + core_->limits.token_retention;
  return token;
}

void Submit::settle_token(const Result<std::string>& outcome) {
  if (has_token_) core_->tokens.settle({submission_.requester.principal, *submission_.client_token}, outcome);
}

void Submit::commit(store::StatementRecord record) {
  auto& store = core_->dependencies.store;
  auto transaction = store.begin();
  statement_->write(*transaction, record);
  if (session_) {
    session_->record.updated_at = record.created_at;
    transaction->put(session_->record);
  }
  failpoint("statements.before_accept");
  auto shared = std::make_shared<store::StatementRecord>(std::move(record));
  store.commit(std::move(transaction), [self = shared_from_this(), shared](Result<void> committed) {
    if (committed) {
      self->accepted(std::move(*shared));
    } else {
      self->refuse(committed.error());
    }
  });
}

void Submit::accepted(store::StatementRecord record) {
  failpoint("statements.after_accept");
  if (!unrecorded_) core_->metrics.accepted();
  Found found;
  found.live = statement_;
  found.record = std::make_shared<const store::StatementRecord>(record);
  statement_->publish(found.record, core_->dependencies.timers);
  const auto warehouse = record.warehouse;
  enqueue(core_, std::make_shared<Task>(Task{statement_, std::move(record), session_}));
  if (statement_->stop_reason() != StopReason::kNone) {  // cancelled in between: it needs no runner
    if (auto work = core_->scheduler.take_out(warehouse, statement_->id())) work();
  }
  settle_token(found.record->id);
  std::optional<milliseconds> wait;
  if (submission_.wait) wait = std::chrono::duration_cast<milliseconds>(deadline_ - core_->now());
  answer_when_ended(*core_, found, wait, 0, [done = done_](const Result<RecordPointer>& ended) {
    done(View{*ended, std::nullopt});
  });
}

/// Gives back what was taken and answers with `error`.
void Submit::refuse(const Error& error) {
  if (statement_) core_->registry.drop(statement_->id());
  if (has_place_) core_->registry.release(warehouse_);
  if (session_ && core_->sessions->release(session_, !is_new_session_)) retire_session(*core_, session_);
  settle_token(error);
  done_(error);
}

/// A repeated token: the first statement, waited for as this request asks.
void Submit::answer_existing(const std::string& id) {
  auto found = find_statement(*core_, submission_.requester, id);
  if (!found) return done_(found.error());
  answer_when_ended(*core_, *found, submission_.wait, core_->limits.waiting_requests,
                    [done = done_](const Result<RecordPointer>& ended) {
                      if (ended) {
                        done(View{*ended, std::nullopt});
                      } else {
                        done(ended.error());
                      }
                    });
}

}  // namespace slipher::statements
