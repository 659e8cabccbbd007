#include <atomic>
#include <chrono>
#include <gmock/gmock.h>
#include <thread>

#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

/// Another session's statement, run on a thread of its own.
class Elsewhere {
 public:
  Elsewhere(std::unique_ptr<Connection> connection, std::string text)
      : connection_(std::move(connection)), text_(std::move(text)), thread_([this] { run(); }) {}
  ~Elsewhere() { thread_.join(); }

  bool is_done_within(milliseconds time) const {
    for (const auto end = std::chrono::steady_clock::now() + time; std::chrono::steady_clock::now() < end;) {
      if (is_done_) return true;
      std::this_thread::sleep_for(milliseconds(5));
    }
    return is_done_;
  }
  std::string error() const { return error_; }  // once it is done
  Connection& connection() { return *connection_; }

 private:
  void run() {
    auto outcome = connection_->execute({text_, nullptr, "s"});
    if (!outcome) error_ = outcome.error().message;
    is_done_ = true;
  }

  std::unique_ptr<Connection> connection_;
  const std::string text_;
  std::string error_;
  std::atomic<bool> is_done_{false};
  std::thread thread_;
};

constexpr milliseconds kLong{20'000};
constexpr milliseconds kShort{200};

class LockTest : public WarehouseTest {
 protected:
  void SetUp() override {
    WarehouseTest::SetUp();
    must("create table t (a integer)");
    must("insert into t values (1)");
    must("create view v as select a from t");
  }
};

TEST_F(LockTest, OthersWaitUntilTheTransactionEnds) {
  for (const std::string end : {"commit", "rollback"}) {
    for (const std::string text :
         {"insert into t values (2)", "update t set a = 3", "delete from t where a = 9", "select * from v",
          "truncate t", "lock table t", "create table t2 as select * from t", "drop table if exists t2"}) {
      must("begin");
      must("lock table t");
      Elsewhere other(connect(), text);
      const bool names_it = !text.starts_with("drop");
      EXPECT_EQ(other.is_done_within(names_it ? kShort : kLong), !names_it) << text;
      must(end);
      EXPECT_TRUE(other.is_done_within(kLong)) << text;
      EXPECT_EQ(other.error(), "") << text;
    }
  }
}

TEST_F(LockTest, ItWaitsForThoseThatHaveWritten) {
  must("begin");
  must("insert into t values (2)");
  Elsewhere other(connect(), "lock t in access exclusive mode");
  EXPECT_FALSE(other.is_done_within(kShort));
  must("commit");
  EXPECT_TRUE(other.is_done_within(kLong));
}

TEST_F(LockTest, ATransactionThatHasBegunGoesOn) {
  must("begin");
  must("lock table t");
  auto connection = connect();
  ASSERT_EQ(run(*connection, "begin"), Lines({"rows: 0"}));
  ASSERT_EQ(run(*connection, "create table own (a integer)"), Lines({"rows: 0"}));
  Elsewhere other(std::move(connection), "insert into t values (7)");
  EXPECT_FALSE(other.is_done_within(kShort));
  must("rollback");
  EXPECT_TRUE(other.is_done_within(kLong));
  EXPECT_EQ(other.error(), "");
  EXPECT_EQ(run(other.connection(), "select count(*) from own"), Lines({"0"}));
  EXPECT_EQ(run(other.connection(), "commit"), Lines({"rows: 0"}));
  EXPECT_EQ(run("select max(a) from t"), Lines({"7"}));
}

TEST_F(LockTest, AWaitingStatementCanBeCanceled) {
  must("begin");
  must("lock table t");
  Elsewhere other(connect(), "insert into t values (2)");
  EXPECT_FALSE(other.is_done_within(kShort));
  other.connection().interrupt();
  EXPECT_TRUE(other.is_done_within(kLong));
  EXPECT_THAT(other.error(), HasSubstr("cancel"));
  must("commit");
}

TEST_F(LockTest, TemporaryTablesAndOthersAreFree) {
  must("create table u (a integer)");
  must("begin");
  must("lock table t");
  auto other = connect();
  EXPECT_EQ(run(*other, "create temp table t (a integer)"), Lines({"rows: 0"}));
  EXPECT_EQ(run(*other, "insert into t values (1)"), Lines({"rows: 1"}));
  EXPECT_EQ(run(*other, "insert into u values (1)"), Lines({"rows: 1"}));
  must("commit");
}

TEST_F(LockTest, TerminatingASessionUndoesItsTransaction) {
  auto other = connect();
  ASSERT_EQ(run(*other, "begin"), Lines({"rows: 0"}));
  ASSERT_EQ(run(*other, "lock table t"), Lines({"rows: 0"}));
  ASSERT_EQ(run(*other, "insert into t values (5)"), Lines({"rows: 1"}));
  const auto number = std::to_string(other->process_id());
  EXPECT_EQ(run("select pg_terminate_backend(" + number + ")"), Lines({"1"}));
  EXPECT_EQ(run("select a from t"), Lines({"1"}));
  EXPECT_EQ(run(*other, "select 1"), Lines({"FATAL: terminating connection due to administrator command"}));
  EXPECT_FALSE(other->begin());
  EXPECT_TRUE(other->rollback());
  other.reset();
  EXPECT_EQ(run("select pg_terminate_backend(" + number + ")"), Lines({"0"}));
}

TEST_F(LockTest, TerminatingStopsWhatRuns) {
  auto connection = connect();
  const auto number = std::to_string(connection->process_id());
  Elsewhere other(std::move(connection),
                  "create table big as select count(*) as n from generate_series(1, 100000000) a, "
                  "generate_series(1, 100000) b");
  EXPECT_FALSE(other.is_done_within(kShort));
  EXPECT_EQ(run("select pg_terminate_backend(" + number + ")"), Lines({"1"}));
  EXPECT_TRUE(other.is_done_within(kLong));
  EXPECT_EQ(other.error(), "FATAL: terminating connection due to administrator command");
}

TEST_F(LockTest, OnlySuperusersStopOthers) {
  must("create user ann password disable");
  auto ann = *warehouse()->connect({"dev", "ann"});
  const auto own = std::to_string(connection_->process_id());
  EXPECT_THAT(run(*ann, "select pg_cancel_backend(" + own + ")").at(0),
              HasSubstr("must be superuser to signal other server processes"));
  EXPECT_THAT(run(*ann, "cancel " + own).at(0), HasSubstr("must be superuser to signal other server processes"));
  EXPECT_EQ(run(*ann, "select pg_terminate_backend(0)"), Lines({"0"}));
  auto second = *warehouse()->connect({"dev", "ann"});
  EXPECT_EQ(run(*ann, "select pg_terminate_backend(" + std::to_string(second->process_id()) + ")"), Lines({"1"}));
}

}  // namespace
}  // namespace slipher::engine
