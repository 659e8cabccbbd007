#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

using TypesTest = WarehouseTest;

// "varchar(11,0)" and so on.
Lines shapes(const std::vector<Column>& columns) {
  Lines out;
  for (const auto& column : columns)
    out.push_back(column.name + " " + std::string(type_name(column.type)) + "(" + std::to_string(column.precision) +
                  "," + std::to_string(column.scale) + ")");
  return out;
}

// The recorded example of the service (Data API guide, GetStatementResult).
TEST_F(TypesTest, MetadataOfExpressions) {
  EXPECT_EQ(shapes(columns_of("select 'Hello World' as s, 42 as i, 3.14159 as f, true as b, null as n, "
                              "123.456789012345::real as r, 9223372036854775807 as l, 'abc'::varbyte as vb, "
                              "date '2024-06-12' as d, timestamp '2024-06-12 14:30:45.123456' as ts, "
                              "time '14:30:45' as t, 123.45::decimal(10,2) as dec, 32767::smallint as si")),
            Lines({"s varchar(11,0)", "i int4(10,0)", "f numeric(6,5)", "b bool(1,0)", "n varchar(65535,0)",
                   "r float4(8,8)", "l int8(19,0)", "vb varbyte(64000,0)", "d date(13,0)", "ts timestamp(29,6)",
                   "t time(15,6)", "dec numeric(10,2)", "si int2(5,0)"}));
  EXPECT_EQ(run("select 'Hello World', 3.14159, null, 'abc'::varbyte, 123.45::decimal(10,2), 32767::smallint"),
            Lines({"Hello World|3.14159|NULL|YWJj|123.45|32767"}));
}

TEST_F(TypesTest, MetadataOfTableColumns) {
  must(
      "create table event (eventid integer not null, catid smallint not null, eventname varchar(200), "
      "starttime timestamp, code char(4), plain varchar, one char, amount numeric, big decimal(30,4), f float, d8 "
      "float4)");
  const auto columns = columns_of("select * from event");
  EXPECT_EQ(shapes(columns),
            Lines({"eventid int4(10,0)", "catid int2(5,0)", "eventname varchar(200,0)", "starttime timestamp(29,6)",
                   "code bpchar(4,0)", "plain varchar(256,0)", "one bpchar(1,0)", "amount numeric(18,0)",
                   "big numeric(30,4)", "f float8(17,17)", "d8 float4(8,8)"}));
  EXPECT_FALSE(columns[0].nullable);
  EXPECT_TRUE(columns[2].nullable);
  EXPECT_EQ(columns[2].schema_name, "public");
  EXPECT_EQ(columns[2].table_name, "event");
  const auto mixed =
      columns_of("select e.eventname as n, upper(e.eventname) as u, count(*) from event e group by 1, 2");
  EXPECT_EQ(mixed[0].table_name, "event");
  EXPECT_EQ(mixed[0].precision, 200);
  EXPECT_EQ(mixed[1].table_name, "");
  EXPECT_EQ(mixed[1].schema_name, "");
  EXPECT_TRUE(mixed[1].nullable);
  EXPECT_EQ(mixed[2].type, Type::kInt8);
  EXPECT_EQ(columns_of("select 1 + 1")[0].name, "?column?");
}

TEST_F(TypesTest, LengthsAreEnforcedWhereRowsAreWritten) {
  must("create table t (v varchar(3), c char(3), i integer)");
  must("insert into t values ('abc   ', 'ab    ', 1)");
  EXPECT_EQ(run("select v, c, len(c) from t"), Lines({"abc|ab |2"}));
  EXPECT_EQ(error_of("insert into t values ('abcd', 'x', 1)"), "ERROR: value too long for type character varying(3)");
  EXPECT_EQ(error_of("insert into t values ('a', 'abcd', 1)"), "ERROR: value too long for type character(3)");
  EXPECT_EQ(error_of("insert into t select 'äb' || 'c', 'x', 1"),
            "ERROR: value too long for type character varying(3)");
  EXPECT_EQ(error_of("update t set v = v || 'x'"), "ERROR: value too long for type character varying(3)");
  EXPECT_EQ(error_of("update t set v = i + 9999"), "ERROR: value too long for type character varying(3)");
  must("update t set v = 'xyz', i = 5");
  EXPECT_EQ(run("select * from t"), Lines({"xyz|ab |5"}));
}

