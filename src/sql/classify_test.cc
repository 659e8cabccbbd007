#include <gtest/gtest.h>

#include "sql/statement.h"

namespace slipher::sql {
namespace {

struct Case {
  const char* text;
  Effect effect;
  const char* command;
  bool outside_transaction = false;
};

TEST(Classify, TellsEffectsByTheLeadingWords) {
  for (const Case& each : {
           Case{"select 1", Effect::kRead, "SELECT"},
           Case{" -- x\n /* y */ SELECT 1", Effect::kRead, "SELECT"},
           Case{"((select 1) union select 2)", Effect::kRead, "SELECT"},
           Case{"with a as (select 1 into_) select * from a", Effect::kRead, "SELECT"},
           Case{"with a as (select 1) (select * from a)", Effect::kRead, "SELECT"},
           Case{"with a as (select 1) insert into b select * from a", Effect::kWrite, "INSERT"},
           Case{"select a into b from c", Effect::kWrite, "SELECT INTO"},
           Case{"with a as (select 1) select * into #t from a", Effect::kWrite, "SELECT INTO"},
           Case{"select \"into\", t.into, 'into' from c", Effect::kRead, "SELECT"},
           Case{"values (1)", Effect::kRead, "VALUES"},
           Case{"show search_path", Effect::kRead, "SHOW"},
           Case{"explain delete from t", Effect::kRead, "EXPLAIN"},
           Case{"insert into t values (1)", Effect::kWrite, "INSERT"},
           Case{"merge into t using s on a = b when matched then delete", Effect::kWrite, "MERGE"},
           Case{"truncate t", Effect::kWrite, "TRUNCATE"},
           Case{"lock t", Effect::kWrite, "LOCK"},
           Case{"call p()", Effect::kWrite, "CALL"},
           Case{"copy t from 's3://a'", Effect::kWrite, "COPY"},
           Case{"unload ('select 1') to 's3://a'", Effect::kWrite, "UNLOAD"},
           Case{"set a to b", Effect::kSession, "SET"},
           Case{"RESET ALL", Effect::kSession, "RESET"},
           Case{"declare c cursor for select 1", Effect::kSession, "DECLARE"},
           Case{"fetch 10 from c", Effect::kSession, "FETCH"},
           Case{"close c", Effect::kSession, "CLOSE"},
           Case{"prepare p as select 1", Effect::kSession, "PREPARE"},
           Case{"deallocate p", Effect::kSession, "DEALLOCATE"},
           Case{"begin isolation level serializable", Effect::kBegin, "BEGIN"},
           Case{"start transaction", Effect::kBegin, "START TRANSACTION"},
           Case{"commit work", Effect::kCommit, "COMMIT"},
           Case{"END", Effect::kCommit, "END"},
           Case{"rollback", Effect::kRollback, "ROLLBACK"},
           Case{"abort", Effect::kRollback, "ABORT"},
           Case{"create or replace view v as select 1", Effect::kWrite, "CREATE VIEW"},
           Case{"create local temp table t (a int)", Effect::kWrite, "CREATE TABLE"},
           Case{"gibberish", Effect::kWrite, ""},
           Case{"", Effect::kWrite, ""},
       }) {
    const StatementClass found = classify(each.text);
    EXPECT_EQ(found.effect, each.effect) << each.text;
    EXPECT_EQ(found.command, each.command) << each.text;
    EXPECT_FALSE(found.outside_transaction) << each.text;
  }
}

TEST(Classify, KnowsWhatRunsOutsideOfTransactions) {
  for (const Case& each : {
           Case{"vacuum full t", Effect::kWrite, "VACUUM"},
           Case{"create database d", Effect::kWrite, "CREATE DATABASE"},
           Case{"drop database d", Effect::kWrite, "DROP DATABASE"},
           Case{"alter database d rename to e", Effect::kWrite, "ALTER DATABASE"},
           Case{"alter table a.b append from c", Effect::kWrite, "ALTER TABLE APPEND"},
           Case{"alter table t alter column c type varchar(20)", Effect::kWrite, "ALTER TABLE ALTER COLUMN"},
           Case{"create external table s.t (a int)", Effect::kWrite, "CREATE EXTERNAL TABLE"},
           Case{"alter table s.t add if not exists partition (d='1') location 's3://a'", Effect::kWrite,
                "ALTER EXTERNAL TABLE"},
           Case{"copy job drop j", Effect::kWrite, "COPY JOB"},
       }) {
    const StatementClass found = classify(each.text);
    EXPECT_EQ(found.command, each.command) << each.text;
    EXPECT_TRUE(found.outside_transaction) << each.text;
  }
  EXPECT_FALSE(classify("alter table t add column c int").outside_transaction);
  EXPECT_FALSE(classify("alter table t alter column c encode zstd").outside_transaction);
  EXPECT_FALSE(classify("create external function f(int) returns int").outside_transaction);
  EXPECT_FALSE(classify("copy job from 's3://a'").outside_transaction);
}

}  // namespace
}  // namespace slipher::sql
