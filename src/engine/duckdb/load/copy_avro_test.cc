#include "engine/duckdb/load/load_fixture.h"
#include "engine/duckdb/load/sample_files.h"

namespace slipher::engine {
namespace {

class CopyAvro : public LoadFixture {
 protected:
  std::string load(const std::string& columns, std::string_view file, const std::string& options = "avro 'auto'") {
    query("CREATE OR REPLACE TABLE t (" + columns + ")");
    write("data", from_hexadecimal(file));
    const auto result = run("copy t from 's3://bkt/data' iam_role default " + options);
    return result.starts_with("ERROR") ? result : query("SELECT * FROM t");
  }
};

#define EXPECT_HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST_F(CopyAvro, ReadsEveryCodec) {
  for (const auto file : {kAvroNull, kAvroDeflate, kAvroSnappy})
    EXPECT_EQ(load("id INT, amount DECIMAL(9,2), paid BOOLEAN, rate DOUBLE, kind VARCHAR", file),
              "1|-12.34|true|0.25|LARGE/-2|0.05|false|-1e+20|SMALL");
}

TEST_F(CopyAvro, FindsColumnsByName) {
  EXPECT_EQ(load("kind VARCHAR, missing INT, id BIGINT, name VARCHAR", kAvroNull), "LARGE|~|1|~/SMALL|~|-2|~");
  EXPECT_EQ(load("name VARCHAR, id INT", kAvroNull, "format as avro 'auto ignorecase'"), "it's \"x\"|1/~|-2");
}

TEST_F(CopyAvro, ReadsNestedAndLogicalValues) {
  EXPECT_EQ(load("day DATE, \"at\" TIMESTAMP, key rs_varbyte(3)", kAvroNull),
            "2020-01-31|2020-01-31 12:30:00.5|\\x00\\xFFA/1969-12-31|1969-12-31 23:59:59|abc");
  EXPECT_EQ(load("place rs_super, tags VARCHAR, counts rs_super, kind rs_super, other VARCHAR", kAvroNull),
            "{\"city\":\"Z\xC3\xBCrich\",\"zip\":8001}|[\"a\",\"b\"]|{\"n\":7}|\"LARGE\"|~/"
            "{\"city\":\"\",\"zip\":null}|[]|{}|\"SMALL\"|{\"city\":\"Q\",\"zip\":1}");
  EXPECT_EQ(load("\"at\" TIMESTAMP", kAvroNull, "avro timeformat 'epochmillisecs'"),
            "2020-01-31 12:30:00.5/1969-12-31 23:59:59");
}

TEST_F(CopyAvro, FollowsPaths) {
  write("paths", R"({"jsonpaths": ["$.place.city", "$['tags'][1]", "$.counts.n"]})");
  EXPECT_EQ(load("a VARCHAR, b VARCHAR, c INT", kAvroSnappy, "avro 's3://bkt/paths'"), "Z\xC3\xBCrich|b|7/|~|~");
}

TEST_F(CopyAvro, NamesTheBadRecord) {
  const auto error = load("id INT, kind rs_varchar(4)", kAvroNull);
  EXPECT_HAS(error,
             "Detail: File 's3://bkt/data', line 1, column 'kind' (varchar(4)), value 'LARGE': String length exceeds "
             "DDL length (code 1204)");
  EXPECT_EQ(load("id INT, kind rs_varchar(5)", kAvroNull, "avro maxerror 5"), "1|LARGE/-2|SMALL");
}

TEST_F(CopyAvro, RefusesDamagedFiles) {
  EXPECT_HAS(load("id INT", "00"), "File 's3://bkt/data' is not an Avro file, or is damaged");
  for (const std::size_t cut : {200, 1500, 2200})
    EXPECT_HAS(load("id INT", kAvroDeflate.substr(0, cut)), "File 's3://bkt/data' ") << cut;
  std::string other(kAvroNull);
  other.replace(other.rfind("30313233"), 8, "30313234");  // the last marker
  EXPECT_HAS(load("id INT", other), "is damaged");
}

}  // namespace
}  // namespace slipher::engine
