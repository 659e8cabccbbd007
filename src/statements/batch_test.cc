#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statements/testing/service_fixture.h"

namespace slipher::statements::testing {
namespace {

using store::StatementState;
using ::testing::ElementsAre;

class Batches : public ServiceTest {
 protected:
  store::StatementRecord run_batch(std::vector<std::string> sqls, bool auto_commit = false) {
    auto made = submission(std::move(sqls));
    made.is_batch = true;
    made.auto_commit = auto_commit;
    return run(std::move(made));
  }
  static std::vector<StatementState> states(const store::StatementRecord& record) {
    std::vector<StatementState> found;
    for (const auto& sub : record.subs) found.push_back(sub.state);
    return found;
  }
};

TEST_F(Batches, TransactionIsOneEngineTransaction) {
  start();
  const auto record = run_batch({"insert 2", "select 3", "  -- nothing"});
  EXPECT_EQ(record.state, StatementState::kFinished);
  EXPECT_TRUE(record.has_result_set);
  EXPECT_THAT(engine_log(), ElementsAre("begin", "insert 2", "select 3", "commit"));
  EXPECT_EQ(record.subs[0].result_rows, 2);
  EXPECT_FALSE(record.subs[0].has_result_set);
  EXPECT_EQ(record.subs[1].result_rows, 3);
  EXPECT_TRUE(record.subs[1].has_result_set);
  EXPECT_EQ(record.subs[2].state, StatementState::kFinished);
  EXPECT_EQ(record.subs[2].result_rows, 0);
  EXPECT_GT(record.subs[1].query_id, record.subs[0].query_id);
  const auto rows = page(record.id + ":2");
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->total_rows, 3);
  EXPECT_EQ(page(record.id).error().message,
            "BatchExecuteStatement result can only be retrieved with sub-statement id.");
  EXPECT_EQ(page(record.id + ":1").error().code, ErrorCode::kResourceNotFound);
  const auto sub = describe(record.id + ":2");
  ASSERT_TRUE(sub);
  EXPECT_EQ(sub->sub, 1U);
  EXPECT_FALSE(describe(record.id + ":4"));
}

TEST_F(Batches, FailureInTransactionUndoesAll) {
  start();
  const auto record = run_batch({"insert 2", "fail broken", "select 1"});
  EXPECT_EQ(record.state, StatementState::kFailed);
  EXPECT_EQ(record.error, "ERROR: broken");
  EXPECT_THAT(states(record),
              ElementsAre(StatementState::kFinished, StatementState::kFailed, StatementState::kAborted));
  EXPECT_EQ(record.subs[1].error, "ERROR: broken");
  EXPECT_NE(record.subs[2].error, "");
  EXPECT_THAT(engine_log(), ElementsAre("begin", "insert 2", "fail broken", "rollback"));
  EXPECT_EQ(warehouses_.state->committed_rows, 0);
}

TEST_F(Batches, CommitThatFailsFailsTheLastOne) {
  warehouses_.state->fail_commits = true;
  start();
  const auto record = run_batch({"insert 2", "insert 3"});
  EXPECT_EQ(record.state, StatementState::kFailed);
  EXPECT_THAT(states(record), ElementsAre(StatementState::kFinished, StatementState::kFailed));
  EXPECT_EQ(record.subs[1].error, "ERROR: could not serialize access");
}

TEST_F(Batches, AutoCommitGoesOnAfterAFailure) {
  start();
  const auto record = run_batch({"insert 2", "fail broken", "insert 4", "select 1"}, true);
  EXPECT_EQ(record.state, StatementState::kFailed);
  EXPECT_EQ(record.error, "ERROR: broken");
  EXPECT_THAT(states(record), ElementsAre(StatementState::kFinished, StatementState::kFailed, StatementState::kFinished,
                                          StatementState::kFinished));
  EXPECT_EQ(warehouses_.state->committed_rows, 6);
  const auto& markers = warehouses_.state->markers;
  EXPECT_EQ(markers.count(record.id + ":1"), 1U);
  EXPECT_EQ(markers.at(record.id + ":3").rows, 4);
  EXPECT_EQ(markers.count(record.id), 0U);
}

TEST_F(Batches, AutoCommitHonoursAnExplicitTransaction) {
  start();
  const auto record = run_batch({"BEGIN", "insert 2", "insert 3", "COMMIT", "insert 4"}, true);
  EXPECT_EQ(record.state, StatementState::kFinished);
  EXPECT_THAT(engine_log(), ElementsAre("BEGIN", "insert 2", "insert 3", "commit", "begin", "insert 4", "commit"));
  const auto open = run_batch({"BEGIN", "insert 2"}, true);
  EXPECT_EQ(open.state, StatementState::kFinished);
  EXPECT_EQ(engine_log().back(), "rollback");
  EXPECT_EQ(warehouses_.state->committed_rows, 9);
}

TEST_F(Batches, SubIsVisibleWhileTheRestRuns) {
  start();
  auto made = submission({"select 1", "select wait"});
  const auto view = submit(std::move(made));
  ASSERT_TRUE(view);
  auto [done, ended] = promise<View>();
  service_->describe(kAlice, view->record->id + ":1", seconds(30), std::move(done));
  ASSERT_TRUE(eventually([&] { return ended.wait_for(seconds(0)) == std::future_status::ready; }));
  const auto sub = ended.get();
  EXPECT_EQ(sub->record->subs[0].state, StatementState::kFinished);
  EXPECT_EQ(sub->record->state, StatementState::kStarted);
  EXPECT_TRUE(page(view->record->id + ":1"));
  warehouses_.state->open_gate();
  EXPECT_TRUE(eventually_state(view->record->id, StatementState::kFinished));
}

class Units : public Batches {};

TEST_F(Units, SeveralStatementsOfOneTextAreOneTransaction) {
  start();
  const auto record = run(submission({"insert 1; select 4; select 9; insert 2"}));
  EXPECT_EQ(record.state, StatementState::kFinished);
  EXPECT_EQ(record.subs[0].result_rows, 4);  // of the first result set
  EXPECT_THAT(engine_log(), ElementsAre("begin", "insert 1", "select 4", "select 9", "insert 2", "commit"));
  EXPECT_EQ(page(record.id)->total_rows, 4);
}

TEST_F(Units, ExplicitBlockEndsTheImplicitOne) {
  start();
  run(submission({"insert 1; BEGIN; insert 2; COMMIT; insert 3"}));
  EXPECT_THAT(engine_log(), ElementsAre("begin", "insert 1", "insert 2", "commit", "begin", "insert 3", "commit"));
}

TEST_F(Units, LaterFailureKeepsWhatWasCommitted) {
  start();
  const auto record = run(submission({"insert 1; COMMIT; insert 2; fail x"}));
  EXPECT_EQ(record.state, StatementState::kFailed);
  EXPECT_EQ(warehouses_.state->committed_rows, 1);
  const auto marker = warehouses_.state->markers.at(record.id);
  EXPECT_FALSE(marker.final);
}

TEST_F(Units, OpenTransactionIsRolledBackOutsideOfASession) {
  start();
  const auto record = run(submission({"BEGIN; insert 7"}));
  EXPECT_EQ(record.state, StatementState::kFinished);
  EXPECT_THAT(engine_log(), ElementsAre("BEGIN", "insert 7", "rollback"));
}

TEST_F(Units, VacuumRunsAloneOnly) {
  start();
  EXPECT_EQ(run(submission({"VACUUM"})).state, StatementState::kFinished);
  EXPECT_THAT(engine_log(), ElementsAre("VACUUM", "begin", "commit"));
  EXPECT_EQ(run(submission({"VACUUM; select 1"})).error, "ERROR: VACUUM cannot run inside a transaction block");
  EXPECT_EQ(run_batch({"VACUUM"}).error, "ERROR: VACUUM cannot run inside a transaction block");
  EXPECT_EQ(run_batch({"VACUUM", "insert 1"}, true).state, StatementState::kFinished);
}

TEST_F(Units, ReadsTakeNoTransactionOfTheirOwn) {
  start();
  run(submission({"select 1"}));
  run(submission({"set search_path to x"}));
  EXPECT_THAT(engine_log(), ElementsAre("select 1", "set search_path to x"));
  EXPECT_TRUE(warehouses_.state->markers.empty());
}

TEST_F(Units, EmptyTextFinishes) {
  start();
  const auto record = run(submission({" ; -- nothing\n ;"}));
  EXPECT_EQ(record.state, StatementState::kFinished);
  EXPECT_EQ(record.subs[0].result_rows, 0);
  EXPECT_TRUE(engine_log().empty());
}

}  // namespace
}  // namespace slipher::statements::testing
