#include "engine/duckdb/load/load_fixture.h"

namespace slipher::engine {
namespace {

class CopyText : public LoadFixture {
 protected:
  /// Loads `data` into a fresh table and returns its rows, or the error.
  std::string load(const std::string& columns, const std::string& data, const std::string& options = "") {
    query("CREATE OR REPLACE TABLE t (" + columns + ")");
    write("data", data);
    const auto result = run("copy t from 's3://bkt/data' iam_role default " + options);
    return result.starts_with("ERROR") ? result : query("SELECT * FROM t");
  }
};

#define EXPECT_HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST_F(CopyText, LoadsPipesByDefault) {
  EXPECT_EQ(load("a INT, b VARCHAR, c DOUBLE", "1|one|1.5\n2|\\N|\n|| 3e2 \n"), "1|one|1.5/2|~|~/~||300.0");
}

TEST_F(CopyText, EndsLinesInEveryWay) {
  EXPECT_EQ(load("a INT, b VARCHAR", "1|x\r\n2|y\r\n"), "1|x/2|y");
  EXPECT_EQ(load("a INT, b VARCHAR", "1|x\r2|y\r"), "1|x/2|y");
  EXPECT_EQ(load("a INT, b VARCHAR", "1|x\n2|y"), "1|x/2|y");
  EXPECT_EQ(load("a INT, b VARCHAR",
                 "\xEF\xBB\xBF"
                 "1|x|\n"),
            "1|x");
  EXPECT_EQ(load("a INT", ""), "");
}

TEST_F(CopyText, ConvertsEveryType) {
  EXPECT_EQ(
      load("a SMALLINT, b INT, c BIGINT, d DECIMAL(10,2), e REAL, f DOUBLE, g BOOLEAN, h DATE, i TIMESTAMP, j TIME",
           "-32768|+7|9223372036854775807|-12.345|1.25|-1e-3|yes|2020-02-29|2020-02-29 23:59:59.123456|12:30:01\n"),
      "-32768|7|9223372036854775807|-12.34|1.25|-0.001|true|2020-02-29|2020-02-29 23:59:59.123456|12:30:01");
  EXPECT_EQ(load("a DECIMAL(4,1), b DECIMAL(18,0), c DECIMAL(38,10), d TIMESTAMPTZ",
                 "999.99|1e3|12345678901234567890.12345678901|2020-01-01 00:00:00+02\n"),
            "999.9|1000|12345678901234567890.1234567890|2019-12-31 22:00:00+00");
  EXPECT_EQ(load("a DECIMAL(4,1)", "1.25\n-1.25\n", "roundec"), "1.3/-1.3");
  EXPECT_EQ(load("a rs_char(4), b rs_varchar(3), c rs_super", "ab  |xyz|{\"k\": [1, 2]}\n"), "ab|xyz|{\"k\":[1,2]}");
  EXPECT_EQ(load("a rs_varbyte(4)", "00ff\n"), "\\x00\\xFF");
}

TEST_F(CopyText, NamesTheFirstBadRow) {
  const auto error = load("id INT, b VARCHAR", "1|x\n2|y\nx3|z\n");
  EXPECT_TRUE(
      error.starts_with("ERROR: Load into table 't' failed.  Check 'stl_load_errors' system table for details."));
  EXPECT_HAS(error,
             "Detail: File 's3://bkt/data', line 3, column 'id' (int4), value 'x3': Invalid digit, Value 'x', Pos 0, "
             "Type: Integer (code 1207)");
  EXPECT_EQ(query("SELECT count(*) FROM t"), "0");
}

TEST_F(CopyText, RefusesWhatDoesNotFit) {
  EXPECT_HAS(load("a INT", "1.5\n"), "Invalid digit, Value '.', Pos 1, Type: Integer (code 1207)");
  EXPECT_HAS(load("a SMALLINT", "32768\n"), "code 1222");
  EXPECT_HAS(load("a DECIMAL(4,1)", "1000\n"), "code 1209");
  EXPECT_HAS(load("a DOUBLE", "1.5x\n"), "code 1208");
  EXPECT_HAS(load("a BOOLEAN", "maybe\n"), "code 1210");
  EXPECT_HAS(load("a DATE", "2021-02-29\n"), "code 1205");
  EXPECT_HAS(load("a TIMESTAMP", "2021-01-01 25:00:00\n"), "code 1206");
  EXPECT_HAS(load("a rs_varchar(3)", "abcd\n"),
             "column 'a' (varchar(3)), value 'abcd': String length exceeds DDL length (code 1204)");
  EXPECT_HAS(load("a rs_varchar(3)", "\xC3\xA4\xC3\xB6\n"), "code 1204");
  EXPECT_HAS(load("a rs_char(3)", "\xC3\xA4\n"), "code 1215");
  EXPECT_HAS(load("a VARCHAR", "\xFF\n"), "code 1220");
  EXPECT_HAS(load("a VARCHAR", std::string("a\0b\n", 4)), "code 1218");
  EXPECT_HAS(load("a INT NOT NULL", "\n1\n"), "code 1213");
  EXPECT_HAS(load("a INT, b INT", "1\n"), "Delimiter not found (code 1214)");
  EXPECT_HAS(load("a INT, b INT", "1|2|3\n"), "Extra column(s) found (code 1202)");
  EXPECT_HAS(load("a rs_super", "{\"a\":\n"), "code 1224");
}

TEST_F(CopyText, KeepsGoingUpToMaxerror) {
  EXPECT_EQ(load("a INT", "1\nx\n3\ny\n5\n", "maxerror 3"), "1/3/5");
  EXPECT_HAS(load("a INT", "1\nx\n3\ny\n5\n", "maxerror 2"), "line 2, column 'a'");
  EXPECT_EQ(load("a INT", "x\ny\nz\n5\n", "ignoreallerrors"), "5");
  EXPECT_EQ(load("a INT, b VARCHAR", "|a\nx|b\n3|c\n", "maxerror 10"), "~|a/3|c");
}

TEST_F(CopyText, ChangesTextsAsAsked) {
  EXPECT_EQ(load("a rs_varchar(3), b INT", "abcdef|1\n\xC3\xA4\xC3\xB6|2\n", "truncatecolumns"), "abc|1/\xC3\xA4|2");
  EXPECT_EQ(load("a VARCHAR, b VARCHAR", "|x\n", "emptyasnull"), "~|x");
  EXPECT_EQ(load("a VARCHAR, b VARCHAR", "  |x\n", "blanksasnull"), "~|x");
  EXPECT_EQ(load("a VARCHAR, b VARCHAR", " a  |x\n", "trimblanks"), " a|x");
  EXPECT_EQ(load("a VARCHAR, b INT", "nil|nil\n", "null as 'nil'"), "~|~");
  EXPECT_EQ(load("a VARCHAR", std::string("\0\n", 2), "null as '\\000'"), "~");
  EXPECT_EQ(load("a VARCHAR",
                 "a\xFF"
                 "b\n",
                 "acceptinvchars as '^'"),
            "a^b");
  EXPECT_EQ(load("a VARCHAR, b INT, c VARCHAR", "x\ny|2\n", "fillrecord"), "x|~|/y|2|");
  EXPECT_EQ(load("a DATE, b INT", "never|1\n", "acceptanydate"), "~|1");
}

TEST_F(CopyText, ReadsEscapesAndQuotes) {
  EXPECT_EQ(load("a VARCHAR, b VARCHAR", "a\\|b|\\N\nc\\\nd|e\\\\\n", "escape"), "a|b|~/c\nd|e\\");
  EXPECT_EQ(load("a VARCHAR, b VARCHAR", "\"x|y\"|'it''\n\"\"|'\"q\"'\n", "removequotes"), "x|y|it'/|\"q\"");
  EXPECT_HAS(load("a VARCHAR, b VARCHAR", "\"open|y\n", "removequotes"), "Quotation mark is not closed");
}

TEST_F(CopyText, ReadsCsv) {
  EXPECT_EQ(load("a INT, b VARCHAR",
                 "1,plain\n2,\"with, comma\"\n3,\"two\nlines\"\n4,\"a \"\"quote\"\"\"\n5,\"\"\n6, \"x\" \n", "csv"),
            "1|plain/2|with, comma/3|two\nlines/4|a \"quote\"/5|/6|x");
  EXPECT_EQ(load("a INT, b VARCHAR", "1;%x;y%\r\n2;z\r\n", "csv delimiter ';' quote '%'"), "1|x;y/2|z");
  EXPECT_HAS(load("a INT, b VARCHAR", "1,a\"b\n", "csv"), "Invalid quote formatting for CSV");
  EXPECT_HAS(load("a INT, b VARCHAR", "1,\"never closed\n2,b\n", "csv"), "Closing quote is missing");
  EXPECT_HAS(load("a INT, b VARCHAR", "1,a\n\n2,b\n", "csv"), "line 2: Line is empty (code 1211)");
  EXPECT_EQ(load("a INT, b VARCHAR", "h1,h2\n1,a\n\n2,b\n", "csv ignoreheader 1 ignoreblanklines"), "1|a/2|b");
}

TEST_F(CopyText, ReadsLongDelimiters) {
  const std::string columns = "a VARCHAR, b VARCHAR, c VARCHAR";
  EXPECT_EQ(load(columns, "1|~|x|y|~|\r\n|~||~|~|z|~|\n|||~|\\N|~|~", "delimiter '|~|'"), "1|x|y|/||~|z/|||~|~");
  EXPECT_EQ(load(columns, "1|~|x|~\n", "delimiter '|~|' fillrecord"), "1|x|~|");
  EXPECT_HAS(load(columns, "1|~|x|~\n", "delimiter '|~|'"), "Delimiter not found (code 1214)");
  EXPECT_EQ(load(columns, "1\xC3\xBEx\xC3\xBC\xC3\xBEy\n", "delimiter '\xC3\xBE'"), "1|x\xC3\xBC|y");
  EXPECT_EQ(load(columns, "1\xFEx\xFC\xFEy\n", "delimiter '\xC3\xBE' encoding iso88591"), "1|x\xC3\xBC|y");
  EXPECT_EQ(load(columns, "1\\|~|~|x|~|a|\\~|\n", "delimiter '|~|' escape"), "1|~|x|a|~|");
  EXPECT_EQ(load(columns, "\"1|~|\"|~|'x'|~|\"a\"b\"\n", "delimiter '|~|' removequotes"), "1|~||x|a\"b");
  EXPECT_EQ(load(columns, "\"1|~|\" |~|x|y|~|\"\"\"\"\nl|~|m|~|n\n", "csv delimiter '|~|'"), "1|~||x|y|\"/l|m|n");
}

TEST_F(CopyText, ReadsFixedWidth) {
  EXPECT_EQ(load("a INT, b VARCHAR, c INT",
                 "  1\xC3\xA4"
                 "bc 10\n 22xyz 20\n",
                 "fixedwidth 'a:3,b:3,c:3'"),
            "1|\xC3\xA4"
            "bc|10/22|xyz|20");
}

TEST_F(CopyText, ReadsDatesByFormat) {
  EXPECT_EQ(load("a DATE", "31.12.2019\n", "dateformat 'DD.MM.YYYY'"), "2019-12-31");
  EXPECT_EQ(load("a DATE", "Dec-5-19 rest\n", "dateformat as 'MON-DD-YY'"), "2019-12-05");
  EXPECT_EQ(load("a TIMESTAMP", "2019/12/31 11.30 PM\n", "timeformat 'YYYY/MM/DD HH12.MI AM'"), "2019-12-31 23:30:00");
  EXPECT_EQ(load("a TIMESTAMP", "2019-02-11T05:09:12.195\n", "timeformat 'YYYY-MM-DDTHH:MI:SS'"),
            "2019-02-11 05:09:12.195");
  EXPECT_EQ(load("a TIMESTAMP", "1549861752\n-1\n", "timeformat 'epochsecs'"),
            "2019-02-11 05:09:12/1969-12-31 23:59:59");
  EXPECT_EQ(load("a TIMESTAMP", "1549861752195\n", "timeformat 'epochmillisecs'"), "2019-02-11 05:09:12.195");
  EXPECT_EQ(load("a TIMESTAMP",
                 "2019-02-11T05:09:12.195Z\n19960108 040809\n960108 040809\n17 Dec 07:37:16 1997 PST\n"
                 "12/17/1997 07:37:16.00 PST\n1997-12-17 07:37:16-08\n12.17.1997 07:37:16.00\nJan 8, 1999\n",
                 "timeformat 'auto'"),
            "2019-02-11 05:09:12.195/1996-01-08 04:08:09/1996-01-08 04:08:09/1997-12-17 15:37:16/1997-12-17 15:37:16/"
            "1997-12-17 15:37:16/1997-12-17 07:37:16/1999-01-08 00:00:00");
  EXPECT_EQ(load("a DATE", "J2451187\n1996.008\n19990108\n08-Jan-1999\nJan 8 99 BC\n", "dateformat 'auto'"),
            "1999-01-08/1996-01-08/1999-01-08/1999-01-08/1999-01-08 (BC)");
}

TEST_F(CopyText, ReadsWhatFollowsADate) {
  EXPECT_EQ(load("a DATE, b TIMESTAMP",
                 "4713-01-01 BC|4713-01-01 10:00:00.5 BC\n0044-03-15 BC|0044-03-15 BC\n"
                 "2020-01-31 12:30:00|2020-01-31 AD\n12024-01-31|294000-12-31 23:59:59\n"),
            "4713-01-01 (BC)|4713-01-01 (BC) 10:00:00.5/0044-03-15 (BC)|0044-03-15 (BC) 00:00:00/"
            "2020-01-31|2020-01-31 00:00:00/12024-01-31|294000-12-31 23:59:59");
  EXPECT_EQ(load("a TIMESTAMPTZ", "4713-01-02 00:00:00+02 BC\n"), "4713-01-01 (BC) 22:00:00+00");
  EXPECT_EQ(load("a DATE, b TIMESTAMP", "0044-03-15 BC|0044-03-15 10:00:00 BC\n12024-01-31|12024-01-31 10:00:00\n",
                 "dateformat 'auto' timeformat 'auto'"),
            "0044-03-15 (BC)|0044-03-15 (BC) 10:00:00/12024-01-31|12024-01-31 10:00:00");
  EXPECT_EQ(load("a DATE", "0044-03-15 BC\n", "dateformat 'YYYY-MM-DD'"), "0044-03-15 (BC)");
  for (const std::string wrong : {"2020-01-31 rest", "2020-01-31x", "2020-01-31 12", "0000-01-01 BC", "4714-01-01 BC"})
    EXPECT_HAS(load("a DATE", wrong + "\n"), "Invalid Date Format [YYYY-MM-DD] (code 1205)");
}

TEST_F(CopyText, ReadsUtf16) {
  const std::string text(
      "\xFF\xFE"
      "1\0|\0\xE4\0\n\0"
      "2\0|\0\x3D\xD8\x00\xDE\n\0",
      20);
  EXPECT_EQ(load("a INT, b VARCHAR", text, "encoding utf16"), "1|\xC3\xA4/2|\xF0\x9F\x98\x80");
  EXPECT_HAS(load("a INT", std::string("1\0\n\0", 4), "encoding utf16"), "byte order mark");
}

TEST_F(CopyText, LoadsOnlyTheListedColumns) {
  query("CREATE TABLE d (a INT, b VARCHAR DEFAULT 'dflt', c INT)");
  write("data", "3|1\n");
  EXPECT_EQ(run("copy d (c, a) from 's3://bkt/data'"), "1");
  EXPECT_EQ(query("SELECT * FROM d"), "1|dflt|3");
  EXPECT_HAS(run("copy d (c, x) from 's3://bkt/data'"), "column \"x\" of relation \"d\" does not exist");
  EXPECT_HAS(run("copy d (c, c) from 's3://bkt/data'"), "specified more than once");
}

TEST_F(CopyText, TakesTheDefaultForANullThatIsRefused) {
  const std::string columns = "a INT NOT NULL DEFAULT 7, b rs_varchar(5) NOT NULL DEFAULT 'dflt', c INT DEFAULT 5";
  EXPECT_EQ(load(columns, "\\N|\\N|\\N\n1|x|2\n|y|3\n"), "7|dflt|~/1|x|2/7|y|3");
  EXPECT_EQ(load(columns, ",,\n1\n", "csv emptyasnull fillrecord"), "7|dflt|~/1|dflt|~");
  EXPECT_EQ(load(columns, R"({"a": null, "c": null} {"b": "x"})", "json 'auto'"), "7|dflt|~/7|x|~");
  EXPECT_EQ(load(columns, "  1xy 2\n   \\N 3\n", "fixedwidth 'a:3,b:2,c:2'"), "1|xy|2/7|dflt|3");
  EXPECT_EQ(load("a DATE NOT NULL DEFAULT '2020-01-01'", "never\n", "acceptanydate"), "2020-01-01");
  EXPECT_EQ(run("unload ('select null::int as a, null::varchar as b, 1 as c') to 's3://bkt/pq' parquet"), "1");
  query("CREATE OR REPLACE TABLE t (" + columns + ")");
  EXPECT_EQ(run("copy t from 's3://bkt/pq' parquet"), "1");
  EXPECT_EQ(query("SELECT * FROM t"), "7|dflt|1");
  EXPECT_HAS(load("a INT NOT NULL DEFAULT NULL", "\n1\n"), "Missing data for not-null field (code 1213)");
}

TEST_F(CopyText, LeavesIdentityColumnsOut) {
  query("CREATE SEQUENCE s; CREATE TABLE i (id BIGINT DEFAULT nextval('s'), v VARCHAR)");
  query(
      "INSERT INTO dev.slipher_internal.columns (schema_name, table_name, column_name, identity_seed, identity_step) "
      "VALUES ('public', 'i', 'id', 1, 1)");
  write("one", "a\nb\n");
  write("two", "77|c\n");
  EXPECT_EQ(run("copy i from 's3://bkt/one'"), "2");
  EXPECT_EQ(run("copy i from 's3://bkt/two' explicit_ids"), "1");
  EXPECT_HAS(run("copy i (id, v) from 's3://bkt/two'"), "EXPLICIT_IDS");
  EXPECT_EQ(query("SELECT * FROM i ORDER BY id"), "1|a/2|b/77|c");
}

TEST_F(CopyText, FindsFilesByPrefixAndManifest) {
  query("CREATE TABLE t (a INT)");
  write("in/1", "1\n");
  write("in/2", "2\n");
  write("in/deep/3", "3");
  write("other", "9\n");
  EXPECT_EQ(run("copy t from 's3://bkt/in/'"), "3");
  write("m.json", R"({"entries": [{"url": "s3://bkt/in/1", "mandatory": true, "meta": {"content_length": 2}},
                                   {"url": "s3://bkt/in/1"}, {"url": "s3://bkt/none"}]})");
  EXPECT_EQ(run("copy t from 's3://bkt/m.json' manifest"), "2");
  write("m2.json", R"({"entries": [{"url": "s3://bkt/none", "mandatory": true}]})");
  EXPECT_HAS(run("copy t from 's3://bkt/m2.json' manifest"), "mandatory");
  EXPECT_HAS(run("copy t from 's3://bkt/in/1' manifest"), "manifest is not valid");
  EXPECT_HAS(run("copy t from 's3://nowhere/x'"), "The specified bucket does not exist");
  EXPECT_HAS(run("copy t from 's3://bkt/nothing'"), "The specified S3 prefix 'nothing' does not exist");
  EXPECT_HAS(run("copy none from 's3://bkt/in/'"), "nonexistent table none");
  EXPECT_EQ(query("SELECT sum(a) FROM t"), "8");
}

