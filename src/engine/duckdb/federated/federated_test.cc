#include <fstream>
#include <gmock/gmock.h>
#include <thread>

#include "engine/duckdb/federated/postgres_fixture.h"
#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// External schemas of a real server's database.
class FederatedTest : public WarehouseTest {
 protected:
  void SetUp() override {
    postgres_ = PostgresServer::get();
    if (!postgres_) GTEST_SKIP() << "left out: federated queries: PostgreSQL is not installed";
    WarehouseTest::SetUp();
    open_with({});
    postgres_->run("DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop");
    make_schema("pg", "shop");
    postgres_->log();
  }
  void TearDown() override {
    if (postgres_) WarehouseTest::TearDown();
  }

  void open_with(FederatedSettings federated) {
    federated.find_login = [](const std::string& secret) -> Result<RemoteLogin> {
      if (secret == "right") return RemoteLogin{"slipher", PostgresServer::kPassword};
      if (secret == "wrong") return RemoteLogin{"slipher", "guess"};
      return Error(ErrorCode::kResourceNotFound, "Secrets Manager can't find the specified secret.");
    };
    reopen(std::move(federated));
  }
  /// How many COPY statements the server runs for us.
  Lines running() {
    return postgres_->run(
        "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY (%' AND state = 'active' AND pid <> "
        "pg_backend_pid()");
  }
  void wait_until_running() {
    for (int i = 0; i < 500 && running() != Lines{"1"}; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  void make_schema(const std::string& name, const std::string& remote, const std::string& secret = "right",
                   int port = 0, const std::string& database = "postgres") {
    must("create external schema " + name + " from postgres database '" + database + "' schema '" + remote +
         "' uri '127.0.0.1' port " + std::to_string(port ? port : postgres_->port()) +
         " iam_role 'arn:aws:iam::123456789012:role/r' secret_arn '" + secret + "'");
  }
  /// The COPY statements that the server got since the last call.
  std::string copies() {
    std::istringstream log(postgres_->log());
    std::string all;
    for (std::string line; std::getline(log, line);) {
      const auto at = line.find("COPY (");
      if (at != std::string::npos) all += line.substr(at) + "\n";
    }
    return all;
  }

  PostgresServer* postgres_ = nullptr;
};

TEST_F(FederatedTest, ReadsEveryTypeThatRedshiftHas) {
  postgres_->run(
      "CREATE TABLE shop.types (b boolean, i2 smallint, i4 integer, i8 bigint, n4 numeric(4,2), n9 numeric(9,0), "
      "n18 numeric(18,6), n38 numeric(38,10), r real, d double precision, c char(5), v varchar(10), t text, day date, "
      "ts timestamp, tz timestamptz); "
      "INSERT INTO shop.types VALUES "
      "(true, 32767, 2147483647, 9223372036854775807, 99.99, 999999999, 999999999999.999999, "
      "9999999999999999999999999999.9999999999, 1.5, 2.5, 'ab', 'äöü', 'text', '2024-02-29', "
      "'2024-02-29 12:34:56.789012', '2024-02-29 12:34:56.789012+02'), "
      "(false, -32768, -2147483648, -9223372036854775808, -99.99, -1, -0.000001, -0.0000000001, -1.5, -2.5, '', '', "
      "'', "
      "'1969-12-31', '1969-12-31 23:59:59.999999', '1999-12-31 23:59:59.999999+00'), "
      "(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), "
      "(true, 0, 0, 0, 0, 10000, 100000000, 10000, 0, 0, 'abcde', 'x ', ' y', '2000-01-01', '2000-01-01', "
      "'2000-01-01+00')");
  EXPECT_EQ(
      run("select b, i2, i4, i8, n4, n9, n18, n38 from pg.types"),
      (Lines{"true|32767|2147483647|9223372036854775807|99.99|999999999|999999999999.999999|"
             "9999999999999999999999999999.9999999999",
             "false|-32768|-2147483648|-9223372036854775808|-99.99|-1|-0.000001|-0.0000000001",
             "NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL", "true|0|0|0|0.00|10000|100000000.000000|10000.0000000000"}));
  EXPECT_EQ(run("select r, d, c, v, t, day from pg.types"),
            (Lines{"1.500000|2.500000|ab   |äöü|text|19782", "-1.500000|-2.500000|     |||-1",
                   "NULL|NULL|NULL|NULL|NULL|NULL", "0.000000|0.000000|abcde|x | y|10957"}));
  EXPECT_EQ(run("select ts::varchar, tz::varchar from pg.types"),
            (Lines{"2024-02-29 12:34:56.789012|2024-02-29 10:34:56.789012+00",
                   "1969-12-31 23:59:59.999999|1999-12-31 23:59:59.999999+00", "NULL|NULL",
                   "2000-01-01 00:00:00|2000-01-01 00:00:00+00"}));
  const auto columns = columns_of("select * from pg.types");
  ASSERT_EQ(columns.size(), 16U);
  EXPECT_EQ(columns[10].type, Type::kBpchar);
  EXPECT_EQ(columns[10].precision, 5);
  EXPECT_EQ(columns[11].precision, 40);  // bytes, where PostgreSQL counts characters
  EXPECT_EQ(columns[12].precision, 65535);
  EXPECT_EQ(columns[15].type, Type::kTimestamptz);
}

TEST_F(FederatedTest, ReadsEveryOtherTypeAsText) {
  postgres_->run(
      "CREATE TYPE shop.mood AS ENUM ('sad', 'glad'); CREATE DOMAIN shop.amount AS numeric(6,2); "
      "CREATE TYPE shop.point2 AS (x int, y int); "
      "CREATE TABLE shop.others (j json, jb jsonb, u uuid, a int[], i interval, t time, tt timetz, bytes bytea, m "
      "shop.mood, "
      "n numeric, ip inet, r int4range, x xml, bits bit(3), p shop.point2, am shop.amount, money money); "
      "INSERT INTO shop.others VALUES ('{\"a\": 1}', '{\"b\":[1,2]}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', "
      "'{1,NULL,3}', "
      "'1 day 02:03:04', '12:34:56.7', '12:34:56+02', '\\x00ff', 'glad', 123456789012345678901234567890.5, "
      "'10.0.0.1/8', '[1,5)', '<a/>', B'101', '(1,2)', 12.5, '1.50')");
  EXPECT_EQ(
      run("select j, jb, u, a, i, t, tt, bytes from pg.others"),
      Lines{"{\"a\": 1}|{\"b\": [1, 2]}|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|{1,NULL,3}|1 day 02:03:04|12:34:56.7|"
            "12:34:56+02|\\x00ff"});
  EXPECT_EQ(run("select m, n, ip, r, x, bits, p, am from pg.others"),
            Lines{"glad|123456789012345678901234567890.5|10.0.0.1/8|[1,5)|<a/>|101|(1,2)|12.50"});
  const auto columns = columns_of("select * from pg.others");
  for (std::size_t i = 0; i < 15; ++i) EXPECT_EQ(columns[i].type, Type::kVarchar) << columns[i].name;
  EXPECT_EQ(columns[15].type, Type::kNumeric);
  copies();
  EXPECT_EQ(run("select m from pg.others where u = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"), Lines{"glad"});
  EXPECT_THAT(copies(), HasSubstr("\"u\" = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"));
  EXPECT_EQ(run("select json_extract_path_text(jb, 'b') from pg.others where m = 'glad' and u like 'a0ee%'"),
            Lines{"[1,2]"});
}

TEST_F(FederatedTest, ValuesThatNoTypeHoldsAreErrors) {
  postgres_->run(
      "CREATE TABLE shop.odd (id int, n numeric(6,2), c char(3), t text); INSERT INTO shop.odd VALUES (1, 'NaN', 'a', "
      "'b'), "
      "(2, 1, 'äöü', 'b'), (3, 1, 'a', repeat('x', 65536)), (4, 1, 'a', repeat('x', 65535))");
  EXPECT_THAT(error_of("select n from pg.odd where id = 1"),
              HasSubstr("remote column \"n\": NaN is no value of numeric"));
  EXPECT_THAT(error_of("select c from pg.odd where id = 2"), HasSubstr("too long for type character(3)"));
  EXPECT_THAT(error_of("select t from pg.odd where id = 3"),
              HasSubstr("a text of 65536 bytes is too long for type character varying(65535)"));
  EXPECT_EQ(run("select len(t) from pg.odd where id = 4"), Lines{"65535"});
}

TEST_F(FederatedTest, TheServerFiltersAndProjects) {
  postgres_->run(
      "CREATE TABLE shop.sales (id int PRIMARY KEY, name varchar(20), code char(4), day date, price numeric(8,2), "
      "at timestamptz, note jsonb); "
      "INSERT INTO shop.sales SELECT i, 'n' || i, 'c' || i % 10, date '2024-01-01' + i % 100, i * 1.5, "
      "timestamptz '2024-01-01+00' + i * interval '1 hour', jsonb_build_object('i', i) FROM generate_series(1, 1000) "
      "i; "
      "INSERT INTO shop.sales VALUES (1001, NULL, NULL, NULL, NULL, NULL, NULL), (1002, 'it''s \\ ', 'x', NULL, 1, "
      "NULL, NULL)");
  copies();
  EXPECT_EQ(run("select name from pg.sales where id = 7"), Lines{"n7"});
  EXPECT_THAT(copies(),
              AllOf(HasSubstr("SELECT \"id\", \"name\" FROM"), HasSubstr("\"id\" = '7'"), Not(HasSubstr("price"))));
  EXPECT_EQ(run("select count(*) from pg.sales"), Lines{"1002"});
  EXPECT_THAT(copies(), HasSubstr("COPY (SELECT FROM"));
  EXPECT_EQ(run("select count(*) from pg.sales where id >= 10 and id < 20 and price > 20"), Lines{"6"});
  EXPECT_THAT(copies(), AllOf(HasSubstr("\"id\" >= '10'"), HasSubstr("\"id\" < '20'"), HasSubstr("\"price\" > '20")));
  EXPECT_EQ(run("select count(*) from pg.sales where id in (1, 5, 900, 5000)"), Lines{"3"});
  EXPECT_THAT(copies(), HasSubstr("\"id\" IN ('1', '5', '900', '5000')"));
  EXPECT_EQ(run("select count(*) from pg.sales where id <> 1"), Lines{"1001"});
  EXPECT_THAT(copies(), HasSubstr("<> '1'"));
  EXPECT_EQ(run("select id from pg.sales where name is null"), Lines{"1001"});
  copies();
  EXPECT_EQ(run("select count(*) from pg.sales where day is not null and day <= '2024-01-03'"), Lines{"30"});
  EXPECT_THAT(copies(), HasSubstr("\"day\" <= '2024-01-03'"));
  EXPECT_EQ(run("select id from pg.sales where at = '2024-01-01 05:00:00+00'"), Lines{"5"});
  EXPECT_THAT(copies(), HasSubstr("\"at\" = '2024-01-01 05:00:00+00'"));
  EXPECT_EQ(run("select id from pg.sales where name = 'n77'"), Lines{"77"});
  EXPECT_THAT(copies(), HasSubstr("COLLATE \"C\" >= 'n77'"));
  EXPECT_EQ(run("select count(*) from pg.sales where code = 'c3'"), Lines{"100"});
  EXPECT_THAT(copies(), HasSubstr("\"code\" = 'c3"));
  EXPECT_EQ(run("select id from pg.sales where name = 'it''s \\\\'"), Lines{"1002"});
  EXPECT_EQ(run("select id from pg.sales where note = '{\"i\": 12}'"), Lines{"12"});
  EXPECT_EQ(run("select count(*) from pg.sales where name like '%99' or id = 1"), Lines{"11"});
}

TEST_F(FederatedTest, NamesAreFoundInEveryWayAndJoinLocalOnes) {
  postgres_->run(
      "CREATE TABLE shop.items (id int, label text); INSERT INTO shop.items VALUES (1, 'one'), (2, 'two'), (3, "
      "'three'); "
      "CREATE VIEW shop.big AS SELECT * FROM shop.items WHERE id > 1; CREATE TABLE shop.\"Mixed\" (\"Id\" int); "
      "INSERT INTO shop.\"Mixed\" VALUES (9)");
  must("create table orders (item int, amount int)");
  must("insert into orders values (1, 10), (3, 30), (3, 5)");
  EXPECT_EQ(run("select pg.items.label from pg.items where pg.items.id = 2"), Lines{"two"});
  EXPECT_EQ(run("select dev.pg.items.label from dev.pg.items where id = 2"), Lines{"two"});
  EXPECT_EQ(run("select items.label from dev.pg.items where items.id = 2"), Lines{"two"});
  EXPECT_EQ(run("select i.label, sum(o.amount) from pg.items i join orders o on o.item = i.id group by 1 order by 1"),
            (Lines{"one|10", "three|35"}));
  EXPECT_EQ(run("select a.id from pg.items a join pg.big b on a.id = b.id order by 1"), (Lines{"2", "3"}));
  EXPECT_EQ(run("select count(*) from (select * from pg.items union all select * from pg.big union all select * from "
                "pg.items) x"),
            Lines{"8"});
  EXPECT_EQ(run("select label from pg.items where id in (select item from orders) order by 1"),
            (Lines{"one", "three"}));
  EXPECT_EQ(run("with i as (select * from pg.items) select count(*) from i, i j"), Lines{"9"});
  must("create table copied as select * from pg.items");
  EXPECT_EQ(run("insert into copied select id + 10, label from pg.items where id < 3"), Lines{"rows: 2"});
  EXPECT_EQ(run("select id, label from copied order by id"), (Lines{"1|one", "2|two", "3|three", "11|one", "12|two"}));
  must("delete from copied using pg.items where copied.id = items.id");
  must("update copied set label = i.label from pg.items i where copied.id = i.id + 9");
  EXPECT_EQ(run("select label from copied order by id"), (Lines{"two", "three"}));
  must("set search_path to pg, public");
  EXPECT_EQ(run("select count(*) from items, orders where items.id = orders.item"), Lines{"3"});
  must("create temp table items (id int)");
  EXPECT_EQ(run("select count(*) from items"), Lines{"0"});
  must("set enable_case_sensitive_identifier to true");
  EXPECT_EQ(run("select \"Id\" from pg.\"Mixed\""), Lines{"9"});
}

TEST_F(FederatedTest, WhatIsNotThereIsSaid) {
  EXPECT_THAT(error_of("select * from pg.nothing"), HasSubstr("relation \"pg.nothing\" does not exist"));
  EXPECT_THAT(error_of("select * from pg.nothing"), Not(HasSubstr("internal")));
  make_schema("nowhere", "missing");
  EXPECT_THAT(error_of("select * from nowhere.t"), HasSubstr("relation \"nowhere.t\" does not exist"));
  make_schema("elsewhere", "public", "right", 0, "missing");
  EXPECT_THAT(error_of("select * from elsewhere.t"), HasSubstr("database \"missing\" does not exist"));
  postgres_->run("CREATE TABLE shop.t (id int)");
  EXPECT_THAT(error_of("select missing from pg.t"), HasSubstr("column \"missing\" does not exist"));
  postgres_->run("CREATE VIEW shop.broken AS SELECT 1 / (id - id) AS x FROM shop.t; INSERT INTO shop.t VALUES (1)");
  EXPECT_THAT(error_of("select * from pg.broken"),
              AllOf(HasSubstr("remote PostgreSQL server \"127.0.0.1:"), HasSubstr("division by zero")));
}

TEST_F(FederatedTest, NothingIsWritten) {
  postgres_->run("CREATE TABLE shop.t (id int)");
  for (const std::string sql :
       {"insert into pg.t values (1)", "update pg.t set id = 1", "delete from pg.t", "insert into dev.pg.t select 1"})
    EXPECT_THAT(error_of(sql), HasSubstr("\"t\" is a view or an external table, which cannot be changed")) << sql;
  for (const std::string sql :
       {"create table pg.u (id int)", "create table pg.u as select 1 a", "create view pg.u as select 1 a"})
    EXPECT_THAT(error_of(sql), HasSubstr("cannot create \"u\" in external schema \"pg\"")) << sql;
  EXPECT_THAT(error_of("drop table pg.t"), HasSubstr("does not exist"));
  EXPECT_THAT(error_of("truncate pg.t"), HasSubstr("does not exist"));
  EXPECT_EQ(postgres_->run("SELECT count(*) FROM shop.t"), Lines{"0"});
}

TEST_F(FederatedTest, TheCatalogShowsWhatIsThere) {
  postgres_->run("CREATE TABLE shop.t (id int NOT NULL, name varchar(20)); CREATE VIEW shop.v AS SELECT 1 AS one");
  EXPECT_EQ(run("select eskind, databasename, esoptions from svv_external_schemas where schemaname = 'pg'"),
            Lines{"3|postgres|{\"IAM_ROLE\":\"arn:aws:iam::123456789012:role/r\",\"SECRET_ARN\":\"right\",\"URI\":"
                  "\"127.0.0.1\",\"PORT\":\"" +
                  std::to_string(postgres_->port()) + "\",\"SCHEMA\":\"shop\"}"});
  EXPECT_EQ(run("select tablename from svv_external_tables where schemaname = 'pg' order by 1"), (Lines{"t", "v"}));
  EXPECT_EQ(
      run("select columnname, external_type, columnnum, is_nullable from svv_external_columns where tablename = 't' "
          "order by columnnum"),
      (Lines{"id|integer|1|false", "name|character varying(20)|2|true"}));
  const auto tables = warehouse()->list_tables("dev", {"pg", std::nullopt});
  ASSERT_TRUE(tables);
  ASSERT_EQ(tables->size(), 2U);
  EXPECT_EQ((*tables)[0].name, "t");
  EXPECT_EQ((*tables)[0].type, "EXTERNAL TABLE");
  const auto columns = warehouse()->describe_table("dev", "pg", "t");
  ASSERT_TRUE(columns);
  ASSERT_EQ(columns->size(), 2U);
  EXPECT_FALSE((*columns)[0].nullable);
  EXPECT_EQ((*columns)[1].precision, 80);
  // One server that is gone does not hide the others' tables.
  make_schema("gone", "public", "right", 1);
  EXPECT_EQ(run("select tablename from svv_external_tables order by 1"), (Lines{"t", "v"}));
  must("drop schema gone");
  must("drop schema pg");
  EXPECT_EQ(run("select count(*) from svv_external_schemas"), Lines{"0"});
  EXPECT_THAT(error_of("select * from pg.t"), HasSubstr("does not exist"));
  EXPECT_EQ(postgres_->run("SELECT count(*) FROM shop.t"), Lines{"0"});
}

TEST_F(FederatedTest, SchemasComeAndStay) {
  postgres_->run("CREATE TABLE shop.t (id int); INSERT INTO shop.t VALUES (5)");
  must("create external schema if not exists pg from postgres database 'x' uri 'x' secret_arn 'x'");
  EXPECT_THAT(error_of("create external schema pg from postgres database 'x' uri 'x' secret_arn 'x'"),
              HasSubstr("already exists"));
  open_with({});
  EXPECT_EQ(run("select * from pg.t"), Lines{"5"});
  must("begin");
  make_schema("pg2", "shop");
  EXPECT_EQ(run("select * from pg2.t"), Lines{"5"});
  must("rollback");
  EXPECT_THAT(error_of("select * from pg2.t"), HasSubstr("does not exist"));
}

TEST_F(FederatedTest, ViewsAreBoundLate) {
  postgres_->run("CREATE TABLE shop.t (id int); INSERT INTO shop.t VALUES (5)");
  EXPECT_THAT(error_of("create view v as select * from pg.t"), HasSubstr("External tables are not supported in views"));
  must("create view v as select * from pg.t with no schema binding");
  must("create view later as select extra from pg.t with no schema binding");
  EXPECT_EQ(run("select * from v"), Lines{"5"});
  postgres_->run("ALTER TABLE shop.t ADD extra text DEFAULT 'more'");
  EXPECT_EQ(run("select extra from later"), Lines{"more"});
  must("create materialized view m as select id from pg.t");
  postgres_->run("INSERT INTO shop.t VALUES (6)");
  EXPECT_EQ(run("select id from m"), Lines{"5"});
  must("refresh materialized view m");
  EXPECT_EQ(run("select id from m order by 1"), (Lines{"5", "6"}));
}

TEST_F(FederatedTest, UsersNeedTheSchemaAndNoMore) {
  postgres_->run("CREATE TABLE shop.t (id int); INSERT INTO shop.t VALUES (5)");
  must("create user joe password disable");
  must("grant create on database dev to joe");
  must("create view v as select * from pg.t with no schema binding");
  must("grant select on v to joe");
  must("set session authorization joe");
  EXPECT_THAT(error_of("select * from pg.t"), HasSubstr("permission denied for schema pg"));
  EXPECT_EQ(run("select * from v"), Lines{"5"});
  EXPECT_THAT(error_of("create external schema mine from postgres database 'd' uri 'h' secret_arn 'right'"),
              HasSubstr("permission denied to create external schema mine"));
  must("reset session authorization");
  must("grant usage on schema pg to joe");
  must("set session authorization joe");
  EXPECT_EQ(run("select * from pg.t"), Lines{"5"});
  EXPECT_THAT(error_of("drop schema pg"), HasSubstr("must be owner of schema pg"));
}

TEST_F(FederatedTest, ATransactionSeesOneState) {
  postgres_->run("CREATE TABLE shop.a (id int); CREATE TABLE shop.b (id int); INSERT INTO shop.a VALUES (1)");
  must("begin");
  EXPECT_EQ(run("select count(*) from pg.a"), Lines{"1"});
  postgres_->run("INSERT INTO shop.a VALUES (2); INSERT INTO shop.b VALUES (1), (2)");
  EXPECT_EQ(run("select count(*) from pg.a"), Lines{"1"});
  EXPECT_EQ(run("select count(*) from pg.b"), Lines{"0"});
  // On several connections too.
  EXPECT_EQ(
      run("select count(*) from (select * from pg.a union all select * from pg.b union all select * from pg.a) x"),
      Lines{"2"});
  must("commit");
  EXPECT_EQ(run("select count(*) from pg.a"), Lines{"2"});
}

TEST_F(FederatedTest, WhatIsNotReadToTheEndIsLeft) {
  postgres_->run(
      "CREATE TABLE shop.big AS SELECT i AS id, repeat('x', 1000) AS text FROM generate_series(1, 100000) i");
  must("begin");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(run("select text from pg.big limit 1").size(), 1U);
    EXPECT_EQ(run("select count(*) from pg.big where id < 10"), Lines{"9"});
  }
  must("commit");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(run("select id from pg.big order by id limit 1"), Lines{"1"});
  EXPECT_EQ(
      postgres_->run("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'slipher' AND state = 'active' "
                     "AND pid <> pg_backend_pid()"),
      Lines{"0"});
}

/// The most memory that the process has ever had, in bytes.
std::int64_t peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::atoll(line.c_str() + 6) * 1024;
  }
  return 0;
}

