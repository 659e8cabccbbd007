#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

namespace fs = std::filesystem;

/// COPY and UNLOAD as a client sends them: text in, through the whole engine.
class WarehouseLoad : public WarehouseTest {
 protected:
  void SetUp() override {
    WarehouseTest::SetUp();
    fs::create_directories(bucket());
  }
  fs::path bucket() const { return fs::path(directory_) / "buckets" / "demo"; }
  void write(const std::string& key, const std::string& text) {
    fs::create_directories((bucket() / key).parent_path());
    std::ofstream(bucket() / key, std::ios::binary) << text;
  }
  std::string read(const std::string& key) {
    std::ostringstream text;
    text << std::ifstream(bucket() / key, std::ios::binary).rdbuf();
    return text.str();
  }
};

TEST_F(WarehouseLoad, LoadsATableWithRedshiftsAttributes) {
  must(
      "CREATE TABLE sales (id INT IDENTITY(1,1), name VARCHAR(5) ENCODE lzo, tag CHAR(3), doc SUPER, "
      "amount NUMERIC(8,2) DEFAULT 0) DISTKEY(name) SORTKEY(id)");
  write("in", "abc|x|[1, 2]|1.999\nde||{\"a\": null}|\n");
  EXPECT_EQ(run("COPY sales FROM 's3://demo/in' IAM_ROLE DEFAULT"), Lines{"rows: 2"});
  EXPECT_EQ(run("SELECT name, doc, amount FROM sales ORDER BY id"), (Lines{"abc|[1,2]|1.99", "de|{\"a\":null}|NULL"}));
  write("long", "abcdef|x||1\n");
  const auto error = error_of("COPY sales FROM 's3://demo/long' IAM_ROLE DEFAULT");
  EXPECT_NE(error.find("Load into table 'sales' failed.  Check 'stl_load_errors' system table for details."),
            std::string::npos);
  EXPECT_NE(error.find("column 'name' (varchar(5)), value 'abcdef': String length exceeds DDL length (code 1204)"),
            std::string::npos);
  EXPECT_EQ(run("SELECT count(*) FROM sales"), Lines{"2"});
}

TEST_F(WarehouseLoad, JoinsTheOpenTransaction) {
  must("CREATE TABLE t (a INT)");
  write("in", "1\n2\n");
  must("BEGIN");
  must("COPY t FROM 's3://demo/in' IAM_ROLE DEFAULT");
  EXPECT_EQ(run("SELECT count(*) FROM t"), Lines{"2"});
  must("ROLLBACK");
  EXPECT_EQ(run("SELECT count(*) FROM t"), Lines{"0"});
  must("CREATE TEMP TABLE #staging (a INT)");
  must("COPY #staging FROM 's3://demo/in' IAM_ROLE DEFAULT");
  EXPECT_EQ(run("SELECT sum(a) FROM #staging"), Lines{"3"});
  EXPECT_EQ(run("SELECT pg_last_copy_count()"), Lines{"2"});
}

TEST_F(WarehouseLoad, UnloadsRedshiftQueries) {
  must("CREATE TABLE t (a INT, b VARCHAR(20), c TIMESTAMP)");
  must("INSERT INTO t VALUES (7, 'it''s', '2020-01-31 10:00:00'), (NULL, NULL, NULL)");
  EXPECT_EQ(run("UNLOAD ('SELECT a / 2, NVL(b, \\'none\\'), DATEADD(day, 1, c)::DATE FROM t ORDER BY a') "
                "TO 's3://demo/out/t_' IAM_ROLE DEFAULT PARALLEL OFF HEADER"),
            Lines{"rows: 2"});
  const auto text = read("out/t_000");
  EXPECT_NE(text.find("\n3|it's|2020-02-01\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n|none|\n"), std::string::npos) << text;
  EXPECT_NE(
      error_of("UNLOAD ('SELECT nothing FROM t') TO 's3://demo/bad/' IAM_ROLE DEFAULT").find("column \"nothing\""),
      std::string::npos);
  EXPECT_NE(error_of("UNLOAD ('SELECT 1; DROP TABLE t') TO 's3://demo/bad/' IAM_ROLE DEFAULT"), "");
  EXPECT_NE(error_of("UNLOAD ('DELETE FROM t') TO 's3://demo/bad/' IAM_ROLE DEFAULT"), "");
  EXPECT_EQ(run("SELECT count(*) FROM t"), Lines{"2"});
}

