#include <fstream>
#include <thread>

#include "duckdb/main/valid_checker.hpp"
#include "engine/duckdb/duckdb_warehouse.h"
#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

TEST_F(WarehouseTest, StartsWithDev) {
  EXPECT_EQ(*warehouse()->list_databases(), Lines({"dev"}));
  EXPECT_EQ(*warehouse()->list_schemas("dev", std::nullopt),
            Lines({"information_schema", "pg_catalog", "pg_internal", "public"}));
  EXPECT_EQ(*warehouse()->list_schemas("dev", "pu%"), Lines({"public"}));
  EXPECT_TRUE(std::filesystem::exists(directory_ + "/warehouses/w/dev.duckdb"));
}

TEST_F(WarehouseTest, UnknownDatabaseIsNamed) {
  const auto connection = warehouse()->connect({"nope", "awsuser"});
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().code, ErrorCode::kValidation);
  EXPECT_NE(connection.error().message.find("\"nope\" does not exist"), std::string::npos);
}

TEST_F(WarehouseTest, AutoCreateCanBeOff) {
  DuckDbSettings settings;
  settings.warehouses_directory = directory_ + "/others";
  settings.auto_create = false;
  settings.declared = {"known"};
  const auto provider = duckdb_warehouses(settings, *objects_);
  EXPECT_TRUE(provider->find("known"));
  const auto unknown = provider->find("unknown");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kValidation);
  EXPECT_EQ(unknown.error().message, "Redshift endpoint doesn't exist in this region.");
  EXPECT_FALSE(provider->find("../known"));
  EXPECT_EQ(provider->open_warehouses().size(), 1u);
}

TEST_F(WarehouseTest, ListsTablesAndColumns) {
  must("create table t (id integer not null, name varchar(12) default 'x', price decimal(10,2), c char(3))");
  must("create view v as select id, name from t");
  const auto tables = *warehouse()->list_tables("dev", {"public", std::nullopt});
  ASSERT_EQ(tables.size(), 2u);
  EXPECT_EQ(tables[0].type, "TABLE");
  EXPECT_EQ(tables[0].name, "t");
  EXPECT_EQ(tables[1].type, "VIEW");
  EXPECT_EQ(warehouse()->list_tables("dev", {std::nullopt, "t"})->size(), 1u);
  for (const auto& entry : *warehouse()->list_tables("dev", {})) EXPECT_NE(entry.schema, "slipher_internal");

  const auto columns = *warehouse()->describe_table("dev", "public", "t");
  ASSERT_EQ(columns.size(), 4u);
  EXPECT_EQ(columns[0].name, "id");
  EXPECT_FALSE(columns[0].nullable);
  EXPECT_EQ(columns[1].type, Type::kVarchar);
  EXPECT_EQ(columns[1].precision, 12);
  EXPECT_TRUE(columns[1].column_default.has_value());
  EXPECT_EQ(columns[2].precision, 10);
  EXPECT_EQ(columns[2].scale, 2);
  EXPECT_EQ(columns[3].type, Type::kBpchar);
  EXPECT_EQ(warehouse()->describe_table("dev", "public", std::nullopt)->size(), 6u);
  EXPECT_TRUE(warehouse()->describe_table("dev", "public", "nope")->empty());
}

TEST_F(WarehouseTest, DataSurvivesReopening) {
  must("create table t (id integer, s varchar(5))");
  must("insert into t values (1, 'abc')");
  reopen();
  EXPECT_EQ(run("select * from t"), Lines({"1|abc"}));
  EXPECT_NE(error_of("insert into t values (2, 'abcdef')").find("value too long for type character varying(5)"),
            std::string::npos);
}

