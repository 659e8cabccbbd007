#include <sstream>

#include "engine/duckdb/external/external_fixture.h"
#include "engine/duckdb/load/sample_files.h"

namespace slipher::engine {
namespace {

using ::testing::HasSubstr;

class ExternalFilesTest : public ExternalTest {
 protected:
  std::string read(const std::string& key) const {
    std::stringstream text;
    text << std::ifstream(path(key), std::ios::binary).rdbuf();
    return text.str();
  }
  /// The only file below `folder`.
  std::string only_file(const std::string& folder) const {
    const auto file = std::filesystem::directory_iterator(path(folder))->path().filename().string();
    return folder + "/" + file;
  }
};

TEST_F(ExternalFilesTest, PseudoColumnsTellTheFile) {
  write("t/a", "1\n2\n");
  write("t/b [x]*", "3\n");
  must("create external table lake.t (id int) location 's3://lake/t/'");
  EXPECT_EQ(run("select * from lake.t where \"$size\" > 2 order by id"), (Lines{"1", "2"}));
  EXPECT_EQ(run("select \"$path\", \"$size\", count(*) from lake.t group by 1, 2 order by 1"),
            (Lines{"s3://lake/t/a|4|2", "s3://lake/t/b [x]*|2|1"}));
  EXPECT_EQ(run("select x.id, x.\"$size\" from dev.lake.t as x where x.\"$path\" = 's3://lake/t/a' order by 1"),
            (Lines{"1|4", "2|4"}));
  EXPECT_EQ(run("select lake.t.\"$path\", t.* from lake.t where id = 3"), Lines{"s3://lake/t/b [x]*|3"});
  EXPECT_EQ(columns_of("select \"$size\" from lake.t")[0].type, Type::kInt8);
  EXPECT_THAT(error_of("select \"$spectrum_oid\" from lake.t"), HasSubstr("does not exist"));
  must("create table u (id int)");
  EXPECT_THAT(error_of("select \"$path\" from u"), HasSubstr("does not exist"));
  EXPECT_THAT(error_of("create view v as select \"$path\" from lake.t"), HasSubstr("WITH NO SCHEMA BINDING"));
  must("create view v as select id, \"$path\" as path from lake.t with no schema binding");
  write("t/c", "4\n");
  EXPECT_EQ(run("select path from v where id = 4"), Lines{"s3://lake/t/c"});
}

TEST_F(ExternalFilesTest, PseudoColumnsOfEveryFormat) {
  must("create table src (a int, b int)");
  must("insert into src values (1, 10), (2, 20)");
  must(
      "create external table lake.p partitioned by (b) stored as parquet location 's3://lake/p/' as select * from src");
  EXPECT_EQ(run("select a, b, \"$path\" like 's3://lake/p/b=' || b || '/%', \"$size\" > 100 from lake.p order by 1"),
            (Lines{"1|10|true|true", "2|20|true|true"}));
  write("c/a", "1,x\n");
  must(
      "create external table lake.c (a int) row format serde 'org.apache.hadoop.hive.serde2.OpenCSVSerde' "
      "stored as textfile location 's3://lake/c/'");
  EXPECT_EQ(run("select a, \"$path\", \"$size\" from lake.c"), Lines{"1|s3://lake/c/a|4"});
  write("j/a", "{\"a\": 1}\n");
  must(
      "create external table lake.j (a int) row format serde 'org.openx.data.jsonserde.JsonSerDe' "
      "location 's3://lake/j/'");
  EXPECT_EQ(run("select a, \"$path\", \"$size\" from lake.j"), Lines{"1|s3://lake/j/a|9"});
  must("create external table lake.e (a int) location 's3://lake/empty/'");
  EXPECT_EQ(run("select \"$path\" from lake.e"), Lines{});
}

TEST_F(ExternalFilesTest, AManifestListsFiles) {
  write("data/a", "1\n");
  write("other/b", "2\n");
  const auto entry = [](const std::string& key, const std::string& rest) {
    return "{\"url\": \"s3://lake/" + key + "\"" + rest + "}";
  };
  const std::string length = ", \"meta\": {\"content_length\": 2}";
  write("lists/m1", "{\n \"entries\": [" + entry("data/a", length) + "," + entry("other/b", length) + "," +
                        entry("data/a", length) + "," + entry("data/none", length) + "]}");
  must("create external table lake.m (id int) location 's3://lake/lists/m1'");
  EXPECT_EQ(run("select id, \"$path\", \"$size\" from lake.m order by 1"),
            (Lines{"1|s3://lake/data/a|2", "1|s3://lake/data/a|2", "2|s3://lake/other/b|2"}));
  EXPECT_THAT(error_of("insert into lake.m select 1"), HasSubstr("whose LOCATION is a manifest file"));
  write("lists/m2", "{\"entries\": [" + entry("data/none", ", \"mandatory\": true" + length) + "]}");
  must("alter table lake.m set location 's3://lake/lists/m2'");
  EXPECT_THAT(error_of("select * from lake.m"), HasSubstr("'s3://lake/data/none' of the manifest does not exist"));
  write("lists/m2", "{\"entries\": [" + entry("data/a", "") + "]}");
  EXPECT_THAT(error_of("select * from lake.m"), HasSubstr("has no content_length for 's3://lake/data/a'"));
  write("lists/m2", "{\"entries\": [}");
  EXPECT_THAT(error_of("select * from lake.m"), HasSubstr("manifest is not valid"));
  // A manifest in a folder is a file like any other, and so is a single object that is none.
  must("alter table lake.m set location 's3://lake/data/a'");
  EXPECT_EQ(run("select * from lake.m"), Lines{"1"});
  must("create external table lake.q (id int) partitioned by (k int) location 's3://lake/lists/'");
  must("alter table lake.q add partition (k=1) location 's3://lake/lists/m1'");
  EXPECT_EQ(run("select sum(id), max(k) from lake.q"), Lines{"4|1"});
}

TEST_F(ExternalFilesTest, CompressedFilesAreReadWhole) {
  must(
      "create table src as select generate_series as a, 'text ' || generate_series as b from generate_series(1, "
      "30000)");
  for (const std::string how : {"gzip", "zstd", "bzip2"}) {
    must("unload ('select * from src') to 's3://lake/" + how + "/' iam_role default csv delimiter '|' parallel off " +
         how);
    must("create external table lake." + how +
         " (a int, b varchar(20)) row format delimited fields terminated by '|' "
         "location 's3://lake/" +
         how + "'");
    EXPECT_EQ(run("select count(*), sum(a), max(b) from lake." + how), Lines{"30000|450015000|text 9999"}) << how;
    const auto file = only_file(how);
    EXPECT_EQ(run("select distinct \"$path\" from lake." + how), Lines{"s3://lake/" + file});
    const auto whole = read(file);
    write(file, whole.substr(0, whole.size() / 2));
    EXPECT_THAT(error_of("select count(*) from lake." + how),
                HasSubstr("File 's3://lake/" + file + "' ends within its " + how + " data"));
    // The end of the file is read even where its rows are not needed.
    write(file, whole.substr(0, whole.size() - 1));
    EXPECT_THAT(error_of("select count(b) from lake." + how), HasSubstr("ends within")) << how;
    write(file, "1|one\n");
    EXPECT_THAT(error_of("select count(*) from lake." + how), HasSubstr("is not a " + how + " file")) << how;
  }
  write("s/a.snappy", "x");
  must("create external table lake.s (a int) location 's3://lake/s'");
  EXPECT_THAT(error_of("select * from lake.s"), HasSubstr("snappy compression of text files is not supported"));
}

TEST_F(ExternalFilesTest, CompressedJson) {
  must("create table src as select generate_series as a from generate_series(1, 3000)");
  must("unload ('select * from src') to 's3://lake/j/' iam_role default json parallel off gzip");
  must(
      "create external table lake.j (a int) row format serde 'org.openx.data.jsonserde.JsonSerDe' "
      "location 's3://lake/j/'");
  EXPECT_EQ(run("select count(*), sum(a) from lake.j"), Lines{"3000|4501500"});
  must(
      "create external table lake.c (a varchar(20)) row format serde 'org.apache.hadoop.hive.serde2.OpenCSVSerde' "
      "stored as textfile location 's3://lake/j/'");
  EXPECT_EQ(run("select count(*) from lake.c"), Lines{"3000"});
  const auto file = only_file("j");
  const auto whole = read(file);
  write(file, whole.substr(0, whole.size() / 2));
  for (const std::string table : {"j", "c"})
    EXPECT_THAT(error_of("select count(*) from lake." + table), HasSubstr("ends within its gzip data"));
}

}  // namespace
}  // namespace slipher::engine