TEST_F(FederatedTest, ABigTableStreamsInConstantMemory) {
  postgres_->run(
      "CREATE TABLE shop.big AS SELECT i AS id, repeat('x', 200) || i AS text FROM generate_series(1, 1000000) i");
  must("select count(*) from pg.big where id < 10");
  [[maybe_unused]] const auto before = peak_memory();
  EXPECT_EQ(run("select count(*), sum(id), max(len(text)) from pg.big"), Lines{"1000000|500000500000|207"});
#ifndef __SANITIZE_ADDRESS__
  EXPECT_LT(peak_memory() - before, 100 << 20);  // of 200 MB
#endif
}

TEST_F(FederatedTest, CancellingStopsTheServerToo) {
  postgres_->run("CREATE VIEW shop.slow AS SELECT i, pg_sleep(0.05)::text AS nap FROM generate_series(1, 10000) i");
  std::vector<std::string> rows;
  std::thread runner([&] { rows = run("select max(nap) from pg.slow"); });
  wait_until_running();
  EXPECT_EQ(running(), Lines{"1"});
  connection_->interrupt();
  runner.join();
  EXPECT_EQ(rows, Lines{"ERROR: Query cancelled on user's request"});
  EXPECT_EQ(running(), Lines{"0"});
  EXPECT_EQ(run("select 1"), Lines{"1"});
  must("set statement_timeout to 300");
  EXPECT_EQ(run("select max(nap) from pg.slow"), Lines{"ERROR: canceling statement due to statement timeout"});
  EXPECT_EQ(running(), Lines{"0"});
}

