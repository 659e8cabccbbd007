#include "statements/submit.h"

#include <gmock/gmock.h>

#include "statements/testing/service_fixture.h"

namespace slipher::statements::testing {
namespace {

using store::StatementState;

/// Reads that run before they are stored.
class EarlyRead : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    limits_.submit_patience = milliseconds(5);
  }
  static Submission waited(const std::string& sql) {
    auto made = submission({sql});
    made.wait = seconds(30);
    return made;
  }
  /// Without letting time pass.
  void wait_until_it_runs() {
    while (warehouses_.state->waiting_now() != 1) std::this_thread::sleep_for(milliseconds(1));
  }
  std::vector<store::StatementRecord> stored() { return *store_.list_statements({}); }
};

TEST_F(EarlyRead, TakesOneCommit) {
  start();
  const auto before = store_.commits();
  const auto record = run(submission({"select 1"}));
  EXPECT_EQ(record.state, StatementState::kFinished);
  EXPECT_EQ(store_.commits() - before, 1u);
  EXPECT_EQ(stored().at(0).state, StatementState::kFinished);
  EXPECT_TRUE(describe(record.id));
  EXPECT_TRUE(page(record.id));
}

TEST_F(EarlyRead, TakesOneCommitWithItsTokenToo) {
  start();
  const auto before = store_.commits();
  auto with_token = submission({"select 1"});
  with_token.client_token = "token";
  const auto first = submit(with_token);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->record->state, StatementState::kFinished);
  EXPECT_EQ(store_.commits() - before, 1u);
  const auto repeated = submit(with_token);
  EXPECT_EQ(repeated->record->id, first->record->id);
  EXPECT_EQ(store_.commits() - before, 1u);
  restart();
  EXPECT_EQ(submit(with_token)->record->id, first->record->id);
}

TEST_F(EarlyRead, AnswersItsTokensDuplicatesWhenItIsStored) {
  start();
  store_.hold(true);
  auto with_token = submission({"select 1"});
  with_token.client_token = "token";
  auto first = submit_later(with_token);
  auto duplicate = submit_later(with_token);
  EXPECT_EQ(duplicate.wait_for(milliseconds(20)), std::future_status::timeout);
  store_.hold(false);
  EXPECT_EQ(duplicate.get()->record->id, first.get()->record->id);
}

TEST_F(EarlyRead, OnlyReadsRunBeforeTheyAreStored) {
  start();
  store_.hold(true);
  auto write = submit_later(waited("insert 1"));
  auto batch = submit_later(submission({"select 1", "select 2"}));
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_TRUE(engine_log().empty());
  store_.hold(false);
  EXPECT_TRUE(write.get() && batch.get());
}

TEST_F(EarlyRead, GivesItsIdAfterAMomentWhenItGoesOn) {
  start();
  auto answer = submit_later(submission({"select wait"}));
  wait_until_it_runs();
  EXPECT_TRUE(stored().empty());
  pass(milliseconds(5));
  ASSERT_TRUE(eventually([&] { return answer.wait_for(milliseconds(0)) == std::future_status::ready; }));
  EXPECT_EQ(answer.get()->record->state, StatementState::kStarted);
  warehouses_.state->open_gate();
  EXPECT_TRUE(eventually_state(stored().at(0).id, StatementState::kFinished));
}

TEST_F(EarlyRead, IsRefusedWhenItsEndCannotBeStored) {
  limits_.active_statements = 1;
  start();
  store_.fail_next(1);
  const auto refused = submit(waited("select 1"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInternal);
  EXPECT_TRUE(stored().empty());
  EXPECT_FALSE(describe("00000000-0000-4000-8000-000000000001"));
  EXPECT_EQ(run(submission({"select 1"})).state, StatementState::kFinished) << "its place is free again";
}

TEST_F(EarlyRead, IsStoredAfterAMomentWhenItGoesOn) {
  start();
  auto answer = submit_later(waited("select wait"));
  wait_until_it_runs();
  EXPECT_TRUE(stored().empty());
  EXPECT_TRUE(eventually([&] { return !stored().empty() && stored()[0].state == StatementState::kStarted; }));
  const auto id = stored().at(0).id;
  EXPECT_EQ(describe(id)->record->state, StatementState::kStarted);
  warehouses_.state->open_gate();
  EXPECT_EQ(answer.get()->record->state, StatementState::kFinished);
  EXPECT_EQ(stored().at(0).state, StatementState::kFinished);
}

TEST_F(EarlyRead, AnswersWhenTheWaitIsOver) {
  start();
  auto answer = submit_later(waited("select wait"));
  wait_until_it_runs();
  store_.hold(true);
  pass(seconds(30));  // nothing is stored yet: there is no id to give
  EXPECT_EQ(answer.wait_for(milliseconds(20)), std::future_status::timeout);
  store_.hold(false);
  ASSERT_TRUE(eventually([&] { return answer.wait_for(milliseconds(0)) == std::future_status::ready; }));
  EXPECT_EQ(answer.get()->record->state, StatementState::kStarted);
}

TEST_F(EarlyRead, IsForgottenByAServerThatStops) {
  start();
  auto answer = submit_later(waited("select wait"));
  wait_until_it_runs();
  service_->stop(seconds(0));
  const auto stopped = answer.get();
  EXPECT_FALSE(stopped);
  EXPECT_TRUE(stored().empty());
}

TEST_F(EarlyRead, IsStoredAfterAMomentWhereNoRunnerIsFree) {
  limits_.runners = 1;
  start();
  auto first = submit_later(waited("select wait"));
  wait_until_it_runs();
  auto second = submit_later(waited("select 2"));
  auto third = submit_later(submission({"select 3"}));
  pass(milliseconds(5));
  EXPECT_EQ(third.get()->record->state, StatementState::kSubmitted);
  EXPECT_TRUE(eventually([&] { return stored().size() == 3; }));
  warehouses_.state->open_gate();
  EXPECT_EQ(second.get()->record->state, StatementState::kFinished);
  EXPECT_TRUE(first.get());
}

TEST_F(EarlyRead, IsStoredFirstWhereManyWait) {
  limits_.runners = 1;
  start();
  auto first = submit_later(waited("select wait"));
  wait_until_it_runs();
  std::vector<std::future<Result<View>>> others;
  for (int i = 0; i < 5; ++i) others.push_back(submit_later(submission({"select 1"})));
  EXPECT_EQ(others.back().get()->record->state, StatementState::kSubmitted);
  EXPECT_EQ(stored().size(), 1u);
  warehouses_.state->open_gate();
  others.pop_back();
  for (auto& other : others) EXPECT_EQ(other.get()->record->state, StatementState::kFinished);
  EXPECT_TRUE(first.get());
}

}  // namespace
}  // namespace slipher::statements::testing
