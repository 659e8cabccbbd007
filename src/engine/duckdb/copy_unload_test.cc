#include <fstream>

#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

/// COPY and UNLOAD as statements of a connection; load/ has the tests of formats and options.
class CopyUnloadTest : public WarehouseTest {
 protected:
  void SetUp() override {
    WarehouseTest::SetUp();
    std::filesystem::create_directories(directory_ + "/buckets/bkt");
    std::ofstream(directory_ + "/buckets/bkt/in.csv") << "1,one\n2,two\n3,three\n";
    must("create table t (id integer, name varchar(10))");
  }
};

TEST_F(CopyUnloadTest, RowsAreCounted) {
  EXPECT_EQ(run("copy t from 's3://bkt/in.csv' iam_role default csv"), Lines({"rows: 3"}));
  EXPECT_EQ(run("select sum(id), max(name) from t"), Lines({"6|two"}));
  EXPECT_EQ(run("unload ('select * from t where id > 1') to 's3://bkt/out/' iam_role default csv"), Lines({"rows: 2"}));
  EXPECT_EQ(run("copy t from 's3://bkt/out/' iam_role default csv"), Lines({"rows: 2"}));
}

TEST_F(CopyUnloadTest, CopyRollsBack) {
  must("begin");
  must("copy t from 's3://bkt/in.csv' iam_role default csv");
  must("rollback");
  EXPECT_EQ(run("select count(*) from t"), Lines({"0"}));
  EXPECT_NE(error_of("copy t from 's3://bkt/missing' iam_role default csv"), "no error");
  EXPECT_EQ(connection_->transaction_state(), TransactionState::kIdle);
  EXPECT_NE(error_of("copy slipher_internal.commit_markers from 's3://bkt/in.csv' iam_role default csv"), "no error");
}

TEST_F(CopyUnloadTest, TemporaryAndDefaultColumns) {
  must("create temp table x (like t)");
  must("copy x from 's3://bkt/in.csv' iam_role default csv");
  EXPECT_EQ(run("select count(*) from x"), Lines({"3"}));
  must("create table d (id integer identity(1,1), name varchar(10), source varchar(5) default 'file')");
  std::ofstream(directory_ + "/buckets/bkt/names.csv") << "one\ntwo\n";
  must("copy d (name) from 's3://bkt/names.csv' iam_role default csv");
  EXPECT_EQ(run("select name, source from d order by name"), Lines({"one|file", "two|file"}));
  EXPECT_EQ(run("select min(id), max(id) from d"), Lines({"1|2"}));
}

}  // namespace
}  // namespace slipher::engine
