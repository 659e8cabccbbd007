#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statements/testing/service_fixture.h"

namespace slipher::statements::testing {
namespace {

using store::StatementState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LifeOfAStatement : public ServiceTest {};

TEST_F(LifeOfAStatement, SelectFinishesWithItsResult) {
  start();
  const auto record = run(submission({"select 3"}));
  EXPECT_EQ(record.state, StatementState::kFinished);
  EXPECT_TRUE(record.has_result_set);
  EXPECT_EQ(record.subs[0].result_rows, 3);
  EXPECT_EQ(record.process_id, 1001);
  EXPECT_GT(record.subs[0].query_id, 0);
  EXPECT_GE(record.duration_ns, 0);
  EXPECT_EQ(record.error, "");
  const auto rows = page(record.id);
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->records_json, R"([{"longValue":0}],[{"longValue":1}],[{"longValue":2}])");
  EXPECT_EQ(rows->total_rows, 3);
  EXPECT_EQ(rows->columns.at(0).name, "n");
  EXPECT_FALSE(rows->next_page);
  EXPECT_THAT(engine_log(), ElementsAre("select 3"));
}

TEST_F(LifeOfAStatement, SelectCostsTwoCommits) {
  start();
  const auto before = store_.commits();
  const auto view = submit(submission({"select 1"}));
  ASSERT_TRUE(view);
  EXPECT_TRUE(eventually_state(view->record->id, StatementState::kFinished));
  EXPECT_EQ(store_.commits() - before, 2U);
}

TEST_F(LifeOfAStatement, WriteIsStartedDurablyBeforeTheEngineSeesIt) {
  start();
  store_.hold(false);
  const auto record = run(submission({"insert 5"}));
  EXPECT_EQ(record.state, StatementState::kFinished);
  EXPECT_FALSE(record.has_result_set);
  EXPECT_EQ(record.subs[0].result_rows, 5);
  EXPECT_EQ(record.subs[0].result_bytes, 0);
  EXPECT_THAT(engine_log(), ElementsAre("begin", "insert 5", "commit"));
  EXPECT_EQ(store_.commits(), 4U);  // recovery's, SUBMITTED, STARTED, FINISHED
}

TEST_F(LifeOfAStatement, NothingIsVisibleBeforeItIsDurable) {
  start();
  store_.hold(true);
  auto answer = submit_later(submission({"select 1"}));
  EXPECT_FALSE(describe("00000000-0000-4000-8000-000000000001"));
  store_.hold(false);
  const auto view = answer.get();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->record->id, "00000000-0000-4000-8000-000000000001");
}

TEST_F(LifeOfAStatement, MemoryOfTheEnginesIsMeasured) {
  start();
  EXPECT_THAT(metrics_.prometheus_text(), HasSubstr("slipher_engine_memory_bytes 4096\n"));
}

