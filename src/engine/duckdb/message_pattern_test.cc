#include "engine/duckdb/message_pattern.h"

#include <gtest/gtest.h>

namespace slipher::engine {
namespace {

TEST(MessagePattern, FillsRunsIn) {
  EXPECT_EQ(apply_pattern("Table with name * does not exist!*", "relation \"$1\" does not exist",
                          "Table with name t does not exist!\nDid you mean \"u\"?"),
            "relation \"t\" does not exist");
  EXPECT_EQ(apply_pattern("a * b *", "$2$1", "a 1 b 2"), "21");
  EXPECT_EQ(apply_pattern("*.*", "$2", "t.a"), "a");
}

TEST(MessagePattern, AnchorsBothEnds) {
  EXPECT_EQ(apply_pattern("abc", "x", "abc"), "x");
  EXPECT_EQ(apply_pattern("abc", "x", "abcd"), std::nullopt);
  EXPECT_EQ(apply_pattern("a*c", "$1", "abcc"), "bc");
  EXPECT_EQ(apply_pattern("a*c", "$1", "abcd"), std::nullopt);
  EXPECT_EQ(apply_pattern("*x", "$1", "yz"), std::nullopt);
}

TEST(MessagePattern, DollarWithoutRun) { EXPECT_EQ(apply_pattern("a*", "$2 costs $", "ab"), " costs $"); }

}  // namespace
}  // namespace slipher::engine
