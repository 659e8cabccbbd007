#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

using DdlTest = WarehouseTest;

TEST_F(DdlTest, AttributesAreAcceptedAndRemembered) {
  must(
      "create table sales (id bigint identity(10,5) not null encode az64, cust integer encode lzo distkey references "
      "c(id), "
      "name varchar(20) default 'none', primary key (id)) backup no diststyle key compound sortkey (cust, name)");
  must("insert into sales (cust) values (1), (2)");
  EXPECT_EQ(run("select id, name from sales order by id"), Lines({"10|none", "15|none"}));
  const auto shown = run("show table sales").at(0);
  EXPECT_NE(shown.find("IDENTITY(10,5)"), std::string::npos) << shown;
  EXPECT_NE(shown.find("ENCODE lzo"), std::string::npos) << shown;
  EXPECT_NE(shown.find("DISTKEY (cust)"), std::string::npos) << shown;
  EXPECT_NE(shown.find("SORTKEY (cust, name)"), std::string::npos) << shown;
  EXPECT_NE(shown.find("PRIMARY KEY (id)"), std::string::npos) << shown;
  must("drop table sales");
  must("create table sales (id bigint identity(1,1))");  // its sequence went too
}

TEST_F(DdlTest, KeysAreInformational) {
  must("create table t (id integer primary key, u integer unique)");
  must("insert into t values (1, 1), (1, 1)");
  EXPECT_EQ(run("select count(*) from t"), Lines({"2"}));
  EXPECT_EQ(error_of("insert into t values (null, 1)"), "ERROR: Cannot insert a NULL value into column id");
}

TEST_F(DdlTest, LikeCopiesColumns) {
  must("create table p (id integer not null, s varchar(7) default 'abc')");
  must("create temp table a (like p)");
  must("create table b (like p including defaults)");
  must("insert into b (id) values (1)");
  EXPECT_EQ(run("select s from b"), Lines({"abc"}));
  must("insert into a (id) values (1)");
  EXPECT_EQ(run("select s from a"), Lines({"NULL"}));
  EXPECT_EQ(columns_of("select s from a")[0].precision, 7);
}

TEST_F(DdlTest, CreateTableAsWithAttributes) {
  must("create table t (a integer, b varchar(4))");
  must("insert into t values (1, 'x'), (2, 'y')");
  EXPECT_EQ(run("create table u distkey(a) sortkey(b) as select a, b from t"), Lines({"rows: 2"}));
  EXPECT_EQ(run("create temp table v (x, y) as select a, b from t where a > 1"), Lines({"rows: 1"}));
  EXPECT_EQ(run("select x, y from v"), Lines({"2|y"}));
  EXPECT_EQ(error_of("create table w as select a, a from t"), "ERROR: column \"a\" duplicated");
  EXPECT_EQ(run("select * into x from t"), Lines({"rows: 2"}));
  EXPECT_EQ(run("select count(*) from x"), Lines({"2"}));
}

TEST_F(DdlTest, AlterTable) {
  must("create table t (a integer, b varchar(4))");
  must("insert into t values (1, 'x')");
  must("alter table t add column c integer default 7 not null");
  EXPECT_EQ(run("select * from t"), Lines({"1|x|7"}));
  must("alter table t alter column b type varchar(10)");
  EXPECT_EQ(columns_of("select b from t")[0].precision, 10);
  must("alter table t rename column a to id");
  must("alter table t drop column c");
  must("alter table t rename to renamed");
  EXPECT_EQ(run("select id, b from renamed"), Lines({"1|x"}));
  must("alter table renamed add constraint pk primary key (id)");
  must("alter table renamed alter diststyle all");
  must("alter table renamed alter sortkey (id)");
  must("alter table renamed owner to bob");
  const auto shown = run("show table renamed").at(0);
  EXPECT_NE(shown.find("DISTSTYLE ALL"), std::string::npos) << shown;
  EXPECT_NE(shown.find("PRIMARY KEY (id)"), std::string::npos) << shown;
  must("alter table renamed drop constraint pk");
  EXPECT_NE(error_of("alter table renamed drop constraint pk"), "no error");
}

TEST_F(DdlTest, ViewsAndWhatDependsOnThem) {
  must("create schema other");
  must("create table other.t (a integer, b varchar(4))");
  must("insert into other.t values (1, 'x')");
  must("set search_path to other");
  must("create view public.v as select a, b from t where a = 1");
  must("reset search_path");
  EXPECT_EQ(run("select * from v"), Lines({"1|x"}));
  EXPECT_EQ(error_of("drop table other.t"),
            "ERROR: cannot drop table t because other objects depend on it\n  Hint: Use DROP ... CASCADE to drop the "
            "dependent objects too.");
  EXPECT_EQ(run("show view v").size(), 1u);
  must("create or replace view v as select a from other.t");
  EXPECT_EQ(run("select * from v"), Lines({"1"}));
  EXPECT_NE(error_of("drop table v").find("is not a table"), std::string::npos);
  must("drop table other.t cascade");
  EXPECT_NE(error_of("select * from v"), "no error");
}