TEST_F(WarehouseLoad, TakesParquetBackByPosition) {
  must("CREATE TABLE t (a INT, b VARCHAR(12), c DECIMAL(9,2), d BOOLEAN, e DATE, f SUPER)");
  must(
      "INSERT INTO t VALUES (1, 'one', 1.25, true, '2020-01-31', JSON_PARSE('{\"k\":[1]}')), "
      "(NULL, 'eleven char', NULL, NULL, NULL, NULL)");
  must("UNLOAD ('SELECT * FROM t') TO 's3://demo/pq/' IAM_ROLE DEFAULT FORMAT PARQUET");
  must("CREATE TABLE same (LIKE t)");
  EXPECT_EQ(run("COPY same FROM 's3://demo/pq/' IAM_ROLE DEFAULT FORMAT AS PARQUET SERIALIZETOJSON"), Lines{"rows: 2"});
  EXPECT_EQ(run("SELECT a, b, c, d FROM same EXCEPT SELECT a, b, c, d FROM t"), Lines{});
  must("CREATE TABLE narrow (a INT, b VARCHAR(4), c DECIMAL(9,2), d BOOLEAN, e DATE, f VARCHAR(100))");
  EXPECT_NE(error_of("COPY narrow FROM 's3://demo/pq/' IAM_ROLE DEFAULT FORMAT AS PARQUET").find("value too long"),
            std::string::npos);
}

TEST_F(WarehouseLoad, TellsOfLoadsInSystemViews) {
  must("CREATE TABLE t (a INT, b VARCHAR(3))");
  write("in/bad", "1|one\nx2|tw\xC3\xB6\n");
  write("good", "1|one\n2|two\n");
  EXPECT_NE(error_of("COPY t FROM 's3://demo/in/' IAM_ROLE DEFAULT"), "");
  EXPECT_EQ(run("SELECT trim(filename), line_number, trim(colname), trim(type), trim(raw_line), trim(raw_field_value), "
                "err_code, trim(err_reason) FROM stl_load_errors WHERE query = pg_last_copy_id()"),
            Lines{"s3://demo/in/bad|2|a|int4|x2|tw\xC3\xB6|x2|1207|Invalid digit, Value 'x', Pos 0, Type: Integer"});
  EXPECT_EQ(run("SELECT field, trim(colname), trim(value), is_null FROM stl_loaderror_detail"), Lines{"0|a|x2|0"});
  EXPECT_EQ(run("SELECT line_number, trim(column_name), error_code FROM sys_load_error_detail"), Lines{"2|a|1207"});
  must("COPY t FROM 's3://demo/good' IAM_ROLE DEFAULT");
  EXPECT_EQ(run("SELECT status, trim(table_name), loaded_rows, source_file_count, error_count, data_source, "
                "trim(database_name) FROM sys_load_history ORDER BY query_id"),
            (Lines{"aborted|t|0|1|1|s3://demo/in/|dev", "completed|t|2|1|0|s3://demo/good|dev"}));
  EXPECT_EQ(run("SELECT trim(filename), lines_scanned, trim(file_format) FROM stl_load_commits "
                "WHERE query = pg_last_copy_id()"),
            Lines{"s3://demo/good|2|Text"});
  EXPECT_EQ(run("SELECT trim(name), lines, bytes FROM stl_file_scan WHERE query = pg_last_copy_id()"),
            Lines{"s3://demo/good|2|12"});
  EXPECT_EQ(run("SELECT trim(file_name), bytes_scanned FROM sys_load_detail WHERE query_id = pg_last_copy_id()"),
            Lines{"s3://demo/good|12"});
  EXPECT_EQ(run("SELECT c.relname FROM pg_class c JOIN stl_load_errors e ON e.tbl = c.oid"), Lines{"t"});
  must("UNLOAD ('SELECT * FROM t') TO 's3://demo/out/' IAM_ROLE DEFAULT PARALLEL OFF");
  EXPECT_EQ(run("SELECT status, unloaded_rows, unloaded_files_count, unloaded_files_size FROM sys_unload_history"),
            Lines{"completed|2|1|12"});
  EXPECT_EQ(run("SELECT trim(path), line_count, transfer_size FROM stl_unload_log WHERE query = pg_last_unload_id()"),
            Lines{"s3://demo/out/000|2|12"});
  EXPECT_EQ(run("SELECT trim(file_name) FROM sys_unload_detail"), Lines{"s3://demo/out/000"});
}

TEST_F(WarehouseLoad, KeepsUsersOutOfItsFunctions) { EXPECT_NE(error_of("SELECT * FROM slipher_load()"), ""); }

}  // namespace
}  // namespace slipher::engine