TEST_F(FederatedTest, TheServersTimeLimit) {
  open_with({.statement_timeout = std::chrono::seconds(1)});
  postgres_->run("CREATE VIEW shop.slow AS SELECT pg_sleep(600)::text AS nap");
  EXPECT_THAT(error_of("select * from pg.slow"), HasSubstr("canceling statement due to statement timeout"));
}

TEST_F(FederatedTest, ServersThatCannotBeReached) {
  make_schema("closed", "public", "right", 1);
  EXPECT_THAT(error_of("select * from closed.t"),
              AllOf(HasSubstr("remote PostgreSQL server \"127.0.0.1:1\""), HasSubstr("Connection refused")));
  make_schema("guess", "shop", "wrong");
  EXPECT_THAT(error_of("select * from guess.t"), HasSubstr("password authentication failed for user \"slipher\""));
  EXPECT_THAT(error_of("select * from guess.t"), Not(HasSubstr("guess\"")));
  make_schema("unknown", "shop", "no-such-secret");
  EXPECT_THAT(error_of("select * from unknown.t"),
              HasSubstr("secret \"no-such-secret\": Secrets Manager can't find the specified secret."));
}

TEST_F(FederatedTest, AServerThatDoesNotAnswer) {
  const SilentServer silent;
  open_with({.connect_timeout = std::chrono::seconds(1)});
  make_schema("silent", "public", "right", silent.port());
  for (int i = 0; i < 2; ++i) EXPECT_THAT(error_of("select * from silent.t"), HasSubstr("it did not answer in time"));
}