TEST_F(TypesTest, ExpressionsMayBeLongerThanTheColumnsInThem) {
  must("create table t (a varchar(2), b varchar(5))");
  must("insert into t values ('ab', 'abcde')");
  EXPECT_EQ(run("select case when a = 'x' then a else 'longer text' end from t"), Lines({"longer text"}));
  EXPECT_EQ(run("select coalesce(null, a, b) from t union all select 'hello there'"), Lines({"ab", "hello there"}));
  EXPECT_EQ(run("select count(*) from t where a = 'something much longer' or a = b"), Lines({"0"}));
  EXPECT_EQ(columns_of("select case when a = 'x' then a else 'longer text' end as c from t")[0].precision, 11);
  must(
      "create table u as select case when a = 'x' then a else 'longer text' end as c, a, 'lit' as l, a || b as x from "
      "t");
  EXPECT_EQ(shapes(columns_of("select * from u")),
            Lines({"c varchar(11,0)", "a varchar(2,0)", "l varchar(3,0)", "x varchar(7,0)"}));
}

TEST_F(TypesTest, LengthsOfTextExpressions) {
  must("create table t (a varchar(2), b varchar(5), c char(4), i integer)");
  EXPECT_EQ(shapes(columns_of("select upper(a), trim(b), substring(b, 2), a || 'xyz' || b, concat(a, c), i::varchar, "
                              "left(c, 2), nvl(a, b), md5(a), replace(a, 'x', 'yy') from t")),
            Lines({"upper varchar(2,0)", "btrim varchar(5,0)", "substring varchar(5,0)", "?column? varchar(10,0)",
                   "concat varchar(6,0)", "i varchar(11,0)", "left varchar(4,0)", "coalesce varchar(5,0)",
                   "md5 varchar(32,0)", "replace varchar(65535,0)"}));
}

TEST_F(TypesTest, TextForms) {
  EXPECT_EQ(run("select interval '1 day 2 hours 3 minutes 4 seconds'"), Lines({"1 days 2 hours 3 mins 4.0 secs"}));
  must("create table t (z timetz, tz timestamptz, d date, ts timestamp)");
  must("insert into t values ('14:30:45+02', '2024-06-12 14:30:45+02', '2024-06-12', '2024-06-12 14:30:45')");
  EXPECT_EQ(run("select z from t"), Lines({"12:30:45+00"}));
  EXPECT_EQ(run("select tz, d, ts from t"), Lines({"1718195445000000|19886|1718202645000000"}));
}

TEST_F(TypesTest, SuperIsJson) {
  must("create table t (s super)");
  must("insert into t select json_parse('{\"a\": [1, 2]}')");
  must("insert into t values ('plain')");
  EXPECT_EQ(columns_of("select s from t")[0].type, Type::kSuper);
  EXPECT_EQ(run("select s from t order by 1"), Lines({"\"plain\"", "{\"a\":[1,2]}"}));
}

TEST_F(TypesTest, SumsAndAverages) {
  must("create table t (i integer, d decimal(10,2))");
  must("insert into t values (1, 1.5), (2, 2.5), (2, 3)");
  EXPECT_EQ(run("select sum(i), avg(i), sum(d) from t"), Lines({"5|1|7.00"}));
  EXPECT_EQ(columns_of("select sum(i) from t")[0].type, Type::kInt8);
  EXPECT_EQ(columns_of("select sum(d) from t")[0].precision, 38);
}

}  // namespace
}  // namespace slipher::engine
