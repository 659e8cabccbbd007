#include "engine/duckdb/like_pattern.h"

#include <gtest/gtest.h>

namespace slipher::engine {
namespace {

TEST(LikePattern, Matches) {
  EXPECT_TRUE(matches_like("public", "public"));
  EXPECT_TRUE(matches_like("public", "p%"));
  EXPECT_TRUE(matches_like("public", "%"));
  EXPECT_TRUE(matches_like("", "%"));
  EXPECT_TRUE(matches_like("abcabc", "%abc"));
  EXPECT_TRUE(matches_like("größe", "gr__e"));
  EXPECT_TRUE(matches_like("a_b", "a\\_b"));
  EXPECT_FALSE(matches_like("axb", "a\\_b"));
  EXPECT_FALSE(matches_like("public", "publi"));
  EXPECT_FALSE(matches_like("public", "_ublicx"));
  EXPECT_FALSE(matches_like("", "_"));
}

}  // namespace
}  // namespace slipher::engine