TEST_F(FederatedTest, AServerThatDiesInTheMiddle) {
  postgres_->run(
      "CREATE VIEW shop.slow AS SELECT i, pg_sleep(0.05)::text AS nap FROM generate_series(1, 10000) i; "
      "CREATE TABLE shop.t AS SELECT 1 AS id");
  std::vector<std::string> rows;
  std::thread runner([&] { rows = run("select max(nap) from pg.slow"); });
  wait_until_running();
  postgres_->stop_at_once();
  runner.join();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_THAT(rows[0], HasSubstr("remote PostgreSQL server"));
  EXPECT_THAT(error_of("select * from pg.t"), HasSubstr("Connection refused"));
  postgres_->start();
  EXPECT_EQ(run("select * from pg.t"), Lines{"1"});
}

TEST_F(FederatedTest, ConnectionsAreKeptAndLimited) {
  open_with({.connect_timeout = std::chrono::seconds(1), .connections = 2});
  postgres_->run("CREATE TABLE shop.t AS SELECT 1 AS id");
  const std::string count =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'slipher' AND pid <> pg_backend_pid()";
  for (int i = 0; i < 10; ++i) EXPECT_EQ(run("select * from pg.t"), Lines{"1"});
  EXPECT_EQ(postgres_->run(count), Lines{"1"});
  auto first = connect(), second = connect();
  for (auto* each : {first.get(), second.get()}) {
    EXPECT_EQ(run(*each, "begin"), Lines{"rows: 0"});
    EXPECT_EQ(run(*each, "select * from pg.t"), Lines{"1"});
  }
  EXPECT_THAT(error_of("select * from pg.t"), HasSubstr("too many connections to remote servers: all 2"));
  EXPECT_EQ(run(*first, "rollback"), Lines{"rows: 0"});
  EXPECT_EQ(run("select * from pg.t"), Lines{"1"});
  // Connections that the server has closed are not used again.
  postgres_->run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'slipher' AND pid <> "
      "pg_backend_pid()");
  EXPECT_EQ(run("select * from pg.t"), Lines{"1"});
}

}  // namespace
}  // namespace slipher::engine
