#include "engine/duckdb/load/json_cursor.h"

#include <gtest/gtest.h>

#include "engine/duckdb/load/json_path.h"

namespace slipher::engine {
namespace {

bool is_json(std::string_view text) {
  JsonCursor cursor(text);
  return !cursor.value().empty() && cursor.at_end();
}

TEST(JsonCursor, ChecksValues) {
  for (const auto* text : {"{}", "[]", "null", "true", "-0.5e+3", "\"a\\u00e4\\n\"", " [1, {\"a\": [[]]}] ", "0"})
    EXPECT_TRUE(is_json(text)) << text;
  for (const auto* text :
       {"",   "{",   "{]",  "[1,]", "{\"a\"}", "{\"a\":}",  "{a:1}",  "01",    "1.",  ".5",        "1e",
        "+1", "nul", "tru", "\"a",  "\"\\x\"", "\"\\u12\"", "\"\n\"", "[1 2]", "1 2", "{\"a\":1,}"})
    EXPECT_FALSE(is_json(text)) << text;
}

TEST(JsonCursor, StopsAtItsDepth) {
  EXPECT_TRUE(is_json(std::string(500, '[') + std::string(500, ']')));
  EXPECT_FALSE(is_json(std::string(100'000, '[')));
}

TEST(JsonText, IsUnescapedAndEscaped) {
  EXPECT_EQ(json_unescape(R"("a\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00\ud83d")"),
            "a\"\\/\b\f\n\r\t\xC3\xA4\xF0\x9F\x98\x80\xEF\xBF\xBD");
  std::string out;
  append_json_string("a\"\\\n\x01\xC3\xA4", out);
  EXPECT_EQ(out, "\"a\\\"\\\\\\n\\u0001\xC3\xA4\"");
  EXPECT_EQ(json_compact("{ \"a b\" : [ 1 , \"\\\" x\" ] }"), "{\"a b\":[1,\"\\\" x\"]}");
  EXPECT_TRUE(json_has_blanks("[1, 2]"));
  EXPECT_FALSE(json_has_blanks("[1,\" 2\"]"));
}

TEST(JsonPathTest, FollowsMembersAndIndexes) {
  const auto at = [](std::string_view path, std::string_view json) {
    const auto parsed = parse_json_path(path);
    EXPECT_TRUE(parsed) << path;
    return std::string(follow(*parsed, json));
  };
  constexpr std::string_view kJson = R"({"a": {"b.c": [10, {"d": "x"}]}, "e": null})";
  EXPECT_EQ(at("$.a['b.c'][1].d", kJson), "\"x\"");
  EXPECT_EQ(at("$['a'][\"b.c\"][0]", kJson), "10");
  EXPECT_EQ(at("$.e", kJson), "null");
  EXPECT_EQ(at("$.a.none", kJson), "");
  EXPECT_EQ(at("$.a['b.c'][2]", kJson), "");
  EXPECT_EQ(at("$[0]", "[]"), "");
  for (const auto* path : {"", "a", "$.", "$..a", "$.*", "$[x]", "$[", "$['a]", "$[-1]", "$a"})
    EXPECT_FALSE(parse_json_path(path)) << path;
}

}  // namespace
}  // namespace slipher::engine