TEST_F(CopyText, ReadsWhatAManifestListsTwice) {
  query("CREATE TABLE t (a INT, b VARCHAR DEFAULT 'none')");
  write("in/1", "1\n");
  const auto manifest = [](const std::string& key, const std::string& meta) {
    const std::string entry = R"({"url": "s3://bkt/)" + key + "\"" + meta + "}";
    return R"({"entries": [)" + entry + ", " + entry + "]}";
  };
  write("m", manifest("in/1", ""));
  EXPECT_EQ(run("copy t (a) from 's3://bkt/m' manifest"), "2");
  EXPECT_EQ(run("unload ('select 7 as a') to 's3://bkt/pq' iam_role default parquet parallel off manifest"), "1");
  EXPECT_HAS(read("pqmanifest"), "{\"url\": \"s3://bkt/pq000.parquet\", \"meta\": {\"content_length\": ");
  EXPECT_EQ(run("copy t (a) from 's3://bkt/pqmanifest' parquet manifest"), "1");
  write("m2", manifest("pq000.parquet", ""));
  EXPECT_EQ(run("copy t (a) from 's3://bkt/m2' parquet manifest"), "2");
  EXPECT_EQ(query("SELECT sum(a), min(b), max(b) FROM t"), "23|none|none");
  write("m3", manifest("pq000.parquet", R"(, "meta": {"content_length": 5})"));
  EXPECT_HAS(run("copy t (a) from 's3://bkt/m3' parquet manifest"), "The size of 's3://bkt/pq000.parquet' is ");
}

