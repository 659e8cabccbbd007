#include <fstream>

#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

/// ResultRows: what each kind of statement says of the rows that it changed.
class RowCounts : public WarehouseTest {
 protected:
  void SetUp() override {
    WarehouseTest::SetUp();
    std::filesystem::create_directories(directory_ + "/buckets/bkt");
    std::ofstream(directory_ + "/buckets/bkt/in.csv") << "1,one\n2,two\n3,three\nx,four\n";
    must("create table t (id integer, name varchar(10))");
    must("insert into t values (1, 'one'), (2, 'two'), (3, 'three')");
  }
  Lines rows(int count) { return {"rows: " + std::to_string(count)}; }
};

TEST_F(RowCounts, OfChanges) {
  EXPECT_EQ(run("insert into t values (4, 'four'), (5, 'five')"), rows(2));
  EXPECT_EQ(run("insert into t select id + 10, name from t where id < 4"), rows(3));
  EXPECT_EQ(run("insert into t (id) select 99 where false"), rows(0));
  EXPECT_EQ(run("update t set name = upper(name) where id > 10"), rows(3));
  EXPECT_EQ(run("update t set name = s.name from (select 1 as id, 'x' as name) s where t.id = s.id"), rows(1));
  EXPECT_EQ(run("delete from t where id > 10"), rows(3));
  EXPECT_EQ(run("delete from t using (select 4 as id) s where t.id = s.id"), rows(1));
  EXPECT_EQ(run("delete from t"), rows(4));
}

TEST_F(RowCounts, OfTablesMadeOfQueries) {
  EXPECT_EQ(run("create table copied as select * from t"), rows(3));
  EXPECT_EQ(run("create temp table some distkey(id) as select * from t where id > 1"), rows(2));
  EXPECT_EQ(run("select * into another from t where id = 1"), rows(1));
}

TEST_F(RowCounts, OfMerge) {
  must("create table s (id integer, name varchar(10))");
  must("insert into s values (2, 'zwei'), (3, 'drei'), (4, 'vier')");
  EXPECT_EQ(run("merge into t using s on t.id = s.id when matched then update set name = s.name "
                "when not matched then insert values (s.id, s.name)"),
            rows(3));
  EXPECT_EQ(run("merge into t using s on t.id = s.id when matched then delete "
                "when not matched then insert values (s.id, s.name)"),
            rows(3));
}

TEST_F(RowCounts, OfFiles) {
  EXPECT_EQ(run("copy t from 's3://bkt/in.csv' iam_role default csv maxerror 5"), rows(3));
  EXPECT_EQ(run("copy t from 's3://bkt/in.csv' iam_role default csv maxerror 5 noload"), rows(0));
  EXPECT_EQ(run("unload ('select * from t') to 's3://bkt/out/' iam_role default parquet"), rows(6));
  EXPECT_EQ(run("unload ('select * from t where id = 0') to 's3://bkt/none/' iam_role default"), rows(0));
  EXPECT_EQ(run("copy t from 's3://bkt/out/' iam_role default format parquet"), rows(6));
  EXPECT_EQ(run("select pg_last_copy_count(), pg_last_unload_count(), pg_last_copy_id() > pg_last_unload_id(), "
                "pg_last_copy_id() = pg_last_query_id()"),
            Lines({"6|0|true|true"}));
}

TEST_F(RowCounts, OfASessionWithoutFiles) {
  EXPECT_EQ(run("select pg_last_copy_count(), pg_last_unload_count(), pg_last_copy_id(), pg_last_unload_id()"),
            Lines({"0|0|-1|-1"}));
  EXPECT_NE(error_of("copy t from 's3://bkt/in.csv' iam_role default csv"), "");
  EXPECT_EQ(run("select pg_last_copy_count(), pg_last_copy_id() > 0"), Lines({"0|true"}));
}

}  // namespace
}  // namespace slipher::engine
