#include "engine/duckdb/load/load_fixture.h"

namespace slipher::engine {
namespace {

class LoadHistory : public LoadFixture {
 protected:
  LoadHistory() {
    session_.user = "alice";
    session_.process_id = 7;
    session_.query_id = 100;
    query("CREATE TABLE t (id INT, name rs_varchar(5))");
  }
  std::string kept(const std::string& columns, const std::string& table, const std::string& order = "1") {
    return query("SELECT " + columns + " FROM dev.slipher_internal." + table + " ORDER BY " + order);
  }
};

TEST_F(LoadHistory, KeepsAFailedLoad) {
  write("in/a", "1|one\n2|two|\n");
  write("in/b", std::string("x3|thr\xE4\n4|four four\n"));
  EXPECT_TRUE(run("copy t from 's3://bkt/in/' iam_role default maxerror 2").starts_with("ERROR: Load into table 't'"));
  EXPECT_EQ(
      kept("query_id, user_name, session_id, status, schema_name, table_name, data_source, file_format, "
           "loaded_rows, source_file_count, source_file_bytes, error_count, error_message LIKE 'ERROR: Load into%', "
           "started_at <= ended_at",
           "load_history"),
      "100|alice|7|aborted|public|t|s3://bkt/in/|Text|0|2|33|2|true|true");
  EXPECT_EQ(
      kept("file_name, line_number, column_name, column_type, column_length, value_position, raw_line, raw_value, "
           "error_code, reason",
           "load_errors", "error_number"),
      "s3://bkt/in/b|1|id|int4||0|x3|thr?|x3|1207|Invalid digit, Value 'x', Pos 0, Type: Integer/"
      "s3://bkt/in/b|2|name|varchar|5|0|4|four four|four four|1204|String length exceeds DDL length");
  EXPECT_EQ(kept("error_number, field_number, column_name, value, is_null", "load_error_fields", "1, 2"),
            "1|0|id|x3|false/2|0|id|4|false/2|1|name|four four|false");
  EXPECT_EQ(query("SELECT count(*) FROM t"), "0");
  EXPECT_EQ(session_.last_copy_id, 100);
  EXPECT_EQ(session_.last_copy_rows, 0);
}

TEST_F(LoadHistory, KeepsWhatWasSkipped) {
  write("in", "1|one\nbad|two\n3|three\n");
  EXPECT_EQ(run("copy t from 's3://bkt/in' iam_role default ignoreallerrors"), "2");
  EXPECT_EQ(kept("status, loaded_rows, error_count, scanned_file_count, scanned_bytes, error_message", "load_history"),
            "completed|2|1|1|22|~");
  EXPECT_EQ(kept("file_name, file_bytes, scanned_bytes, scanned_lines, error_count, file_etag <> '', "
                 "started_at <= ended_at",
                 "load_files"),
            "s3://bkt/in|22|22|3|1|true|true");
  EXPECT_EQ(kept("line_number, raw_line", "load_errors"), "2|bad|two");
}

TEST_F(LoadHistory, OutlivesTheTransaction) {
  write("in", "1|one\n");
  connection_.BeginTransaction();
  EXPECT_EQ(*copy("copy t from 's3://bkt/in' iam_role default"), 1);
  connection_.Rollback();
  EXPECT_EQ(query("SELECT count(*) FROM t"), "0");
  EXPECT_EQ(kept("status", "load_history"), "completed");
}

TEST_F(LoadHistory, KeepsFilesOfEveryFormat) {
  query("INSERT INTO t VALUES (1, 'one'), (2, 'two')");
  for (const std::string format : {"parquet", "json", "csv gzip"}) {
    const auto rows = query("SELECT count(*) FROM t");
    EXPECT_EQ(run("unload ('select * from t') to 's3://bkt/" + format + "/' iam_role default " + format), rows);
    ++session_.query_id;
    EXPECT_EQ(run("copy t from 's3://bkt/" + format + "/' iam_role default " + format), rows);
    ++session_.query_id;
  }
  EXPECT_EQ(kept("file_format, loaded_rows, source_file_count", "load_history", "query_id"),
            "Parquet|2|1/JSON|4|1/Text|8|1");
  EXPECT_EQ(kept("scanned_lines, file_bytes > 0, scanned_bytes > 0", "load_files", "query_id"),
            "2|true|true/4|true|true/8|true|true");
}

TEST_F(LoadHistory, KeepsUnloads) {
  EXPECT_EQ(run("unload ('select range from range(3)') to 's3://bkt/out/' iam_role default csv gzip"), "3");
  session_.query_id = 101;
  EXPECT_NE(run("unload ('select nothing') to 's3://bkt/bad/' iam_role default parquet"), "3");
  EXPECT_EQ(kept("query_id, status, file_format, compression, location, unloaded_rows, file_count, file_bytes > 0, "
                 "error_message LIKE '%nothing%'",
                 "unload_history"),
            "100|completed|CSV|gzip|s3://bkt/out/|3|1|true|~/101|aborted|PARQUET|snappy|s3://bkt/bad/|0|0|false|true");
  EXPECT_EQ(kept("query_id, file_name, row_count, file_bytes > 0, file_format", "unload_files"),
            "100|s3://bkt/out/0000_part_00.gz|3|true|CSV");
}

TEST_F(LoadHistory, DropsWhatIsOld) {
  query("INSERT INTO dev.slipher_internal.load_history (query_id, ended_at) VALUES (1, TIMESTAMP '2020-01-01')");
  session_.query_id = 128;
  write("in", "1|one\n");
  EXPECT_EQ(run("copy t from 's3://bkt/in' iam_role default"), "1");
  EXPECT_EQ(kept("query_id", "load_history"), "128");
}

}  // namespace
}  // namespace slipher::engine
