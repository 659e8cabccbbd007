#include "engine/duckdb/external/external_fixture.h"

namespace slipher::engine {
namespace {

using ::testing::HasSubstr;

class AlterExternalColumns : public ExternalTest {};

TEST_F(AlterExternalColumns, AddDropRename) {
  write("t/a", "1|one|x\n");
  must(
      "create external table lake.t (id int, name varchar(4)) partitioned by (d int) row format delimited fields "
      "terminated by '|' location 's3://lake/t/'");
  must("alter table lake.t add partition (d=7) location 's3://lake/t/'");
  must("alter table lake.t add column note string");
  EXPECT_EQ(run("select * from lake.t"), Lines{"1|one|x|7"});
  must("alter table lake.t add tags array<struct<a:int, b:string>>");
  EXPECT_EQ(run("select columnname, external_type, columnnum, part_key from svv_external_columns order by columnnum"),
            (Lines{"id|int|1|0", "name|varchar(4)|2|0", "note|string|3|0", "tags|array<struct<a:int,b:string>>|4|0",
                   "d|int|5|1"}));
  must("alter table lake.t drop column tags");
  must("alter table lake.t drop column note cascade");
  must("alter table lake.t rename column name to label");
  EXPECT_EQ(run("select label, d from lake.t"), Lines{"one|7"});
  must("create external schema second from data catalog database 'lakedb' iam_role default");
  must("alter table second.t add column price decimal(6,2)");
  EXPECT_EQ(columns_of("select price from lake.t")[0].precision, 6);
  reopen();
  EXPECT_EQ(run("select id, label, price, d from second.t"), Lines{"1|one|NULL|7"});
}

TEST_F(AlterExternalColumns, IsRefused) {
  must("create external table lake.t (id int) partitioned by (d int) location 's3://lake/t/'");
  const auto refused = [&](const std::string& action, const std::string& why) {
    EXPECT_THAT(error_of("alter table lake.t " + action), HasSubstr(why)) << action;
  };
  refused("add column x int default 1", "cannot have the constraints");
  refused("add column x int encode lzo", "cannot have the constraints");
  refused("add column x int not null", "cannot have the constraints");
  refused("add column d int", "column \"d\" of relation \"t\" already exists");
  refused("add column x nonsense", "does not exist");
  refused("drop column d", "cannot drop partition column \"d\"");
  refused("drop column id", "cannot drop the last column");
  refused("drop column x", "column \"x\" of relation \"t\" does not exist");
  refused("rename column d to e", "cannot rename partition column \"d\"");
  refused("rename column id to d", "already exists");
  refused("rename to u", "cannot rename an external table");
  refused("alter column id type varchar(20)", "Operation not supported on external tables");
  refused("owner to someone", "Operation not supported on external tables");
  must("create table usual (id int)");
  EXPECT_THAT(error_of("alter table usual add column x array<int>"), HasSubstr("does not exist"));
}

}  // namespace
}  // namespace slipher::engine
