#include "engine/duckdb/load/load_fixture.h"

namespace slipher::engine {
namespace {

using Keys = std::vector<std::string>;

class Unload : public LoadFixture {
 protected:
  /// Unloads `query` to s3://bkt/out/p and returns the text of the first file.
  std::string text(const std::string& select, const std::string& options = "",
                   const std::string& file = "out/p0000_part_00") {
    const auto result = run(statement(select, "out/p", options + " allowoverwrite"));
    if (result.starts_with("ERROR")) return result;
    return read(file);
  }
  std::string statement(const std::string& select, const std::string& to, const std::string& options) {
    std::string query;
    for (const char c : select) query += c == '\'' ? "''" : c == '\\' ? "\\\\" : std::string(1, c);
    return "unload ('" + query + "') to 's3://bkt/" + to + "' iam_role default " + options;
  }
};

#define EXPECT_HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST_F(Unload, WritesPipesByDefault) {
  EXPECT_EQ(text("select 1 as a, 'x' as b, null as c, true as d, 1.50::decimal(5,2) as e, 2.5::double as f, date "
                 "'2020-01-31' as g, "
                 "timestamp '2020-01-31 12:30:00.5' as h, '\\xFF\\x01'::blob as i, -0.05::decimal(5,2) as j"),
            "1|x||t|1.50|2.5|2020-01-31|2020-01-31 12:30:00.5|ff01|-0.05\n");
  EXPECT_EQ(text("select 12345678901234567890123456789.123456789::decimal(38,9), 1e20::double, "
                 "-170141183460469231731::hugeint"),
            "12345678901234567890123456789.123456789|1e+20|-170141183460469231731\n");
}

TEST_F(Unload, WritesHeadersQuotesAndEscapes) {
  EXPECT_EQ(text("select 1 as a, 'x|y' as b", "header delimiter ','"), "a,b\n1,x|y\n");
  EXPECT_EQ(text("select 'x|y' as b, null as c", "addquotes null as '-'"), "\"x|y\"|-\n");
  EXPECT_EQ(text("select 'x|\\\n' as b", "escape"), "x\\|\\\\\\\n\n");
  EXPECT_EQ(text("select 'q\"' as b", "escape addquotes"), "\"q\\\"\"\n");
}

TEST_F(Unload, WritesCsv) {
  EXPECT_EQ(text("select 1 as a, 'x,y' as \"b,c\", 'q\"' as c, 'l\nm' as d, 'plain' as e", "csv header"),
            "a,\"b,c\",c,d,e\n1,\"x,y\",\"q\"\"\",\"l\nm\",plain\n");
}

TEST_F(Unload, WritesJson) {
  EXPECT_EQ(text("select 1 as a, 'x\"y' as b, null as c, true as d, date '2020-01-31' as e", "format json"),
            "{\"a\":1,\"b\":\"x\\\"y\",\"c\":null,\"d\":\"t\",\"e\":\"2020-01-31\"}\n");
  EXPECT_EQ(run(statement("select 1 as a where false", "empty/", "format json")), "0");
  EXPECT_EQ(keys("empty/"), Keys{});
}

TEST_F(Unload, WritesFixedWidth) {
  EXPECT_EQ(text("select 1 as a, 'x\xC3\xA4' as b", "fixedwidth '0:3,1:4'"), "1  x\xC3\xA4  \n");
  EXPECT_HAS(text("select 12345 as a", "fixedwidth '0:3'"), "wider than its FIXEDWIDTH");
  EXPECT_EQ(text("select 1 as a, 'x' as b", "fixedwidth as 'venueid:3,venuename:4'"), "1  x   \n");
  EXPECT_EQ(text("select 1 as a, 'x' as b", "fixedwidth as '1:3,0:4'"), "1  x   \n");
  EXPECT_EQ(text("select null::rs_super as a", "fixedwidth 'a:6'"), "null  \n");
  EXPECT_HAS(text("select 1 as a, 2 as b", "fixedwidth 'a:3'"), "FIXEDWIDTH has 1 columns, the files have 2");
  EXPECT_EQ(run(statement("select 1 as a, 2 as b", "fw/", "fixedwidth 'a:3' partition by (b)")), "1");
  EXPECT_EQ(read("fw/b=2/0000_part_00"), "1  \n");
}

TEST_F(Unload, CompressesAndNamesFiles) {
  run(statement("select 1", "z/", "gzip"));
  EXPECT_EQ(keys("z/"), (Keys{"z/0000_part_00.gz"}));
  run(statement("select 1", "y/", "zstd extension 'csv.zst'"));
  EXPECT_EQ(keys("y/"), (Keys{"y/0000_part_00.csv.zst"}));
  run(statement("select 1", "x/f", "parallel off"));
  EXPECT_EQ(keys("x/"), (Keys{"x/f000"}));
  query("CREATE TABLE t (a INT)");
  EXPECT_EQ(run("copy t from 's3://bkt/z/' gzip"), "1");
  EXPECT_EQ(run("copy t from 's3://bkt/y/' zstd"), "1");
  EXPECT_EQ(query("SELECT * FROM t"), "1/1");
}

TEST_F(Unload, LeavesOneFileForNoRows) {
  EXPECT_EQ(run(statement("select 1 as a where false", "none/", "csv header")), "0");
  EXPECT_EQ(keys("none/"), (Keys{"none/0000_part_00"}));
  EXPECT_EQ(read("none/0000_part_00"), "a\n");
}

TEST_F(Unload, RefusesAPlaceThatIsNotEmpty) {
  EXPECT_EQ(run(statement("select 1", "out/p", "")), "1");
  EXPECT_HAS(run(statement("select 2", "out/p", "")), "ERROR: Specified unload destination on S3 is not empty.");
  EXPECT_EQ(read("out/p0000_part_00"), "1\n");
  EXPECT_EQ(run(statement("select 2", "out/p", "allowoverwrite")), "1");
  EXPECT_EQ(read("out/p0000_part_00"), "2\n");
  write("out/p_old", "old");
  write("out/q_other", "other");
  EXPECT_EQ(run(statement("select 3", "out/p", "cleanpath")), "1");
  EXPECT_EQ(keys("out/"), (Keys{"out/p0000_part_00", "out/q_other"}));
  EXPECT_HAS(run("unload ('select 1') to 's3://nowhere/p'"), "The specified bucket does not exist");
}

TEST_F(Unload, LeavesNoFileBehindWhenItFails) {
  const auto error = run(statement(
      "select (case when range > 1500000 then 'boom' else range::varchar end)::int from range(2000000)", "out/p", ""));
  EXPECT_HAS(error, "boom");
  EXPECT_EQ(keys(), Keys{});
  EXPECT_TRUE(std::filesystem::is_empty(top_ / ".staging"));  // files had been started
  EXPECT_HAS(run(statement("select 1 limit 1", "out/p", "")), "LIMIT clause is not supported");
  EXPECT_EQ(run(statement("select * from (select 1 limit 1)", "out/p", "")), "1");
}

TEST_F(Unload, PartitionsIntoFolders) {
  const std::string select =
      "select range as n, case range % 3 when 0 then null when 1 then 'a/b' else 'c' end as k from range(6)";
  EXPECT_EQ(run(statement(select, "part", "partition by (k) parallel off csv")), "6");
  EXPECT_EQ(keys("part/"), (Keys{"part/k=__HIVE_DEFAULT_PARTITION__/000", "part/k=a%2Fb/000", "part/k=c/000"}));
  EXPECT_EQ(read("part/k=c/000"), "2\n5\n");
  EXPECT_EQ(run(statement(select, "part2/", "partition by (k) include csv")), "6");
  EXPECT_EQ(read("part2/k=a%2Fb/0000_part_00"), "1,a/b\n4,a/b\n");
  EXPECT_HAS(run(statement(select, "part3/", "partition by (nope)")), "is not in the query");
  EXPECT_EQ(run(statement(select, "part4/", "partition by (k) parquet")), "6");
  EXPECT_EQ(keys("part4/"), (Keys{"part4/k=__HIVE_DEFAULT_PARTITION__/0000_part_00.parquet",
                                  "part4/k=a%2Fb/0000_part_00.parquet", "part4/k=c/0000_part_00.parquet"}));
}

TEST_F(Unload, WritesAManifest) {
  EXPECT_EQ(run(statement("select 1 as a, 'x'::rs_varchar(25) as b", "out/p", "manifest verbose")), "1");
  const auto manifest = read("out/pmanifest");
  EXPECT_HAS(manifest,
             "{\"url\": \"s3://bkt/out/p0000_part_00\", \"meta\": {\"content_length\": 4, \"record_count\": 1}}");
  EXPECT_HAS(manifest, "{\"name\": \"b\", \"type\": {\"base\": \"character varying\", \"max_length\": 25}}");
  query("CREATE TABLE t (a INT, b VARCHAR)");
  EXPECT_EQ(run("copy t from 's3://bkt/out/pmanifest' manifest"), "1");
}

TEST_F(Unload, RollsFilesOver) {
  EXPECT_EQ(run(statement("select range, 'some text to fill the file with' from range(400000)", "big/",
                          "maxfilesize 5 mb parallel off")),
            "400000");
  EXPECT_EQ(keys("big/"), (Keys{"big/000", "big/001", "big/002", "big/003"}));
  query("CREATE TABLE t (a INT, b VARCHAR)");
  EXPECT_EQ(run("copy t from 's3://bkt/big/'"), "400000");
  EXPECT_EQ(query("SELECT sum(a) FROM t"), "79999800000");
  EXPECT_TRUE(read("big/000").starts_with("0|some text"));
}

TEST_F(Unload, WritesParquetThatCopyReads) {
  query("CREATE TABLE t (a INT, b rs_varchar(10), c DECIMAL(10,2), d TIMESTAMP, e rs_super)");
  query("INSERT INTO t SELECT range, 'v' || range, range / 4, timestamp '2020-01-01', '[1]' FROM range(1000)");
  EXPECT_EQ(run(statement("select * from t", "pq/", "format parquet")), "1000");
  ASSERT_FALSE(keys("pq/").empty());
  EXPECT_EQ(keys("pq/").front(), "pq/0000_part_00.parquet");
  EXPECT_EQ(run(statement("select * from t", "one/f", "format parquet parallel off")), "1000");
  EXPECT_EQ(keys("one/"), (Keys{"one/f000.parquet"}));
  query("CREATE TABLE u (a BIGINT, b rs_varchar(10), c DECIMAL(10,2), d TIMESTAMP)");
  EXPECT_EQ(run(statement("select a, b, c, d from t", "four/", "parquet")), "1000");
  EXPECT_EQ(run("copy u from 's3://bkt/four/' format as parquet"), "1000");
  EXPECT_EQ(query("SELECT count(*), sum(a), sum(c) FROM u"), query("SELECT count(*), sum(a), sum(c) FROM t"));
  EXPECT_HAS(run("copy u from 's3://bkt/pq/' parquet"),
             "Unmatched number of columns between table and file. Table columns: 4, Data columns: 5");
  EXPECT_HAS(run("copy u (b, a, c, d) from 's3://bkt/four/' parquet"), "incompatible Parquet schema for column 'b'");
  EXPECT_EQ(run(statement("select 1 as a where false", "nothing/", "parquet")), "0");
  EXPECT_EQ(keys("nothing/"), (Keys{"nothing/0000_part_00.parquet"}));
}

TEST_F(Unload, RoundTripsAwkwardText) {
  query("CREATE TABLE t (a VARCHAR, b VARCHAR)");
  query("INSERT INTO t VALUES ('x|\\y', 'l' || chr(10) || 'm'), ('\"q\"', ''), (NULL, '\xC3\xA4')");
  EXPECT_EQ(run(statement("select * from t", "esc/", "escape null as '@NULL@'")), "3");
  query("CREATE TABLE u AS FROM t LIMIT 0");
  EXPECT_EQ(run("copy u from 's3://bkt/esc/' escape null as '@NULL@'"), "3");
  EXPECT_EQ(query("FROM u EXCEPT FROM t"), "");
  EXPECT_EQ(query("SELECT count(*) FROM u WHERE a IS NULL"), "1");
}

TEST_F(Unload, SeesItsTransactionAndStopsWhenInterrupted) {
  connection_.BeginTransaction();
  query("CREATE TABLE fresh (a INT)");
  query("INSERT INTO fresh VALUES (7)");
  ASSERT_TRUE(unload(statement("select * from fresh", "out/p", "")));
  connection_.Rollback();
  EXPECT_EQ(read("out/p0000_part_00"), "7\n");
  session_.is_interrupted = [] { return true; };
  connection_.BeginTransaction();
  const auto result = unload(statement("select * from range(1000000)", "stop/", ""));
  connection_.Rollback();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCanceled);
  EXPECT_EQ(keys("stop/"), Keys{});
}

}  // namespace
}  // namespace slipher::engine