TEST_F(LifeOfAStatement, FullDiskRefusesTheSubmission) {
  start();
  store_.fail_next(1);
  const auto refused = submit(submission({"select 1"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInternal);
  EXPECT_TRUE(engine_log().empty());
}

TEST_F(LifeOfAStatement, EndThatCannotBeStoredIsTriedAgain) {
  start();
  const auto view = submit(submission({"select wait"}));
  ASSERT_TRUE(view);
  wait_for_gate();
  store_.fail_next(2);
  warehouses_.state->open_gate();
  EXPECT_TRUE(eventually_state(view->record->id, StatementState::kFinished));
}

TEST_F(LifeOfAStatement, RunningReadShowsStartedAfterAMoment) {
  start();
  const auto view = submit(submission({"select wait"}));
  ASSERT_TRUE(view);
  EXPECT_EQ(view->record->state, StatementState::kSubmitted);
  EXPECT_TRUE(eventually_state(view->record->id, StatementState::kStarted));
  warehouses_.state->open_gate();
  EXPECT_TRUE(eventually_state(view->record->id, StatementState::kFinished));
}

TEST_F(LifeOfAStatement, DescribeHasAMomentOfPatience) {
  limits_.describe_patience = milliseconds(5);
  limits_.waiting_requests = 2;
  start();
  const auto view = submit(submission({"select wait"}));
  ASSERT_TRUE(view);
  wait_for_gate();
  const auto later = [&] {
    auto [done, future] = promise<View>();
    service_->describe(kAlice, view->record->id, std::nullopt, std::move(done));
    return std::move(future);
  };
  auto impatient = later();
  auto other = later();
  EXPECT_EQ(impatient.wait_for(milliseconds(0)), std::future_status::timeout);
  EXPECT_TRUE(later().get()) << "one more than may wait is answered at once";
  pass(milliseconds(5));
  EXPECT_EQ(impatient.wait_for(seconds(10)), std::future_status::ready);
  EXPECT_NE(impatient.get()->record->state, StatementState::kFinished);
  EXPECT_TRUE(other.get());

  auto patient = later();
  warehouses_.state->open_gate();
  EXPECT_EQ(patient.get()->record->state, StatementState::kFinished);
}

TEST_F(LifeOfAStatement, FailureKeepsTheEnginesText) {
  start();
  const auto record = run(submission({"fail syntax error at or near \"FROM\"\n  Position: 12"}));
  EXPECT_EQ(record.state, StatementState::kFailed);
  EXPECT_EQ(record.error, "ERROR: syntax error at or near \"FROM\"\n  Position: 12");
  EXPECT_EQ(record.subs[0].result_rows, -1);
  const auto rows = page(record.id);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, ErrorCode::kResourceNotFound);
}

TEST_F(LifeOfAStatement, UnknownDatabaseFailsTheStatement) {
  start();
  auto wanted = submission({"select 1"});
  wanted.target->database = "missing";
  const auto record = run(std::move(wanted));
  EXPECT_EQ(record.state, StatementState::kFailed);
  EXPECT_EQ(record.error, "ERROR: database \"missing\" does not exist");
}

TEST_F(LifeOfAStatement, UnknownWarehouseIsRefused) {
  start();
  auto wanted = submission({"select 1"});
  wanted.target->warehouse = "unknown";
  const auto refused = submit(std::move(wanted));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "Redshift endpoint doesn't exist in this region.");
}

TEST_F(LifeOfAStatement, StrangersSeeNothing) {
  start();
  const auto record = run(submission({"select 1"}));
  const auto foreign = describe(record.id, std::nullopt, kBob);
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, ErrorCode::kResourceNotFound);
  EXPECT_EQ(foreign.error().message, "Query does not exist.");
  EXPECT_EQ(cancel(record.id, kBob).error().message, "Query does not exist.");
  EXPECT_TRUE(describe(record.id, std::nullopt, kRoot));
  EXPECT_FALSE(describe(record.id + ":1"));
  EXPECT_FALSE(describe(record.id + ":x"));
}

TEST_F(LifeOfAStatement, LimitsHaveTheirErrors) {
  limits_.sql_bytes = 100;
  limits_.active_statements = 1;
  start();
  EXPECT_EQ(submit(submission({std::string(101, ' ')})).error().code, ErrorCode::kValidation);
  auto with_unused = submission({"select 1"});
  with_unused.parameters = {{"id", "1"}};
  EXPECT_EQ(submit(std::move(with_unused)).error().message,
            "Parameters list contains unused parameters. Unused parameters: [id]");
  const auto first = submit(submission({"select wait"}));
  ASSERT_TRUE(first);
  EXPECT_EQ(submit(submission({"select 1"})).error().code, ErrorCode::kActiveStatementsExceeded);
  auto elsewhere = submission({"select 1"});
  elsewhere.target->warehouse = "w2";
  EXPECT_EQ(run(std::move(elsewhere)).state, StatementState::kFinished);
  warehouses_.state->open_gate();
  ASSERT_TRUE(eventually_state(first->record->id, StatementState::kFinished));
  EXPECT_EQ(run(submission({"select 1"})).state, StatementState::kFinished);
}

TEST_F(LifeOfAStatement, EventIsStoredWithTheEnd) {
  start();
  auto wanted = submission({"select 2"});
  wanted.with_event = true;
  wanted.statement_name = "etl \"one\"";
  const auto record = run(std::move(wanted));
  const auto events = store_.events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].statement_id, record.id);
  EXPECT_THAT(events[0].body, HasSubstr(R"("detail-type":"Redshift Data Statement Status Change")"));
  EXPECT_THAT(events[0].body, HasSubstr(R"("statementName":"etl \"one\"")"));
  EXPECT_THAT(events[0].body, HasSubstr(R"("state":"FINISHED","rows":2,"expireAt":1700086400)"));
  EXPECT_THAT(events[0].body, HasSubstr(R"("arn:aws:redshift:us-east-1:000000000000:cluster:w1")"));
  EXPECT_THAT(events[0].body, HasSubstr(R"("time":"2023-11-14T22:13:20Z")"));
}

