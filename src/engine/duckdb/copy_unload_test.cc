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

TEST_F(CopyUnloadTest, SuperValuesKeepTheirType) {
  must("create table s (id integer, v super)");
  must("insert into s values (1, json_parse('{\"a\":[1,\"x\"]}')), (2, json_parse('\"[1]\"')), (3, 1.50), (4, null)");
  const auto rows = run("select id, v, json_typeof(v) from s order by id");
  must("unload ('select * from s') to 's3://bkt/super/' iam_role default parquet");
  must("unload ('select v, id from s') to 's3://bkt/parts/' iam_role default parquet partition by (id)");
  for (const std::string serialize : {"", "serializetojson"}) {
    must("create table copied (like s)");
    must("copy copied from 's3://bkt/super/' iam_role default parquet " + serialize);
    EXPECT_EQ(run("select id, v, json_typeof(v) from copied order by id"), rows);
    must("copy copied (v) from 's3://bkt/parts/' iam_role default parquet " + serialize);
    EXPECT_EQ(run("select count(*) from copied where id is null and json_typeof(v) = 'object'"), Lines{"1"});
    must("drop table copied");
  }
  // A text is a text, whatever it looks like.
  must("unload ('select 1 as id, ''[1]''::varchar as v') to 's3://bkt/text/' iam_role default parquet");
  must("copy s from 's3://bkt/text/' iam_role default parquet");
  EXPECT_EQ(run("select v, json_typeof(v) from s where json_typeof(v) = 'string' order by 1"),
            (Lines{"\"[1]\"|string", "\"[1]\"|string"}));
}

TEST_F(CopyUnloadTest, NullOfSuperIsJsons) {
  must("create table s (id integer, v super)");
  must("insert into s values (null, null)");
  for (const std::string format : {"", "csv"}) {
    must("unload ('select * from s') to 's3://bkt/null' iam_role default allowoverwrite null as 'none' " + format);
    std::ifstream file(directory_ + "/buckets/bkt/null0000_part_00");
    std::string line;
    std::getline(file, line);
    EXPECT_EQ(line, format.empty() ? "none|null" : "none,null");
  }
}

TEST_F(CopyUnloadTest, ParquetHasTimesAtUtc) {
  must("create table z (t timetz)");
  must("insert into z values ('10:00:00.5+02'), ('23:00:00-05'), (null)");
  must("unload ('select * from z') to 's3://bkt/z/' iam_role default parquet");
  must("create table copied (like z)");
  must("copy copied from 's3://bkt/z/' iam_role default parquet");
  EXPECT_EQ(run("select * from copied order by 1"), (Lines{"04:00:00+00", "08:00:00.5+00", "NULL"}));
  EXPECT_EQ(run("select count(*) from copied where t = '08:00:00.5+00'::timetz"), Lines{"1"});
}

}  // namespace
}  // namespace slipher::engine
