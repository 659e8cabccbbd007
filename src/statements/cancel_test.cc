#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

#include "statements/testing/service_fixture.h"

namespace slipher::statements::testing {
namespace {

using store::StatementState;
using ::testing::AnyOf;
using ::testing::Each;
using ::testing::HasSubstr;

class Cancel : public ServiceTest {};

TEST_F(Cancel, StopsARunningStatement) {
  start();
  const auto view = submit(submission({"select wait"}));
  wait_for_gate();
  const auto id = view->record->id;
  ASSERT_TRUE(cancel(id));
  ASSERT_TRUE(eventually_state(id, StatementState::kAborted));
  const auto record = describe(id)->record;
  EXPECT_EQ(record->error,
            "ERROR: Query (" + std::to_string(record->subs[0].query_id) + ") cancelled on user's request");
  EXPECT_EQ(cancel(id).error().message, "Could not cancel a query that is already in ABORTED state with ID: " + id);
  EXPECT_EQ(cancel("11111111-0000-4000-8000-000000000001").error().code, ErrorCode::kResourceNotFound);
}

TEST_F(Cancel, RepeatsAnInterruptThatTheEngineLost) {
  start();
  const auto view = submit(submission({"select wait"}));
  wait_for_gate();
  warehouses_.state->lost_interrupts = 5;
  ASSERT_TRUE(cancel(view->record->id));
  ASSERT_TRUE(eventually_state(view->record->id, StatementState::kAborted));
  EXPECT_GE(warehouses_.state->interrupts, 6);
}

TEST_F(Cancel, EndsAQueuedStatementAtOnce) {
  limits_.runners = 1;
  start();
  const auto first = submit(submission({"select wait"}));
  wait_for_gate();
  const auto second = submit(submission({"insert 1"}));
  ASSERT_TRUE(cancel(second->record->id));
  const auto ended = describe(second->record->id, seconds(30));
  EXPECT_EQ(ended->record->state, StatementState::kAborted);
  EXPECT_THAT(ended->record->error, HasSubstr("cancelled on user's request"));
  warehouses_.state->open_gate();
  ASSERT_TRUE(eventually_state(first->record->id, StatementState::kFinished));
  EXPECT_EQ(warehouses_.state->committed_rows, 0);
}

TEST_F(Cancel, AbortsTheRestOfABatch) {
  start();
  const auto view = submit(submission({"insert 3", "select wait", "insert 4"}));
  wait_for_gate();
  ASSERT_TRUE(cancel(view->record->id + ":2"));
  ASSERT_TRUE(eventually_state(view->record->id, StatementState::kAborted));
  const auto record = describe(view->record->id)->record;
  EXPECT_EQ(record->subs[0].state, StatementState::kFinished);
  EXPECT_EQ(record->subs[1].state, StatementState::kAborted);
  EXPECT_EQ(record->subs[2].state, StatementState::kAborted);
  EXPECT_EQ(warehouses_.state->committed_rows, 0);
}

TEST_F(Cancel, StopsAnAutoCommitBatchWhereItIs) {
  start();
  auto made = submission({"insert 3", "select wait", "insert 4"});
  made.auto_commit = true;
  const auto view = submit(std::move(made));
  wait_for_gate();
  ASSERT_TRUE(cancel(view->record->id));
  ASSERT_TRUE(eventually_state(view->record->id, StatementState::kAborted));
  EXPECT_EQ(warehouses_.state->committed_rows, 3);
}

TEST_F(Cancel, StopsAResultThatStreams) {
  start();
  const auto view = submit(submission({"select 100000000000"}));
  ASSERT_TRUE(eventually_state(view->record->id, StatementState::kStarted));
  ASSERT_TRUE(cancel(view->record->id));
  ASSERT_TRUE(eventually_state(view->record->id, StatementState::kAborted));
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_)) files += entry.is_regular_file();
  EXPECT_EQ(files, 0U);
}

/// Statements of one session are cancelled at random moments; each ends as a whole, and none takes the blow of another.
TEST_F(Cancel, NeverHitsTheNextStatement) {
  start();
  auto opening = submission({"select 1"});
  opening.session_keep_alive_seconds = 3600;
  const auto session = run(std::move(opening)).session_id;
  for (int round = 0; round < 300; ++round) {
    const auto victim = submit(in_session(session, "select 20000"));
    ASSERT_TRUE(victim);
    std::thread canceller([&] { (void)cancel(victim->record->id); });
    if (round % 3 == 0) std::this_thread::yield();
    const auto next = submit(in_session(session, "insert 1"));
    canceller.join();
    ASSERT_TRUE(next);
    const auto ended = describe(next->record->id, seconds(30));
    ASSERT_EQ(ended->record->state, StatementState::kFinished) << ended->record->error;
    const auto first = describe(victim->record->id, seconds(30));
    ASSERT_THAT(first->record->state, AnyOf(StatementState::kFinished, StatementState::kAborted));
  }
  EXPECT_EQ(warehouses_.state->committed_rows, 300);
}