TEST_F(CopyText, KeepsOldMacLineEndsOfLongFiles) {
  std::string data;
  for (int i = 0; i < 20'000; ++i) data += std::to_string(i) + "|text\r";
  EXPECT_HAS(load("a INT, b VARCHAR", data), "19999|text");
  EXPECT_EQ(query("SELECT count(*), sum(a) FROM t"), "20000|199990000");
}

TEST_F(CopyText, IsAllOrNothingAndSeesItsTransaction) {
  query("CREATE TABLE t (a INT)");
  write("good", "1\n2\n");
  connection_.BeginTransaction();
  query("INSERT INTO t VALUES (0)");
  ASSERT_TRUE(copy("copy t from 's3://bkt/good'"));
  EXPECT_EQ(query("SELECT count(*) FROM t"), "3");
  connection_.Rollback();
  EXPECT_EQ(query("SELECT count(*) FROM t"), "0");
  query("CREATE TEMP TABLE t (a INT)");
  EXPECT_EQ(run("copy t from 's3://bkt/good'"), "2");
  EXPECT_EQ(query("SELECT count(*) FROM dev.public.t"), "0");
}

TEST_F(CopyText, NoloadOnlyChecks) {
  EXPECT_EQ(load("a INT", "1\n2\n", "noload"), "");
  EXPECT_HAS(load("a INT", "1\nx\n", "noload"), "line 2");
}

TEST_F(CopyText, StopsWhenInterrupted) {
  query("CREATE TABLE t (a INT)");
  write("data", "1\n");
  session_.is_interrupted = [] { return true; };
  connection_.BeginTransaction();
  const auto result = copy("copy t from 's3://bkt/data'");
  connection_.Rollback();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kCanceled);
}

TEST_F(CopyText, ReadsManyBlocksInParallel) {
  std::string data;
  for (int i = 1; i <= 600'000; ++i) data += std::to_string(i) + "|some text that is longer than twelve bytes\n";
  EXPECT_HAS(load("a INT, b VARCHAR", data + "bad|row\n"), "line 600001, column 'a'");
  write("data", data);
  EXPECT_EQ(run("copy t from 's3://bkt/data'"), "600000");
  EXPECT_EQ(
      query("SELECT count(*), sum(a), min(b), max(b) FROM t"),
      "600000|180000300000|some text that is longer than twelve bytes|some text that is longer than twelve bytes");
  EXPECT_EQ(query("SELECT count(*) FROM (SELECT a, row_number() OVER () AS n FROM t) WHERE a <> n"), "0");
}

TEST_F(CopyText, TheScanIsNoUsersFunction) {
  const auto result = connection_.Query("SELECT * FROM slipher_load()");
  EXPECT_TRUE(result->HasError());
}

}  // namespace
}  // namespace slipher::engine
