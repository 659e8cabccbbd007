#include "engine/duckdb/load/load_fixture.h"

namespace slipher::engine {
namespace {

class CopyJson : public LoadFixture {
 protected:
  std::string load(const std::string& columns, const std::string& data, const std::string& options) {
    query("CREATE OR REPLACE TABLE t (" + columns + ")");
    write("data", data);
    const auto result = run("copy t from 's3://bkt/data' " + options);
    return result.starts_with("ERROR") ? result : query("SELECT * FROM t");
  }
};

TEST_F(CopyJson, MatchesNames) {
  EXPECT_EQ(load("id INT, name VARCHAR, extra rs_super",
                 R"({"id": 1, "name": "a\u00e4\n", "extra": {"k": [1, 2.5, "x"]}, "unknown": [{}]}
                    {"name": null, "id": "2"}{"ID": 9,
                     "extra": "text"})",
                 "json 'auto'"),
            "1|a\xC3\xA4\n|{\"k\":[1,2.5,\"x\"]}/2|~|~/~|~|\"text\"");
  EXPECT_EQ(load("id INT", R"({"ID": 1} {"iD": 2})", "json 'auto ignorecase'"), "1/2");
  EXPECT_EQ(
      load("v VARCHAR, b BOOLEAN, d DECIMAL(5,2)", R"({"v": {"a": 1}, "b": true, "d": 1.239})", "format json 'auto'"),
      "{\"a\": 1}|true|1.23");
}

TEST_F(CopyJson, FollowsPaths) {
  write("paths", R"({"jsonpaths": ["$.id", "$['name']['first']", "$.tags[1]"]})");
  EXPECT_EQ(
      load("id INT, first VARCHAR, tag VARCHAR",
           R"({"id": 1, "name": {"first": "Ada"}, "tags": ["x", "y"]} {"id": 2, "name": {}})", "json 's3://bkt/paths'"),
      "1|Ada|y/2|~|~");
  write("paths", R"({"jsonpaths": ["$[0]", "$[1]"]})");
  EXPECT_EQ(load("a INT, b VARCHAR", R"([1, "x"] [2, "y"])", "json 's3://bkt/paths'"), "1|x/2|y");
  EXPECT_TRUE(load("a INT", "[1]", "json 's3://bkt/paths'").starts_with("ERROR: Number of jsonpaths"));
  write("paths", R"({"jsonpaths": ["$..x"]})");
  EXPECT_TRUE(load("a INT", "[1]", "json 's3://bkt/paths'").starts_with("ERROR: Invalid JSONPath format"));
}

TEST_F(CopyJson, KeepsObjectsWhole) {
  EXPECT_EQ(load("doc rs_super", R"({"a": 1} {"b": [ ]})", "json 'noshred'"), "{\"a\":1}/{\"b\":[]}");
  EXPECT_TRUE(load("doc VARCHAR", R"({"a": 1})", "json 'noshred'").starts_with("ERROR: JSON 'noshred'"));
}

TEST_F(CopyJson, RefusesWhatIsNotJson) {
  for (const auto* data : {"{\"id\": 1", "{\"id\": 01}", "{id: 1}", "[1]", "1", "{\"id\": 1} x", "{\"id\": \"\\q\"}"}) {
    const auto error = load("id INT", data, "json 'auto'");
    EXPECT_NE(error.find("(code 1224)"), std::string::npos) << data << ": " << error;
  }
  EXPECT_NE(load("id INT", "{\"id\": 1}\n{\"id\":\n \"x\"}\n", "json 'auto'").find("line 3, column 'id'"),
            std::string::npos);
  EXPECT_EQ(load("id INT", "", "json 'auto'"), "");
}

}  // namespace
}  // namespace slipher::engine
