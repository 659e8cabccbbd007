#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statements/testing/service_fixture.h"

namespace slipher::statements::testing {
namespace {

using store::StatementState;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SessionTest : public ServiceTest {
 protected:
  std::string open_session(std::int64_t keep_alive = 60) {
    auto made = submission({"select 1"});
    made.session_keep_alive_seconds = keep_alive;
    return run(std::move(made)).session_id;
  }
  std::string status(const std::string& id) {
    const auto view = service_->find_session(kAlice, id);
    return view ? view->status : view.error().message;
  }
};

TEST_F(SessionTest, KeepsItsConnection) {
  start();
  const auto id = open_session();
  ASSERT_NE(id, "");
  const auto second = run(in_session(id, "select 2"));
  EXPECT_EQ(second.state, StatementState::kFinished);
  EXPECT_EQ(second.process_id, 1001);
  EXPECT_EQ(second.session_id, id);
  EXPECT_EQ(second.database, "dev");
  EXPECT_EQ(status(id), "AVAILABLE");
  EXPECT_EQ(run(submission({"select 1"})).session_id, "");
}

TEST_F(SessionTest, TransactionStaysOpenBetweenStatements) {
  start();
  const auto id = open_session();
  run(in_session(id, "BEGIN"));
  run(in_session(id, "insert 3"));
  EXPECT_EQ(warehouses_.state->committed_rows, 0);
  const auto committed = run(in_session(id, "COMMIT"));
  EXPECT_EQ(warehouses_.state->committed_rows, 3);
  EXPECT_EQ(warehouses_.state->markers.count(committed.id), 1U);
}

TEST_F(SessionTest, FailureInsideABlockAbortsItUntilRollback) {
  start();
  const auto id = open_session();
  run(in_session(id, "BEGIN; insert 1"));
  run(in_session(id, "fail oops"));
  EXPECT_THAT(run(in_session(id, "select 1")).error, HasSubstr("current transaction is aborted"));
  EXPECT_EQ(run(in_session(id, "ROLLBACK")).state, StatementState::kFinished);
  EXPECT_EQ(run(in_session(id, "select 1")).state, StatementState::kFinished);
  EXPECT_EQ(warehouses_.state->committed_rows, 0);
}

TEST_F(SessionTest, WrongIdsGetTheirTexts) {
  start();
  const auto id = open_session();
  EXPECT_EQ(submit(in_session("11111111-0000-4000-8000-000000000001", "select 1")).error().message,
            "Session with Id: 11111111-0000-4000-8000-000000000001 is invalid");
  auto foreign = in_session(id, "select 1");
  foreign.requester = kBob;
  EXPECT_EQ(submit(std::move(foreign)).error().message, "Session with Id: " + id + " is invalid");
  EXPECT_EQ(service_->find_session(kBob, id).error().code, ErrorCode::kResourceNotFound);
  pass(seconds(61));
  EXPECT_EQ(submit(in_session(id, "select 1")).error().message, "Session is not available");
  EXPECT_EQ(status(id), "CLOSED");
}

TEST_F(SessionTest, IdleTimeBeginsAnewWithEachStatement) {
  start();
  const auto id = open_session(60);
  pass(seconds(50));
  run(in_session(id, "select 1"));
  pass(seconds(50));
  EXPECT_EQ(status(id), "AVAILABLE");
  auto shorter = in_session(id, "select 1");
  shorter.session_keep_alive_seconds = 5;
  run(std::move(shorter));
  pass(seconds(6));
  EXPECT_EQ(status(id), "CLOSED");
  EXPECT_TRUE(eventually([&] { return store_.find_session(id)->value().closed; }));
}

TEST_F(SessionTest, ClosingRollsBack) {
  start();
  const auto id = open_session();
  run(in_session(id, "BEGIN; insert 1"));
  pass(seconds(61));
  EXPECT_TRUE(eventually([&] {
    const auto lines = warehouses_.state->lines();
    return std::count(lines.begin(), lines.end(), "rollback") == 1 &&
           std::count(lines.begin(), lines.end(), "close") == 1;
  }));
}

TEST_F(SessionTest, BusySessionIsWaitedFor) {
  start();
  const auto id = open_session();
  const auto first = submit(in_session(id, "select wait"));
  ASSERT_TRUE(first);
  wait_for_gate();
  EXPECT_EQ(status(id), "BUSY");
  EXPECT_EQ(service_->find_session(kAlice, id)->current_statement_id, first->record->id);
  auto second = submit_later(in_session(id, "select 2"));
  auto third = submit_later(in_session(id, "select 3"));
  EXPECT_EQ(second.wait_for(seconds(0)), std::future_status::timeout);
  warehouses_.state->open_gate();
  ASSERT_TRUE(second.get());
  const auto last = third.get();
  ASSERT_TRUE(last);
  EXPECT_TRUE(eventually_state(last->record->id, StatementState::kFinished));
  EXPECT_THAT(engine_log(), ElementsAre("select 1", "select wait", "select 2", "select 3"));
}

TEST_F(SessionTest, BusySessionIsRefusedAfterAWhile) {
  limits_.session_busy_wait = milliseconds(500);
  start();
  const auto id = open_session();
  ASSERT_TRUE(submit(in_session(id, "select wait")));
  auto second = submit_later(in_session(id, "select 2"));
  pass(milliseconds(501));
  EXPECT_EQ(second.get().error().message, "Session is not available");
  warehouses_.state->open_gate();
  EXPECT_TRUE(eventually([&] { return status(id) == "AVAILABLE"; }));
  EXPECT_EQ(run(in_session(id, "select 5")).state, StatementState::kFinished);
}

TEST_F(SessionTest, HardCapEndsARunningStatement) {
  limits_.session_hard_cap = seconds(100);
  start();
  const auto id = open_session(90);
  pass(seconds(50));
  const auto view = submit(in_session(id, "select wait"));
  ASSERT_TRUE(view);
  wait_for_gate();
  pass(seconds(60));
  ASSERT_TRUE(eventually_state(view->record->id, StatementState::kFailed));
  EXPECT_THAT(describe(view->record->id)->record->error, HasSubstr("longest life of 100 seconds"));
  EXPECT_TRUE(eventually([&] { return status(id) == "CLOSED"; }));
}

TEST_F(SessionTest, NumberOfSessionsIsLimited) {
  limits_.sessions = 2;
  start();
  open_session(30);
  open_session();
  auto third = submission({"select 1"});
  third.session_keep_alive_seconds = 10;
  EXPECT_EQ(submit(third).error().code, ErrorCode::kActiveSessionsExceeded);
  pass(seconds(31));
  EXPECT_TRUE(submit(third));
}

TEST_F(SessionTest, ListShowsTheTruth) {
  start();
  const auto first = open_session(10);
  pass(seconds(5));
  const auto second = open_session();
  pass(seconds(6));
  store::SessionFilter filter;
  filter.limit = 1;
  auto open = service_->list_sessions(filter, std::nullopt);
  ASSERT_TRUE(open);
  ASSERT_EQ(open->size(), 1U);
  EXPECT_EQ((*open)[0].record.id, second);
  const auto closed = service_->list_sessions(filter, "CLOSED");
  ASSERT_EQ(closed->size(), 1U);
  EXPECT_EQ((*closed)[0].record.id, first);
}

TEST_F(SessionTest, FirstStatementThatCannotConnectClosesIt) {
  start();
  auto made = submission({"select 1"});
  made.target->database = "missing";
  made.session_keep_alive_seconds = 60;
  const auto record = run(std::move(made));
  EXPECT_EQ(record.state, StatementState::kFailed);
  EXPECT_EQ(status(record.session_id), "CLOSED");
  EXPECT_EQ(submit(in_session(record.session_id, "select 1")).error().message, "Session is not available");
}

TEST_F(SessionTest, ManyIdleSessionsNeedNoThread) {
  limits_.sessions = 3000;
  start();
  std::vector<std::string> ids;
  for (int i = 0; i < 2000; ++i) ids.push_back(open_session(60));
  EXPECT_THAT(metrics_.prometheus_text(), HasSubstr("slipher_sessions 2000"));
  EXPECT_EQ(run(in_session(ids[1000], "select 1")).state, StatementState::kFinished);
  pass(seconds(61));
  EXPECT_THAT(metrics_.prometheus_text(), HasSubstr("slipher_sessions 0"));
}

}  // namespace
}  // namespace slipher::statements::testing
