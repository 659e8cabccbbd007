#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statements/testing/service_fixture.h"

namespace slipher::statements::testing {
namespace {

using store::StatementState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Records as a killed process left them.
class Recovery : public ServiceTest {
 protected:
  store::StatementRecord left_behind(StatementState state, std::vector<std::string> sqls) {
    store::StatementRecord record;
    record.id = ids_.uuid();
    record.owner = kAlice.principal;
    record.warehouse = record.warehouse_name = "w1";
    record.database = "dev";
    record.db_user = "alice";
    record.state = state;
    record.is_batch = sqls.size() > 1;
    record.created_at = record.updated_at = clock_.now();
    for (auto& sql : sqls) {
      auto& sub = record.subs.emplace_back();
      sub.sql = std::move(sql);
      sub.created_at = sub.updated_at = record.created_at;
    }
    return record;
  }
  void left_marker(const std::string& id, std::int64_t rows, bool final = true) {
    warehouses_.state->markers[id] = {id, rows, false, final};
  }
};

TEST_F(Recovery, WhatHadNotBegunRuns) {
  const auto waiting = left_behind(StatementState::kSubmitted, {"insert 2"});
  store_.put_statement(waiting);
  start();
  EXPECT_TRUE(eventually_state(waiting.id, StatementState::kFinished));
  EXPECT_EQ(warehouses_.state->committed_rows, 2);
}

TEST_F(Recovery, ReadsRunAgain) {
  const auto reading = left_behind(StatementState::kStarted, {"select 2"});
  store_.put_statement(reading);
  start();
  EXPECT_TRUE(eventually_state(reading.id, StatementState::kFinished));
  EXPECT_EQ(page(reading.id)->total_rows, 2);
}

TEST_F(Recovery, CommittedWriteIsFinishedAndNotRunAgain) {
  const auto writing = left_behind(StatementState::kStarted, {"insert 7"});
  store_.put_statement(writing);
  left_marker(writing.id, 7);
  start();
  const auto record = describe(writing.id)->record;
  EXPECT_EQ(record->state, StatementState::kFinished);
  EXPECT_EQ(record->subs[0].result_rows, 7);
  EXPECT_EQ(record->subs[0].state, StatementState::kFinished);
  EXPECT_THAT(engine_log(), IsEmpty());
  EXPECT_TRUE(warehouses_.state->markers.empty());
}

TEST_F(Recovery, UncommittedWriteFailed) {
  auto writing = left_behind(StatementState::kStarted, {"insert 7"});
  writing.with_event = true;
  store_.put_statement(writing);
  const auto half = left_behind(StatementState::kStarted, {"insert 1; COMMIT; insert 2"});
  store_.put_statement(half);
  left_marker(half.id, 1, false);
  start();
  EXPECT_EQ(describe(writing.id)->record->state, StatementState::kFailed);
  EXPECT_THAT(describe(writing.id)->record->error, HasSubstr("rolled back"));
  EXPECT_EQ(describe(half.id)->record->state, StatementState::kFailed);
  EXPECT_THAT(describe(half.id)->record->error, HasSubstr("what came before its last COMMIT is done"));
  EXPECT_THAT(engine_log(), IsEmpty());
  ASSERT_EQ(store_.events().size(), 1U);
  EXPECT_THAT(store_.events()[0].body, HasSubstr("\"FAILED\""));
}

TEST_F(Recovery, AutoCommitBatchIsSettledSubBySub) {
  auto batch = left_behind(StatementState::kStarted, {"insert 1", "fail x", "insert 3", "insert 4", "insert 5"});
  batch.auto_commit = true;
  batch.subs[1].state = StatementState::kFailed;
  batch.subs[1].error = "ERROR: x";
  store_.put_statement(batch);
  left_marker(batch.id + ":1", 1);
  left_marker(batch.id + ":3", 3);
  start();
  const auto record = describe(batch.id)->record;
  EXPECT_EQ(record->state, StatementState::kFailed);
  EXPECT_EQ(record->error, "ERROR: x");
  EXPECT_EQ(record->subs[0].state, StatementState::kFinished);
  EXPECT_EQ(record->subs[2].state, StatementState::kFinished);
  EXPECT_EQ(record->subs[2].result_rows, 3);
  EXPECT_EQ(record->subs[3].state, StatementState::kFailed);
  EXPECT_EQ(record->subs[4].state, StatementState::kAborted);
}

TEST_F(Recovery, SessionsAreClosed) {
  store::SessionRecord session;
  session.id = ids_.uuid();
  session.owner = kAlice.principal;
  session.warehouse = "w1";
  session.database = "dev";
  session.created_at = clock_.now();
  session.keep_alive_seconds = 60;
  store_.put_session(session);
  auto lost = left_behind(StatementState::kSubmitted, {"select 1"});
  lost.session_id = session.id;
  store_.put_statement(lost);
  start();
  EXPECT_EQ(service_->find_session(kAlice, session.id)->status, "CLOSED");
  EXPECT_EQ(submit(in_session(session.id, "select 1")).error().message, "Session is not available");
  EXPECT_EQ(describe(lost.id)->record->state, StatementState::kFailed);
  EXPECT_THAT(describe(lost.id)->record->error, HasSubstr("session of the query is closed"));
}

TEST_F(Recovery, SessionWhoseFirstStatementHadNotBegunLives) {
  store::SessionRecord session;
  session.id = ids_.uuid();
  session.owner = kAlice.principal;
  session.warehouse = "w1";
  session.database = "dev";
  session.created_at = clock_.now();
  session.keep_alive_seconds = 60;
  store_.put_session(session);
  auto first = left_behind(StatementState::kSubmitted, {"insert 1"});
  first.session_id = session.id;
  first.owns_session = true;
  store_.put_statement(first);
  start();
  EXPECT_TRUE(eventually_state(first.id, StatementState::kFinished));
  EXPECT_EQ(service_->find_session(kAlice, session.id)->status, "AVAILABLE");
}

TEST_F(Recovery, ShutdownLeavesQueuedAndReadsForTheNextStart) {
  limits_.runners = 1;
  start();
  const auto reading = submit(submission({"select wait"}));
  wait_for_gate();
  const auto queued = submit(submission({"insert 4"}));
  ASSERT_TRUE(reading && queued);
  restart();
  warehouses_.state->open_gate();
  EXPECT_TRUE(eventually_state(reading->record->id, StatementState::kFinished));
  EXPECT_TRUE(eventually_state(queued->record->id, StatementState::kFinished));
  EXPECT_EQ(warehouses_.state->committed_rows, 4);
}

TEST_F(Recovery, WrittenResultsSurvive) {
  limits_.inline_result_bytes = 100;
  start();
  const auto record = run(submission({"insert 1; select 1000"}));
  ASSERT_EQ(record.state, StatementState::kFinished);
  restart();
  const auto rows = page(record.id);
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->total_rows, 1000);
}

/// A procedure commits on its way: the part's marker is not final, and the whole's is written although nothing that the
/// unit itself commits has changed.
TEST_F(Recovery, ACallThatCommitsLeavesAFinalMarker) {
  start();
  const auto record = run(submission({"call 3"}));
  EXPECT_EQ(record.state, StatementState::kFinished);
  EXPECT_EQ(warehouses_.state->committed_rows, 3);
  ASSERT_TRUE(warehouses_.state->last_marker);
  EXPECT_TRUE(warehouses_.state->last_marker->final);
  EXPECT_EQ(warehouses_.state->last_marker->statement_id, record.id);
  // A TRANSACTION batch is all or nothing: it gives no leave to commit.
  const auto batch = run(submission({"insert 1", "call 4"}));
  EXPECT_EQ(batch.state, StatementState::kFailed);
  EXPECT_THAT(batch.error, HasSubstr("COMMIT cannot be invoked"));
  EXPECT_EQ(warehouses_.state->committed_rows, 3);
}

/// The moment between the engine's commit and the terminal state: rows, result and marker are there already.
TEST_F(Recovery, ResultOfAWriteIsDurableBeforeTheEngineCommits) {
  start();
  const auto view = submit(submission({"insert 1; select 5"}));
  ASSERT_TRUE(view);
  ASSERT_TRUE(eventually_state(view->record->id, StatementState::kFinished));
  auto stored = store_.find_statement(view->record->id)->value();
  EXPECT_EQ(store_.commits(), 5U);          // recovery's, SUBMITTED, STARTED, result, FINISHED
  stored.state = StatementState::kStarted;  // as the fourth commit left it
  stored.subs[0].state = StatementState::kStarted;
  service_.reset();
  store_.put_statement(stored);
  left_marker(view->record->id, 5);
  start();
  EXPECT_EQ(describe(view->record->id)->record->state, StatementState::kFinished);
  EXPECT_EQ(page(view->record->id)->total_rows, 5);
}

}  // namespace
}  // namespace slipher::statements::testing
