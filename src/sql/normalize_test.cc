#include "sql/normalize.h"

#include <gtest/gtest.h>

namespace slipher::sql {
namespace {

std::string text_of(std::string_view text, const std::vector<Parameter>& parameters = {}) {
  const Result<Normalized> normalized = normalize(text, parameters);
  return normalized ? normalized->text : normalized.error().message;
}

TEST(Normalize, ResolvesStrings) {
  EXPECT_EQ(text_of(R"(select 'it\'s', 'a\\b', 'x''y', $$d'e$$, E'\t')"),
            "select 'it''s', 'a\\b', 'x''y', 'd''e', '\t'");
  EXPECT_EQ(text_of("select 'a'\n 'b'"), "select 'ab'");
  EXPECT_EQ(text_of(R"(select 'a\0')"), "ERROR: invalid byte sequence for encoding \"UTF8\": 0x00\n  Position: 8");
}

TEST(Normalize, NumbersWithExponentsStayExact) {
  EXPECT_EQ(text_of("select 1e5, 1.5E3, 1.0e8, 12.345e1, 1e-3, 12.5e-1, .5e1, 5.e0, 0.001e5"),
            "select 100000., 1500., 100000000., 123.45, 0.001, 1.25, 5., 5., 100.");
  EXPECT_EQ(text_of("select 1e37, 1e38, 1e-37, 1e-38, 1e400, 1e99999999999"),
            "select 10000000000000000000000000000000000000., 1e38, 0.0000000000000000000000000000000000001, 1e-38, "
            "1e400, 1e99999999999");
}

TEST(Normalize, RefusesBytesThatAreNoText) {
  EXPECT_EQ(text_of(R"(select '\xff')"), "ERROR: invalid byte sequence for encoding \"UTF8\": 0xff\n  Position: 8");
  EXPECT_EQ(text_of(R"(select '\xed\xa0\x80')"),
            "ERROR: invalid byte sequence for encoding \"UTF8\": 0xed\n  Position: 8");
  EXPECT_EQ(text_of(R"(select '\xc3\xa4')"), "select '\xC3\xA4'");
}

TEST(Normalize, FoldsAndQuotesNames) {
  EXPECT_EQ(text_of("SELECT Foo, \"Bar\", t.Anti, window FROM #Tmp, A.B -- c"),
            "select foo, \"bar\", t.\"anti\", \"window\" from \"#tmp\", a.b");
}

TEST(Normalize, GivesAliasesAsAndQuotes) {
  EXPECT_EQ(text_of("select a value, (select 1) sql, count(*) name, x as type, 'c' at from t options join u on 1=1"),
            "select a as \"value\", (select 1) as \"sql\", count (*) as \"name\", x as \"type\", 'c' as \"at\" "
            "from t as \"options\" join u on 1 = 1");
  EXPECT_EQ(text_of("select case when a then b else c end system, x::int4 n, null k"),
            "select case when a then b else c end as \"system\", x::integer as \"n\", null as \"k\"");
  EXPECT_EQ(text_of("update t set a = 1 from u v where t.x is not null"),
            "update t set a = 1 from u as \"v\" where t.x is not null");
}

TEST(Normalize, ReadsQualifiedTypes) {
  EXPECT_EQ(text_of("select cast(a as information_schema.sql_identifier)"), text_of("select cast(a as varchar)"));
  EXPECT_EQ(text_of("select cast(a as pg_catalog.int8)"), text_of("select cast(a as int8)"));
}

TEST(Normalize, DropsTypesOfColumnDefinitions) {
  EXPECT_EQ(text_of("select * from pg_get_cols('t') cols(a name, b varchar(10), c int)"),
            text_of("select * from pg_get_cols('t') cols(a, b, c)"));
  EXPECT_EQ(text_of("select pg_get_viewdef(oid) from t"), "select pg_get_viewdef (oid) from t");
}

TEST(Normalize, LeavesClausesAlone) {
  for (const char* text : {
           "select sum (a) over (partition by b order by c rows between unbounded preceding and current row) from t",
           "select a from t where b between 1 and 2 and c in (1, 2) or not exists (select 1) order by a desc nulls "
           "last",
           "insert into t (a, b) values (1, default), (2, null)",
           "insert into t select a from u union all select b from v",
           "select a from t natural full outer join u cross join v left join w using (k) where a is distinct from b",
           "select substring (a from 1 for 2), trim (both 'x' from b), position ('a' in c) from t group by grouping "
           "sets (a, b)",
           "with a (n) as (select 1), b as (select 2) select distinct n from a limit 10 offset 5",
           "select a at time zone 'utc' from t group by all",
           "delete from t using u where t.a = u.a",
           "select a[1].b.c from t qualify row_number () over (order by a) = 1",
           "select a from t group by all qualify not (b = 1)",
           "select a from t qualify (b = 1)",
           "with a as (select 1) delete from t where b in (select * from a)",
       }) {
    EXPECT_EQ(text_of(text), text);
  }
}

TEST(Normalize, TakesWordsThatAreNotReservedForNames) {
  EXPECT_EQ(text_of("select by, max(qualify) from by group by by order by by"),
            "select \"by\", max (\"qualify\") from \"by\" group by \"by\" order by \"by\"");
  EXPECT_EQ(text_of("insert into t (by, qualify) select a by, b qualify, 1 start, 2 values from t qualify"),
            "insert into t (\"by\", \"qualify\") select a as \"by\", b as \"qualify\", 1 as \"start\", 2 as "
            "\"values\" from t as \"qualify\"");
}

TEST(Normalize, SpellsTypesForTheEngine) {
  EXPECT_EQ(
      text_of(
          "select cast(a as character varying(max)), b::char(3), c::decimal, d::float, e::timestamp(6) with time zone"),
      "select cast (a as rs_varchar(65535)), b::rs_char(3), c::numeric(18,0), d::double, e::timestamptz");
  EXPECT_EQ(text_of("select a::varchar b, c::text, d::pg_catalog.int8, e::varchar[], f::super"),
            "select a::varchar as \"b\", c::varchar, d::bigint, e::varchar[], f::rs_super");
  EXPECT_EQ(text_of("select a::interval, cast(b as interval day to minute), convert(interval second (3), c)"),
            "select a::interval, cast (b as rs_interval_of(35)), cast (c as rs_interval_of(66))");
  EXPECT_EQ(text_of("select convert(varchar(10), a + convert(int, b))"),
            "select cast (a + cast (b as integer) as rs_varchar(10))");
  EXPECT_EQ(
      text_of("select date '2008-01-01', timestamp without time zone 'x', timestamptz 'y', date, time from t"),
      "select cast ('2008-01-01' as date), cast ('x' as timestamp), cast ('y' as timestamptz), date, time from t");
  EXPECT_EQ(text_of("select f.a from f(1) as g (a int, b varchar(5))"),
            "select f.a from f (1) as \"g\" (a integer, b rs_varchar(5))");
}

TEST(Normalize, QuotesDateParts) {
  EXPECT_EQ(
      text_of("select dateadd(mon, 1, d), datediff(qtr, a, b), date_part(dow, c), date_trunc('MON', e), extract(hr "
              "from f)"),
      "select dateadd ('month', 1, d), datediff ('quarter', a, b), date_part ('dow', c), date_trunc ('month', e), "
      "extract ('hour' from f)");
  EXPECT_EQ(text_of("select dateadd(m, 1, d)"), "select dateadd ('minute', 1, d)");
}

TEST(Normalize, ReadsIntervals) {
  EXPECT_EQ(text_of("select interval '1w, 1h', interval '5' day, interval '1-2' year to month d"),
            "select interval '0 months 7 days 3600000000 microseconds', interval '0 months 5 days 0 microseconds', "
            "cast(interval '14 months 0 days 0 microseconds' as rs_interval_y2m) as \"d\"");
  EXPECT_EQ(text_of("select interval 'soon'"),
            "ERROR: invalid input syntax for type interval: \"soon\"\n  Position: 17");
}

TEST(Normalize, CallsBareValues) {
  EXPECT_EQ(text_of("select sysdate, current_date d, user, x.user, 1 as sysdate"),
            "select sysdate (), current_date () as \"d\", user (), x.user, 1 as \"sysdate\"");
}

TEST(Normalize, PutsParametersInPlace) {
  EXPECT_EQ(text_of("select :b, :a::int, ':a' from t where x = :b", {{"a", "1"}, {"b", "2"}}),
            "select $2, $1::integer, ':a' from t where x = $2");
  EXPECT_EQ(text_of("select a from t where b = ?"), "No value specified for parameter 1.");
}

TEST(Normalize, TurnsTopIntoLimit) {
  EXPECT_EQ(text_of("select top 5 a from t order by a"), "select a from t order by a limit 5");
  EXPECT_EQ(text_of("select a from (select distinct top 2 b from u) c"),
            "select a from (select distinct b from u limit 2) as \"c\"");
  EXPECT_EQ(text_of("select top 1 a from t union all select top 2 b from u order by 1"),
            "(select a from t limit 1) union all (select b from u limit 2) order by 1");
  EXPECT_EQ(text_of("select t.top, top from t"), "select t.top, top from t");
}

TEST(Normalize, MovesAggregateModifiers) {
  EXPECT_EQ(text_of("select listagg(distinct a, ',') within group (order by b desc, c) over (partition by d) l from t"),
            "select listagg (distinct a, ',' order by b desc, c) over (partition by d) as \"l\" from t");
  EXPECT_EQ(text_of("select lag(a, 1) ignore nulls over (order by b), approximate count(distinct c) from t"),
            "select lag (a, 1 ignore nulls) over (order by b), approx_count_distinct (c) from t");
  EXPECT_EQ(text_of("select array(1, array()) from t"), "select rs_array (1, rs_array ()) from t");
}

TEST(Normalize, TurnsOperatorsIntoCalls) {
  EXPECT_EQ(text_of("select 1 where a || 'x' not similar to 'b%' escape '#' and c"),
            "select 1 where not rs_similar (a || 'x', 'b%', '#') and c");
  EXPECT_EQ(text_of("select 1 where a similar to 'b%'"), "select 1 where a similar to 'b%'");
  EXPECT_EQ(text_of("select a + 1 # b * 2 # c, d"), "select rs_xor (rs_xor (a + 1, b * 2), c), d");
}

TEST(Normalize, MendsStatements) {
  EXPECT_EQ(text_of("delete t where a = 1"), "delete from t where a = 1");
  EXPECT_EQ(text_of("update t set t.a = t.b, s.t.c = 2 where t.d = 3"), "update t set a = t.b, c = 2 where t.d = 3");
  EXPECT_EQ(text_of("select 1 minus select 2"), "select 1 except select 2");
  EXPECT_EQ(text_of("select a from (s.t) x join (u as y) on (z)"), "select a from s.t as \"x\" join u as \"y\" on (z)");
  EXPECT_EQ(text_of("select * exclude a, b from t"), "select * exclude (a, b) from t");
  EXPECT_EQ(text_of("select t.*, f(1) as d exclude a, b from t"), "select t.* exclude (a, b), f (1) as \"d\" from t");
}

TEST(Normalize, JoinsByPlusSigns) {
  EXPECT_EQ(text_of("select a.x from t a, u b, v where a.id = b.id(+) and b.z(+) between 1 and 3 and v.k = a.k"),
            "select a.x from t as \"a\" cross join v left join u as \"b\" on a.id = b.id and b.z between 1 and 3 where "
            "v.k = a.k");
  EXPECT_EQ(text_of("select 1 from a, b where a.x(+) = b.x"), "select 1 from b left join a on a.x = b.x");
  EXPECT_EQ(text_of("select 1 from a, b where a.x = b.x(+) or a.y = 1"),
            "ERROR: Outer join operator (+) not allowed in operand of OR or IN.\n  Position: 34");
}

TEST(Normalize, MakesRecursionOfHierarchies) {
  EXPECT_EQ(text_of("select level, e.* from s.staff e where x start with boss is null connect by prior id = boss"),
            "select level, e.* exclude (level) from (with recursive rs_hierarchy as (select \"e\" .*,1 as level from "
            "s.staff as \"e\" where boss is null union all select \"e\" .*,rs_prior.level + 1 as level from s.staff as "
            "\"e\" join rs_hierarchy as \"rs_prior\" on (rs_prior.id = \"e\".boss)) select * from rs_hierarchy) as "
            "\"e\" where x");
  EXPECT_EQ(text_of("select 1 from a, b connect by prior x = y"),
            "ERROR: CONNECT BY over several tables is not supported by Slipher\n  Position: 16");
}

TEST(Normalize, RefusesByName) {
  EXPECT_EQ(text_of("select 'abc"), "ERROR: unterminated quoted string at or near \"'abc\"\n  Position: 8");
  EXPECT_EQ(text_of("select (1"), "select (1");  // the engine's parser says where it misses something
  EXPECT_EQ(text_of("select 1)"), "ERROR: syntax error at or near \")\"\n  Position: 9");
}

TEST(Normalize, KnowsWhereTokensCameFrom) {
  const std::string_view text = "select /* c */ 'a\\'b', Foo  bar";
  const Result<Normalized> normalized = normalize(text);
  ASSERT_TRUE(normalized);
  ASSERT_EQ(normalized->text, "select 'a''b', foo as \"bar\"");
  EXPECT_EQ(normalized->original_offset(0), 0U);
  EXPECT_EQ(normalized->original_offset(normalized->text.find("foo")), text.find("Foo"));
  EXPECT_EQ(normalized->original_offset(normalized->text.find("foo") + 1), text.find("Foo"));
  EXPECT_EQ(normalized->original_offset(normalized->text.find("\"bar")), text.find("bar"));
}

TEST(Normalize, StaysLinearOnHostileText) {
  std::string nested(50'000, '(');
  EXPECT_TRUE(normalize("select " + nested));
  std::string chain = "select 1";
  for (int i = 0; i < 20'000; ++i) chain += " # 1 similar to 'x'";
  EXPECT_TRUE(normalize(chain));
  std::string tops;
  for (int i = 0; i < 20'000; ++i) tops += "select top 1 ";
  EXPECT_TRUE(normalize(tops));
}

}  // namespace
}  // namespace slipher::sql