TEST_F(WarehouseTest, DatabasesAreMadeReadAcrossAndDropped) {
  must("create database other");
  EXPECT_EQ(*warehouse()->list_databases(), Lines({"dev", "other"}));
  auto other = connect("other");
  EXPECT_EQ(run(*other, "create table t (id integer)"), Lines({"rows: 0"}));
  EXPECT_EQ(run(*other, "insert into t values (7)"), Lines({"rows: 1"}));
  EXPECT_EQ(run("select id from other.public.t"), Lines({"7"}));
  EXPECT_NE(error_of("insert into other.public.t values (8)").find("cross-database write"), std::string::npos);
  EXPECT_EQ(error_of("create database other"), "ERROR: database \"other\" already exists");
  other.reset();
  reopen();
  EXPECT_EQ(run("select id from other.public.t"), Lines({"7"}));
  must("drop database other");
  EXPECT_EQ(*warehouse()->list_databases(), Lines({"dev"}));
  EXPECT_FALSE(std::filesystem::exists(directory_ + "/warehouses/w/other.duckdb"));
  EXPECT_EQ(error_of("drop database dev"), "ERROR: cannot drop the currently open database");
  EXPECT_NE(error_of("create database \"a/b\"").find("not supported"), std::string::npos);
}

TEST_F(WarehouseTest, CreateAndDropDatabaseCarryTheirMarkers) {
  const CommitMarker created{"22222222-2222-4222-8222-222222222222"};
  const CommitMarker dropped{"33333333-3333-4333-8333-333333333333:1"};
  auto outcome = connection_->execute({"create database other", nullptr, created.statement_id, nullptr, &created});
  ASSERT_TRUE(outcome && outcome->is_marked);
  reopen();
  EXPECT_TRUE(warehouse()->find_marker(created.statement_id)->has_value());
  outcome = connection_->execute({"drop database other", nullptr, dropped.statement_id, nullptr, &dropped});
  ASSERT_TRUE(outcome && outcome->is_marked);
  EXPECT_FALSE(warehouse()->find_marker(created.statement_id)->has_value());
  reopen();
  EXPECT_TRUE(warehouse()->find_marker(dropped.statement_id)->has_value());
  EXPECT_EQ(*warehouse()->list_databases(), Lines({"dev"}));
  ASSERT_TRUE(warehouse()->forget_markers({dropped.statement_id}));
  reopen();
  EXPECT_FALSE(warehouse()->find_marker(dropped.statement_id)->has_value());
  must("create database other");
}

TEST_F(WarehouseTest, UnfinishedDatabasesAreSweptAway) {
  connection_.reset();
  provider_.reset();
  const auto files = directory_ + "/warehouses/w/";
  for (const auto* name : {"half.duckdb.new", "half.duckdb.new.wal", "gone.duckdb.wal"})
    std::ofstream(files + name) << "left by a killed process";
  reopen();
  EXPECT_EQ(*warehouse()->list_databases(), Lines({"dev"}));
  must("create database half");
  must("create database gone");
  for (const auto* name : {"half.duckdb.new", "half.duckdb.new.wal"})
    EXPECT_FALSE(std::filesystem::exists(files + name));
}

TEST_F(WarehouseTest, FailedEngineIsOpenedAnew) {
  must("create table t (id integer)");
  must("insert into t values (1)");
  auto failed = std::dynamic_pointer_cast<DuckDbWarehouse>(warehouse());
  auto open = connect();
  EXPECT_EQ(run(*open, "begin"), Lines({"rows: 0"}));
  EXPECT_EQ(run(*open, "insert into t values (2)"), Lines({"rows: 1"}));
  ::duckdb::ValidChecker::Invalidate(*failed->instance().instance, "test");
  EXPECT_EQ(run("select 1").at(0), "ERROR: the warehouse starts anew after an internal error: connect again");
  EXPECT_NE(warehouse(), failed);
  EXPECT_NE(run(*open, "commit").at(0), "rows: 0");
  open.reset();
  connection_ = connect();
  must("insert into t values (3)");
  failed.reset();
  reopen();
  EXPECT_EQ(run("select id from t order by id"), Lines({"1", "3"}));
}

TEST_F(WarehouseTest, CorruptFileLeavesOthersUsable) {
  must("create database broken");
  connection_.reset();
  provider_.reset();
  std::ofstream(directory_ + "/warehouses/w/broken.duckdb") << "this is no database at all, but long enough to be read";
  reopen();
  EXPECT_EQ(run("select 1"), Lines({"1"}));
  const auto connection = warehouse()->connect({"broken", "awsuser"});
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().code, ErrorCode::kDatabaseConnection);
  EXPECT_EQ(connection.error().message, "FATAL: database \"broken\" cannot be opened") << "no file is named";
}

