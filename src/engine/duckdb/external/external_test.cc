#include "engine/duckdb/external/external_fixture.h"

namespace slipher::engine {
namespace {

using ::testing::HasSubstr;

class ExternalTableTest : public ExternalTest {};

TEST_F(ExternalTableTest, ReadsDelimitedText) {
  write("sales/a.txt", "id|name|price\n1|one|1.50\n2|\\N|x\n");
  write("sales/b.txt", "id|name|price\n3|three\n4|four|4|more\n");
  write("sales/_hidden", "9|no|9\n");
  write("sales2/c.txt", "8|no|8\n");
  must(
      "create external table lake.sales (id int, name varchar(4), price decimal(6,2)) row format delimited fields "
      "terminated by '|' stored as textfile location 's3://lake/sales' table properties "
      "('skip.header.line.count'='1')");
  EXPECT_EQ(run("select * from lake.sales order by id"),
            (Lines{"1|one|1.50", "2|NULL|NULL", "3|thre|NULL", "4|four|4.00"}));
  EXPECT_EQ(run("select count(*) from dev.lake.sales where id > 2"), Lines{"2"});
  const auto columns = columns_of("select * from lake.sales");
  ASSERT_EQ(columns.size(), 3U);
  EXPECT_EQ(columns[1].precision, 4);
}

TEST_F(ExternalTableTest, ReadsCsvAndJson) {
  write("c/a.csv", "1;'a;b'\n2;'it''s'\n");
  must(
      "create external table lake.c (id int, t varchar(20)) row format serde "
      "'org.apache.hadoop.hive.serde2.OpenCSVSerde' with serdeproperties ('separatorChar'=';', 'quoteChar'='''', "
      "'escapeChar'='''') stored as textfile location 's3://lake/c/'");
  EXPECT_EQ(run("select * from lake.c order by 1"), (Lines{"1|a;b", "2|it's"}));
  write("d/a.csv",
        "h,h,h\n1,\"a \"\"b\"\" c\",x\r\n\n2,\"a\\\"b,\\\\\",\"\"\n3,\"\"\"q\"\"\", "
        "\"y\"\n4,a\"\"b,z,extra\n5,\"open\n6,\\n\n");
  must(
      "create external table lake.d (id int, t varchar(20), u varchar(20)) row format serde "
      "'org.apache.hadoop.hive.serde2.OpenCSVSerde' stored as textfile location 's3://lake/d/' table properties "
      "('skip.header.line.count'='1')");
  EXPECT_EQ(run("select * from lake.d order by 1"),
            (Lines{"1|a \"b\" c|x", "2|a\"b,\\|NULL", "3|\"q\"|y", "4|a\"\"b|z", "5|open|NULL", "6|\\n|NULL"}));
  write("j/a.json", "{\"id\": 1, \"t\": \"x\", \"tags\": [1, {\"k\": \"v\"}]}\n{\"id\": \"2\"}\n");
  must(
      "create external table lake.j (id int, t varchar(20), tags array<int>) row format serde "
      "'org.openx.data.jsonserde.JsonSerDe' location 's3://lake/j/'");
  EXPECT_EQ(run("select id, t, tags[1].k from lake.j order by 1"), (Lines{"1|x|\"v\"", "2|NULL|NULL"}));
}

TEST_F(ExternalTableTest, WritesAndReadsParquet) {
  std::filesystem::create_directories(directory_ + "/buckets/lake");
  must("create table src (id int, name varchar(10), y int)");
  must("insert into src values (1, 'one', 2023), (2, null, 2024), (3, 'three', 2024)");
  EXPECT_EQ(run("create external table lake.p partitioned by (y) stored as parquet location 's3://lake/p/' as "
                "select * from src"),
            Lines{"rows: 3"});
  EXPECT_EQ(run("select * from lake.p order by id"), (Lines{"1|one|2023", "2|NULL|2024", "3|three|2024"}));
  EXPECT_EQ(run("select sum(id) from lake.p where y = 2024"), Lines{"5"});
  // By name, whatever else the files have; a column that they lack is NULL.
  must(
      "create external table lake.q (extra varchar(5), ID bigint) partitioned by (y char(4)) stored as parquet "
      "location 's3://lake/p/'");
  EXPECT_EQ(run("select * from lake.q"), Lines{});
  must("alter table lake.q add partition (y='2024')");
  EXPECT_EQ(run("select extra, id, y from lake.q order by id"), (Lines{"NULL|2|2024", "NULL|3|2024"}));
}

TEST_F(ExternalTableTest, PartitionsComeAndGo) {
  write("one/a", "1\n");
  write("two/a", "2\n");
  must("create external table lake.t (id int) partitioned by (d date, k varchar(5)) location 's3://lake/t'");
  must(
      "alter table lake.t add partition (d='2024-01-01', k='a') location 's3://lake/one' "
      "partition (k='b', d='2024-01-02') location 's3://lake/two/'");
  EXPECT_EQ(run("select id, k from lake.t where d = '2024-01-02'"), Lines{"2|b"});
  EXPECT_THAT(error_of("alter table lake.t add partition (d='2024-01-01', k='a') location 's3://lake/x'"),
              HasSubstr("partition already exists"));
  must("alter table lake.t add if not exists partition (d='2024-01-01', k='a') location 's3://lake/x'");
  must("alter table lake.t partition (d='2024-01-01', k='a') set location 's3://lake/two'");
  EXPECT_EQ(run("select sum(id) from lake.t"), Lines{"4"});
  must("alter table lake.t drop partition (d='2024-01-02', k='b')");
  EXPECT_EQ(run("select count(*) from lake.t"), Lines{"1"});
  EXPECT_THAT(error_of("alter table lake.t drop partition (d='x')"), HasSubstr("partition column \"k\" has no value"));
}

TEST_F(ExternalTableTest, TablesBelongToTheExternalDatabase) {
  write("t/a", "1\n");
  must("create external table lake.t (id int) location 's3://lake/t/'");
  must("create external schema second from data catalog database 'lakedb' iam_role default");
  EXPECT_EQ(run("select * from second.t"), Lines{"1"});
  must("create external table second.u (id int) location 's3://lake/t/'");
  EXPECT_EQ(run("select * from lake.u"), Lines{"1"});
  must("alter schema second rename to third");
  EXPECT_EQ(run("select * from third.t"), Lines{"1"});
  must("create external table third.v (id int) location 's3://lake/t/'");
  EXPECT_EQ(run("select * from lake.v"), Lines{"1"});
  must("drop table third.v");
  must("drop schema third");
  EXPECT_EQ(run("select * from lake.u"), Lines{"1"});
  reopen();
  EXPECT_EQ(run("select * from lake.t"), Lines{"1"});
  must("drop table lake.t");
  EXPECT_THAT(error_of("select * from lake.t"), HasSubstr("does not exist"));
  EXPECT_THAT(error_of("drop schema lake drop external database"), HasSubstr("other objects depend on it"));
  must("drop schema lake drop external database cascade");
  must("create external schema lake from data catalog database 'lakedb' iam_role default");
  EXPECT_THAT(error_of("select * from lake.u"), HasSubstr("does not exist"));
}

TEST_F(ExternalTableTest, FailsByName) {
  EXPECT_THAT(error_of("create external table public.t (id int) location 's3://lake/t/'"),
              HasSubstr("schema \"public\" is not an external schema"));
  EXPECT_THAT(error_of("create external table t (id int) location 's3://lake/t/'"),
              HasSubstr("must be qualified with an external schema"));
  must("create external table lake.t (id int) location 's3://nowhere/t/'");
  EXPECT_THAT(error_of("create external table lake.t (id int) location 's3://lake/t/'"), HasSubstr("already exists"));
  EXPECT_THAT(error_of("select * from lake.t"), HasSubstr("The specified bucket does not exist: nowhere"));
  EXPECT_THAT(error_of("insert into lake.t values (1)"), HasSubstr("The specified bucket does not exist: nowhere"));
  EXPECT_THAT(error_of("drop view lake.t"), HasSubstr("is not a view"));
  EXPECT_THAT(error_of("select * from slipher_external_scan('x')"),
              HasSubstr("function slipher_external_scan(...) does not exist"));
}

TEST_F(ExternalTableTest, AnEmptyTableHasItsTypes) {
  std::filesystem::create_directories(directory_ + "/buckets/lake");
  must(
      "create external table lake.e (a smallint, b varchar(7), c timestamp, d boolean, s struct<x:int>) stored as "
      "parquet location 's3://lake/e/'");
  EXPECT_EQ(run("select * from lake.e"), Lines{});
  const auto columns = columns_of("select * from lake.e");
  ASSERT_EQ(columns.size(), 5U);
  EXPECT_EQ(columns[0].type, Type::kInt2);
  EXPECT_EQ(columns[1].precision, 7);
}

TEST_F(ExternalTableTest, InsertAddsFiles) {
  std::filesystem::create_directories(directory_ + "/buckets/lake");
  must(
      "create external table lake.w (id int, name varchar(4), price decimal(6,2)) row format delimited fields "
      "terminated by '|' stored as textfile location 's3://lake/w/' table properties ('skip.header.line.count'='1')");
  must("create table t (a int, b varchar(10), c float8)");
  must("insert into t values (1, 'one', 1.5), (2, null, 2), (3, 'three', null)");
  Command command;
  command.text = "insert into lake.w select a, b, c from t";
  auto done = connection_->execute(command);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->rows, 3);
  must("insert into dev.lake.w (select 4, 'four', 4)");
  must("insert into lake.w values (5, 'five', 5)");
  EXPECT_EQ(run("select * from lake.w order by id"),
            (Lines{"1|one|1.50", "2|NULL|2.00", "3|thre|NULL", "4|four|4.00", "5|five|5.00"}));
  EXPECT_THAT(error_of("insert into lake.w select 1"), HasSubstr("INSERT has more target columns than expressions"));
  EXPECT_THAT(error_of("insert into lake.w select 1, 'a', 1, 1"),
              HasSubstr("INSERT has more expressions than target columns"));
  EXPECT_THAT(error_of("insert into lake.w (id) select 1"), HasSubstr("a column list is not supported"));
  EXPECT_THAT(error_of("update lake.w set id = 1"), HasSubstr("cannot update a view or an external table"));
  EXPECT_THAT(error_of("delete from lake.w"), HasSubstr("cannot delete from a view or an external table"));
}

TEST_F(ExternalTableTest, InsertAddsPartitions) {
  std::filesystem::create_directories(directory_ + "/buckets/lake");
  must("create external table lake.p (id int) partitioned by (d date) stored as parquet location 's3://lake/p'");
  must("insert into lake.p select 1, date '2024-01-01' union all select 2, date '2024-01-02'");
  must("insert into lake.p select 3, date '2024-01-02'");
  EXPECT_EQ(run("select id, d::varchar from lake.p order by id"),
            (Lines{"1|2024-01-01", "2|2024-01-02", "3|2024-01-02"}));
  EXPECT_EQ(run("select count(*) from svv_external_partitions where tablename = 'p'"), Lines{"2"});
}

TEST_F(ExternalTableTest, SystemViewsShowIt) {
  must(
      "create external table lake.t (id int, tags array<int>) partitioned by (d date) row format delimited fields "
      "terminated by ',' stored as textfile location 's3://lake/t/' table properties ('numRows'='7')");
  must("alter table lake.t add partition (d='2024-01-01') location 's3://lake/one/'");
  EXPECT_EQ(run("select schemaname, databasename, eskind from svv_external_schemas"), Lines{"lake|lakedb|1"});
  EXPECT_EQ(run("select databasename from svv_external_databases"), Lines{"lakedb"});
  EXPECT_EQ(run("select schemaname, tablename, location, serde_parameters, parameters from svv_external_tables"),
            Lines{"lake|t|s3://lake/t/|{\"field.delim\":\",\"}|{\"numRows\":\"7\"}"});
  EXPECT_EQ(run("select columnname, external_type, columnnum, part_key from svv_external_columns order by columnnum"),
            (Lines{"id|int|1|0", "tags|array<int>|2|0", "d|date|3|1"}));
  EXPECT_EQ(run("select \"values\", location from svv_external_partitions"), Lines{"[\"2024-01-01\"]|s3://lake/one/"});
  EXPECT_EQ(run("select table_type from svv_tables where table_schema = 'lake'"), Lines{"EXTERNAL TABLE"});
  EXPECT_EQ(run("select schema_name, table_name, table_type from svv_all_tables where schema_name = 'lake'"),
            Lines{"lake|t|EXTERNAL TABLE"});
  auto listed = warehouse()->list_tables("dev", {"lake", std::nullopt});
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().type, "EXTERNAL TABLE");
}

}  // namespace
}  // namespace slipher::engine
