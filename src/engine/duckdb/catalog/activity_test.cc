#include "engine/duckdb/catalog/activity.h"

#include <gtest/gtest.h>

namespace slipher::engine {
namespace {

QueryRecord query(std::int64_t id, std::string text) {
  QueryRecord record;
  record.query_id = id;
  record.process_id = 7;
  record.text = std::move(text);
  return record;
}

TEST(QueryType, IsToldFromTheFirstWords) {
  EXPECT_EQ(query_type("/* hint */ (select 1)"), "SELECT");
  EXPECT_EQ(query_type("WITH a AS (SELECT 1) SELECT * FROM a"), "SELECT");
  EXPECT_EQ(query_type("insert into t values (1)"), "INSERT");
  EXPECT_EQ(query_type("MERGE INTO t USING s ON t.a = s.a REMOVE DUPLICATES"), "UPDATE");
  EXPECT_EQ(query_type("CREATE TEMP TABLE t DISTKEY(a) AS SELECT cast(1 as int)"), "CTAS");
  EXPECT_EQ(query_type("CREATE TABLE t (a int DEFAULT cast('1' as int))"), "DDL");
  EXPECT_EQ(query_type("drop view v"), "DDL");
  EXPECT_EQ(query_type("create or replace view v as select 1"), "DDL");
  EXPECT_EQ(query_type("create user u password disable"), "UTILITY");
  EXPECT_EQ(query_type("grant select on t to u"), "UTILITY");
  EXPECT_EQ(query_type("truncate t"), "UTILITY");
  EXPECT_EQ(query_type("SET timezone TO 'UTC'"), "UTILITY");
  EXPECT_EQ(query_type(""), "UTILITY");
}

TEST(Activity, QueriesOfATransactionShareItsNumber) {
  Activity activity;
  activity.open_session(7, "alice", "dev");
  activity.start_query(query(1, "begin"));
  const auto transaction = activity.begin_transaction(7);
  activity.start_query(query(2, "b"));
  activity.start_query(query(3, "commit"));
  EXPECT_EQ(activity.transaction_of(7), transaction);
  activity.end_transaction(7, Activity::End::kCommitted);
  activity.start_query(query(4, "d"));
  const auto all = activity.queries();
  ASSERT_EQ(all.size(), 4U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(all[i].transaction_id, transaction);
  EXPECT_NE(all[3].transaction_id, transaction);
}

TEST(Activity, AStatementByItselfIsATransaction) {
  Activity activity;
  activity.open_session(7, "alice", "dev");
  activity.start_query(query(1, "a"));
  const auto transaction = activity.transaction_of(7);
  activity.end_query(1, 0, {}, false);
  activity.start_query(query(2, "b"));
  activity.end_query(2, 0, "ERROR: no", false);
  const auto all = activity.transactions();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].transaction_id, transaction);
  EXPECT_TRUE(all[0].committed);
  EXPECT_NE(all[0].ended, 0);
  EXPECT_FALSE(all[1].committed);
  // One that is begun later has a number of its own.
  EXPECT_GT(activity.begin_transaction(7), all[1].transaction_id);
}

TEST(Activity, WhatFollowsAFailureBelongsToItsTransaction) {
  Activity activity;
  activity.open_session(7, "alice", "dev");
  const auto transaction = activity.begin_transaction(7);
  activity.end_transaction(7, Activity::End::kFailed);
  activity.start_query(query(1, "rollback"));
  activity.end_transaction(7, Activity::End::kRolledBack);
  activity.end_query(1, 0, {}, false);
  activity.start_query(query(2, "b"));
  EXPECT_EQ(activity.queries()[0].transaction_id, transaction);
  EXPECT_NE(activity.queries()[1].transaction_id, transaction);
  EXPECT_FALSE(activity.transactions()[0].committed);
}

TEST(Activity, ForgetsTheOldestQueries) {
  Activity activity;
  for (std::size_t i = 0; i < Activity::kMaxQueries + 10; ++i)
    activity.start_query(query(static_cast<std::int64_t>(i), "x"));
  EXPECT_EQ(activity.queries().size(), Activity::kMaxQueries);
  EXPECT_EQ(activity.queries().front().query_id, 10);
  activity.start_query(query(-1, std::string(Activity::kMaxTextBytes, 'x')));
  EXPECT_EQ(activity.queries().size(), 1U);
}

TEST(Activity, AnOutcomeEndsTheRecord) {
  auto activity = std::make_shared<Activity>();
  activity->start_query(query(1, "a"));
  activity->start_query(query(2, "b"));
  activity->start_query(query(3, "c"));
  Outcome outcome;
  outcome.rows = 5;
  EXPECT_TRUE(recorded(activity, 1, std::move(outcome)));
  EXPECT_FALSE(recorded(activity, 2, Error(ErrorCode::kSql, "ERROR: broken")));
  const auto all = activity->queries();
  EXPECT_EQ(all[0].rows, 5);
  EXPECT_NE(all[0].ended, 0);
  EXPECT_EQ(all[1].error, "ERROR: broken");
  EXPECT_EQ(all[2].ended, 0);
}

TEST(Activity, EndedSessionsAreKept) {
  Activity activity;
  activity.open_session(7, "alice", "dev");
  activity.open_session(8, "bob", "dev");
  activity.close_session(7);
  activity.close_session(7);
  const auto all = activity.sessions();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].user, "alice");
  EXPECT_NE(all[0].ended, 0);
  EXPECT_EQ(all[1].ended, 0);
}

}  // namespace
}  // namespace slipher::engine