TEST_F(LifeOfAStatement, TimeoutEndsALongStatement) {
  limits_.statement_timeout = seconds(60);
  start();
  const auto view = submit(submission({"select wait"}));
  ASSERT_TRUE(view);
  wait_for_gate();
  pass(seconds(61));
  ASSERT_TRUE(eventually_state(view->record->id, StatementState::kFailed));
  EXPECT_THAT(describe(view->record->id)->record->error, HasSubstr("longer than the limit of 60 seconds"));
}

TEST_F(LifeOfAStatement, MetadataCallsRunOnARunner) {
  start();
  std::promise<std::vector<std::string>> databases;
  ASSERT_TRUE(service_->run_on_warehouse("w1", [&](Result<std::shared_ptr<engine::Warehouse>> warehouse) {
    databases.set_value(*(*warehouse)->list_databases());
  }));
  EXPECT_THAT(databases.get_future().get(), ElementsAre("dev"));
}

TEST_F(LifeOfAStatement, StoppedServiceTakesNothing) {
  start();
  service_->stop(seconds(0));
  EXPECT_EQ(submit(submission({"select 1"})).error().code, ErrorCode::kServiceUnavailable);
}

class ClientTokens : public ServiceTest {
 protected:
  static Submission with_token(const std::string& hash) {
    auto made = submission({"select 1"});
    made.client_token = "t";
    made.request_hash = hash;
    return made;
  }
};

TEST_F(ClientTokens, RepeatGivesTheFirstStatement) {
  start();
  const auto first = submit(with_token("a"));
  const auto second = submit(with_token("a"));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->record->id, second->record->id);
  EXPECT_EQ(submit(with_token("b")).error().code, ErrorCode::kValidation);
  auto others = with_token("b");
  others.requester = kBob;
  const auto bobs = submit(std::move(others));
  ASSERT_TRUE(bobs);
  EXPECT_NE(bobs->record->id, first->record->id);
}

TEST_F(ClientTokens, ConcurrentDuplicatesSettleOnOneId) {
  start();
  store_.hold(true);
  std::vector<std::future<Result<View>>> answers;
  for (int i = 0; i < 5; ++i) answers.push_back(submit_later(with_token("a")));
  EXPECT_EQ(submit(with_token("b")).error().code, ErrorCode::kValidation);
  store_.hold(false);
  std::vector<std::string> ids;
  for (auto& answer : answers) {
    auto view = answer.get();
    ASSERT_TRUE(view);
    ids.push_back(view->record->id);
  }
  EXPECT_EQ(std::vector<std::string>(5, ids[0]), ids);
  ASSERT_TRUE(eventually_state(ids[0], StatementState::kFinished));
  EXPECT_THAT(engine_log(), ElementsAre("select 1"));
}

TEST_F(ClientTokens, SurviveARestartAndExpire) {
  limits_.token_retention = seconds(100);
  start();
  const auto first = run(with_token("a"));
  restart();
  EXPECT_EQ(submit(with_token("a"))->record->id, first.id);
  pass(seconds(101));
  EXPECT_NE(submit(with_token("b"))->record->id, first.id);
}

TEST_F(ClientTokens, AreErasedWhenTheyExpireThoughStatementsStay) {
  limits_.token_retention = seconds(100);
  limits_.statement_retention = seconds(0);
  start();
  const auto first = run(with_token("a"));
  EXPECT_EQ(store_.tokens(), 1u);
  pass(seconds(101));
  EXPECT_TRUE(eventually([&] { return store_.tokens() == 0; }));
  EXPECT_TRUE(describe(first.id));
}

TEST_F(ClientTokens, AreFreeAgainWhenTheSubmissionFailed) {
  start();
  store_.fail_next(1);
  EXPECT_FALSE(submit(with_token("a")));
  EXPECT_EQ(run(with_token("b")).state, StatementState::kFinished);
}

}  // namespace
}  // namespace slipher::statements::testing
