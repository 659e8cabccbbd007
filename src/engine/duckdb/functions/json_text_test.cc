#include "engine/duckdb/functions/json_text.h"

#include <gtest/gtest.h>

namespace slipher::engine::functions::json {
namespace {

TEST(JsonText, CompactsAndChecks) {
  EXPECT_EQ(compact(" { \"a\" : [ 1 , 2.5e3 , null , true ] } "), R"({"a":[1,2.5e3,null,true]})");
  EXPECT_EQ(compact(R"("a b\né")"), R"("a b\né")");
  for (const auto* bad : {"", "{", "[1,]", "{\"a\"}", "01", "1.", "nul", "\"\\x\"", "[1] 2", "{'a':1}", "\"\n\""})
    EXPECT_EQ(compact(bad), std::nullopt) << bad;
}

TEST(JsonText, BoundsItsDepth) {
  const std::string deep = std::string(kDepthMax, '[') + std::string(kDepthMax, ']');
  EXPECT_TRUE(compact(deep).has_value());
  EXPECT_EQ(compact("[" + deep + "]"), std::nullopt);
}

TEST(JsonText, Navigates) {
  const std::string object = R"({"a":{"b,c":[1,"}"]},"d":"x\"y"})";
  EXPECT_EQ(member(object, "a"), R"({"b,c":[1,"}"]})");
  EXPECT_EQ(children(*member(*member(object, "a"), "b,c")).size(), 2u);
  EXPECT_EQ(plain_text(*member(object, "d")), "x\"y");
  EXPECT_EQ(member(object, "z"), std::nullopt);
  EXPECT_EQ(plain_text(R"("\u00e9\ud83d\ude00")"), "é😀");
  EXPECT_EQ(quoted("a\"\\\n\x01"), "\"a\\\"\\\\\\n\\u0001\"");
}

}  // namespace
}  // namespace slipher::engine::functions::json