TEST_F(DdlTest, MaterializedViews) {
  must("create table t (a integer)");
  must("insert into t values (1)");
  must("create materialized view m auto refresh no as select a + 1 as b from t");
  must("insert into t values (2)");
  EXPECT_EQ(run("select b from m order by b"), Lines({"2"}));
  must("refresh materialized view m");
  EXPECT_EQ(run("select b from m order by b"), Lines({"2", "3"}));
  EXPECT_EQ((*warehouse()->list_tables("dev", {"public", "m"}))[0].type, "MATERIALIZED VIEW");
  must("drop materialized view m");
  EXPECT_NE(error_of("select * from m"), "no error");
}

TEST_F(DdlTest, Schemas) {
  must("create schema s1 authorization awsuser quota 10 gb");
  must("create schema if not exists s1");
  EXPECT_EQ(error_of("create schema s1"), "ERROR: Schema \"s1\" already exists");
  must("create table s1.t (a integer)");
  EXPECT_NE(error_of("drop schema s1").find("because other objects depend on it"), std::string::npos);
  must("drop schema s1 cascade");
  EXPECT_EQ(*warehouse()->list_schemas("dev", "s%"), Lines());
  EXPECT_NE(error_of("create table slipher_internal.x (a integer)").find("permission denied"), std::string::npos);
}

TEST_F(DdlTest, DropLists) {
  must("create table a (i integer)");
  must("create table b (i integer)");
  must("drop table a, b");
  must("drop table if exists a, b");
  EXPECT_TRUE(warehouse()->list_tables("dev", {"public", std::nullopt})->empty());
}

TEST_F(DdlTest, FailedStatementLeavesNothingBehind) {
  EXPECT_NE(error_of("create table t (id integer, id integer)"), "no error");
  EXPECT_NE(error_of("create table u as select 1/0 as a"), "no error");
  EXPECT_TRUE(warehouse()->list_tables("dev", {"public", std::nullopt})->empty());
  must("create table t (id integer)");
}

TEST_F(DdlTest, Merge) {
  must("create table target (id integer, name varchar(10))");
  must("create table source (id integer, name varchar(20))");
  must("insert into target values (1, 'one'), (2, 'two')");
  must("insert into source values (2, 'TWO'), (3, 'three')");
  must(
      "merge into target using source on target.id = source.id when matched then update set name = source.name "
      "when not matched then insert values (source.id, source.name)");
  EXPECT_EQ(run("select * from target order by id"), Lines({"1|one", "2|TWO", "3|three"}));
  must("insert into source values (3, 'again')");
  EXPECT_EQ(error_of("merge into target using source s on target.id = s.id when matched then delete "
                     "when not matched then insert values (s.id, s.name)"),
            "ERROR: Found multiple matches to update the same tuple.");
  must("delete from source");
  must("insert into source values (1, 'much too long for it')");
  EXPECT_EQ(error_of("merge into target using source on target.id = source.id when matched then update set "
                     "name = source.name when not matched then insert values (source.id, source.name)"),
            "ERROR: value too long for type character varying(10)");
  must("delete from source");
  must("insert into source values (1, 'uno'), (1, 'uno'), (4, 'four')");
  must("merge into target using source on target.id = source.id remove duplicates");
  EXPECT_EQ(run("select * from target order by id"), Lines({"1|uno", "2|TWO", "3|three", "4|four"}));
}

TEST_F(DdlTest, CommentsAndExplain) {
  must("create table t (a integer)");
  must("comment on table t is 'numbers'");
  must("comment on column t.a is 'a number'");
  must("comment on table t is null");
  EXPECT_NE(error_of("comment on table nope is 'x'"), "no error");
  EXPECT_FALSE(run("explain select * from t").empty());
}

TEST_F(DdlTest, ShowObjects) {
  must("create table t (a integer, b varchar(5))");
  EXPECT_EQ(run("show databases").size(), 1u);
  EXPECT_EQ(run("show tables from schema dev.public"), Lines({"dev|public|t|TABLE|NULL|NULL"}));
  EXPECT_EQ(run("show columns from table dev.public.t").size(), 2u);
}

}  // namespace
}  // namespace slipher::engine
