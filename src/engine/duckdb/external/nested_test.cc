#include "engine/duckdb/external/external_fixture.h"

namespace slipher::engine {
namespace {

/// The customers of Amazon Redshift's tutorial on nested data.
class NestedTest : public ExternalTest {
 protected:
  void SetUp() override {
    ExternalTest::SetUp();
    write("c/a",
          "{\"id\": 1, \"name\": {\"given\": \"John\", \"family\": \"Smith\"}, \"phones\": [\"123-457789\"], "
          "\"contacts\": {\"mobile\": \"1\", \"home\": \"2\"}, \"scores\": {\"7\": {\"a\": {\"x\": 1}}}, \"orders\": "
          "[{\"shipdate\": \"2018-03-01T11:59:59.000Z\", \"price\": 100.50, \"lines\": [3, 4]}, {\"shipdate\": "
          "\"2018-03-01T09:10:00.000Z\", \"price\": 99.12}]}\n"
          "{\"id\": 2, \"name\": {\"given\": \"Jenny\", \"family\": \"Doe\"}, \"phones\": [\"858-8675309\", "
          "\"415-9876543\"], \"contacts\": {}, \"orders\": []}\n"
          "{\"id\": 3, \"name\": {\"given\": \"Andy\", \"family\": \"Jones\"}, \"phones\": [], \"orders\": "
          "[{\"shipdate\": \"2018-03-02T08:02:15.000Z\", \"price\": 13.50}]}\n");
    must(
        "create external table lake.customers (id int, name struct<given:varchar(20), family:varchar(20)>, phones "
        "array<varchar(20)>, contacts map<varchar(20), varchar(20)>, scores map<int, struct<a: map<string,int>>>, "
        "orders array<struct<shipdate:timestamp, price:double precision, lines:array<int>>>) "
        "row format serde 'org.openx.data.jsonserde.JsonSerDe' location 's3://lake/c/'");
  }
};

TEST_F(NestedTest, StructsHaveFieldsOfTheirTypes) {
  EXPECT_EQ(run("select c.id, c.name.given, c.name.family from lake.customers c order by 1"),
            (Lines{"1|John|Smith", "2|Jenny|Doe", "3|Andy|Jones"}));
  const auto columns = columns_of("select name.given, customers.name.family as f from lake.customers");
  EXPECT_EQ(columns[0].name, "given");
  EXPECT_EQ(columns[0].type, Type::kVarchar);
  EXPECT_EQ(columns[1].name, "f");
  EXPECT_EQ(run("select count(*) from lake.customers c where c.name.given like 'J%'"), Lines{"2"});
  EXPECT_EQ(run("select c.name.given, count(*) from lake.customers c group by c.name.given order by 1 limit 1"),
            Lines{"Andy|1"});
}

TEST_F(NestedTest, FromRangesOverArrays) {
  EXPECT_EQ(run("select c.id, o.shipdate::varchar from lake.customers c, c.orders o order by 1, 2"),
            (Lines{"1|2018-03-01 09:10:00", "1|2018-03-01 11:59:59", "3|2018-03-02 08:02:15"}));
  EXPECT_EQ(run("select c.id, o.price from lake.customers c inner join c.orders o on true where o.price < 50"),
            Lines{"3|13.500000"});
  EXPECT_EQ(run("select c.id, c.name.given, o.price from lake.customers c left join c.orders o on true order by 1, 3"),
            (Lines{"1|John|99.120000", "1|John|100.500000", "2|Jenny|NULL", "3|Andy|13.500000"}));
  EXPECT_EQ(run("select c.name.given, p as phone from lake.customers c left join c.phones p on true order by 1, 2"),
            (Lines{"Andy|NULL", "Jenny|415-9876543", "Jenny|858-8675309", "John|123-457789"}));
  EXPECT_EQ(run("select c.id, l from lake.customers c, c.orders o, o.lines l order by 2"), (Lines{"1|3", "1|4"}));
  EXPECT_EQ(run("select c.name.given from lake.customers c "
                "where (select count(*) from c.phones p where p like '858%') > 0"),
            Lines{"Jenny"});
  EXPECT_EQ(columns_of("select o.shipdate from lake.customers c, c.orders o")[0].type, Type::kTimestamp);
}

TEST_F(NestedTest, FromRangesOverMaps) {
  EXPECT_EQ(run("select c.name.given, p.key, p.value from lake.customers c, c.contacts p order by 2"),
            (Lines{"John|home|2", "John|mobile|1"}));
  EXPECT_EQ(run("select c.id, p.value from lake.customers c left join c.contacts p on p.key = 'mobile' order by 1"),
            (Lines{"1|1", "2|NULL", "3|NULL"}));
  EXPECT_EQ(run("select s.key + 1, m.key, m.value from lake.customers c, c.scores s, s.value.a m"), Lines{"8|x|1"});
}

TEST_F(NestedTest, ParquetHasMapsToo) {
  must("create table src (id int, tags super)");
  must("insert into src values (1, json_parse('[1, 2]'))");
  must("create external table lake.p stored as parquet location 's3://lake/p/' as select * from src");
  EXPECT_EQ(run("select p.id, count(*) from lake.p p, p.tags t group by 1"), Lines{"1|2"});
}

}  // namespace
}  // namespace slipher::engine