TEST_F(WarehouseTest, MarkersTellWhatCommitted) {
  must("create table t (id integer)");
  ASSERT_TRUE(connection_->begin());
  must("insert into t values (1), (2)");
  const CommitMarker marker{"11111111-1111-4111-8111-111111111111", 2, false, true};
  ASSERT_TRUE(connection_->commit(&marker));

  ASSERT_TRUE(connection_->begin());
  must("insert into t values (3)");
  ASSERT_TRUE(connection_->rollback());

  ASSERT_TRUE(connection_->begin());
  must("select * from t");
  const CommitMarker reader{"reader", 2, true, true};
  ASSERT_TRUE(connection_->commit(&reader));

  reopen();
  const auto found = *warehouse()->find_marker(marker.statement_id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rows, 2);
  EXPECT_TRUE(found->final);
  EXPECT_FALSE(*warehouse()->find_marker("reader"));
  EXPECT_FALSE(*warehouse()->find_marker("unknown"));
  ASSERT_TRUE(warehouse()->forget_markers({marker.statement_id, "unknown"}));
  EXPECT_FALSE(*warehouse()->find_marker(marker.statement_id));
}

TEST_F(WarehouseTest, MarkerAlwaysAndPartial) {
  ASSERT_TRUE(connection_->begin());
  const CommitMarker partial{"s", 1, false, false};
  ASSERT_TRUE(connection_->commit(&partial, true));
  ASSERT_TRUE(*warehouse()->find_marker("s"));
  EXPECT_FALSE((*warehouse()->find_marker("s"))->final);
  const CommitMarker whole{"s", 5, true, true};
  ASSERT_TRUE(connection_->commit(&whole, true));
  EXPECT_TRUE((*warehouse()->find_marker("s"))->final);
  EXPECT_EQ((*warehouse()->find_marker("s"))->rows, 5);
}

TEST_F(WarehouseTest, TemporaryTablesNeedNoMarker) {
  ASSERT_TRUE(connection_->begin());
  must("create temp table x (id integer)");
  const CommitMarker marker{"temporary", 0, false, true};
  ASSERT_TRUE(connection_->commit(&marker));
  EXPECT_FALSE(*warehouse()->find_marker("temporary"));
}

TEST_F(WarehouseTest, ManyConnectionsAtOnce) {
  must("create table t (id integer)");
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this, i] {
      auto connection = *warehouse()->connect({"dev", "awsuser"});
      for (int j = 0; j < 10; ++j) {
        const auto sql = "insert into t values (" + std::to_string(i * 10 + j) + ")";
        EXPECT_TRUE(connection->execute({sql, nullptr, "s"}));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(run("select count(*), count(distinct id) from t"), Lines({"80|80"}));
}

TEST_F(WarehouseTest, ServerFilesAreOutOfReach) {
  const auto file = directory_ + "/secret.csv";
  std::ofstream(file) << "a,b\n1,2\n";
  for (const std::string& sql : std::vector<std::string>{
           "select * from '" + file + "'", "select * from read_csv('" + file + "')",
           "select * from read_text('" + file + "')", "select * from glob('/*')", "attach '" + file + "' as x",
           "install json", "load json", "pragma database_list", "set memory_limit = '1GB'",
           "copy (select 1) to '" + file + "'", "select * from slipher_internal.commit_markers",
           "select * from dev.slipher_internal.commit_markers", "select * from duckdb_settings()",
           "insert into x select * from read_csv_auto('" + file + "')"}) {
    EXPECT_TRUE(error_of(sql).starts_with("ERROR: ")) << sql;
  }
  EXPECT_EQ(run("select 1"), Lines({"1"}));
}

TEST_F(WarehouseTest, CheckpointAtClose) {
  must("create table t (id integer)");
  must("insert into t values (1)");
  EXPECT_TRUE(warehouse()->close());
  EXPECT_GT(warehouse()->memory_bytes(), 0);
  EXPECT_EQ(provider_->open_warehouses().size(), 1u);
}

}  // namespace
}  // namespace slipher::engine