TEST_F(Cancel, ManyThreadsAtOnce) {
  start();
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::vector<StatementState> states;
  for (int thread = 0; thread < 6; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 50; ++i) {
        const auto view = submit(submission({i % 2 ? "insert 1" : "select 3000"}));
        if (!view) continue;
        if ((i + thread) % 3 == 0) (void)cancel(view->record->id);
        const auto ended = describe(view->record->id, seconds(30));
        std::lock_guard lock(mutex);
        states.push_back(ended->record->state);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(states.size(), 300U);
  EXPECT_THAT(states, Each(AnyOf(StatementState::kFinished, StatementState::kAborted)));
}

class Waits : public ServiceTest {
 protected:
  std::future<Result<View>> describe_later(const std::string& id, seconds wait) {
    auto [done, future] = promise<View>();
    service_->describe(kAlice, id, wait, std::move(done));
    return std::move(future);
  }
};

TEST_F(Waits, SubmitAnswersWithTheStateOfTheMomentWhenTheWaitRunsOut) {
  start();
  auto made = submission({"select wait"});
  made.wait = seconds(5);
  auto answer = submit_later(std::move(made));
  wait_for_gate();
  EXPECT_EQ(answer.wait_for(seconds(0)), std::future_status::timeout);
  pass(seconds(5));
  ASSERT_TRUE(eventually([&] { return answer.wait_for(seconds(0)) == std::future_status::ready; }));
  EXPECT_FALSE(is_terminal(answer.get()->record->state));
}

TEST_F(Waits, ManyAreAnsweredAtTheEnd) {
  limits_.waiting_requests = 20000;
  start();
  const auto view = submit(submission({"select wait"}));
  wait_for_gate();
  std::vector<std::future<Result<View>>> answers;
  for (int i = 0; i < 10000; ++i) answers.push_back(describe_later(view->record->id, seconds(30)));
  warehouses_.state->open_gate();
  for (auto& answer : answers) ASSERT_EQ(answer.get()->record->state, StatementState::kFinished);
}

TEST_F(Waits, AreLimitedPerStatement) {
  limits_.waiting_requests = 2;
  start();
  const auto view = submit(submission({"select wait"}));
  wait_for_gate();
  auto first = describe_later(view->record->id, seconds(30));
  auto second = describe_later(view->record->id, seconds(10));
  EXPECT_EQ(describe(view->record->id, seconds(10)).error().code, ErrorCode::kActiveWaitingRequestsExceeded);
  pass(seconds(10));
  EXPECT_FALSE(is_terminal(second.get()->record->state));
  auto third = describe_later(view->record->id, seconds(30));
  warehouses_.state->open_gate();
  EXPECT_EQ(first.get()->record->state, StatementState::kFinished);
  EXPECT_EQ(third.get()->record->state, StatementState::kFinished);
}

TEST_F(Waits, ResultComesWithTheEnd) {
  start();
  const auto view = submit(submission({"select wait"}));
  auto [done, rows] = promise<ResultPage>();
  service_->result_page(kAlice, view->record->id, false, 0, seconds(30), std::move(done));
  auto [done_in_vain, nothing] = promise<ResultPage>();
  service_->result_page(kAlice, view->record->id, false, 0, seconds(1), std::move(done_in_vain));
  wait_for_gate();
  pass(seconds(2));
  EXPECT_EQ(nothing.get().error().code, ErrorCode::kResourceNotFound);
  warehouses_.state->open_gate();
  EXPECT_EQ(rows.get()->total_rows, 1);
}

TEST_F(Waits, AreAnsweredAtShutdown) {
  start();
  auto made = submission({"insert 1; select wait"});
  made.wait = seconds(30);
  auto answer = submit_later(std::move(made));
  wait_for_gate();
  service_->stop(seconds(0));
  const auto view = answer.get();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->record->state, StatementState::kFailed);
  EXPECT_THAT(view->record->error, HasSubstr("the server was stopped"));
}

}  // namespace
}  // namespace slipher::statements::testing
