#include "engine/duckdb/functions/super_key.h"

#include <gtest/gtest.h>

namespace slipher::engine::functions {
namespace {

TEST(SuperKey, OrdersNumbersByValue) {
  const char* const rising[] = {"-1e300", "-20", "-3",  "-1.55", "-1.5", "-0.001", "0",   "1e-300",
                                "0.5",    "1",   "1.5", "2",     "10",   "123.4",  "1e20"};
  for (std::size_t i = 0; i + 1 < std::size(rising); i++)
    EXPECT_LT(*super_key(rising[i]), *super_key(rising[i + 1])) << rising[i];
  EXPECT_EQ(super_key("1"), super_key("1.00"));
  EXPECT_EQ(super_key("100"), super_key("1e2"));
  EXPECT_EQ(super_key("-0.0"), super_key("0"));
}

TEST(SuperKey, OrdersKindsAndContents) {
  const char* const rising[] = {"false", "true",  "7",   "\"a\"", "\"ab\"",   "[]",
                                "[1]",   "[1,2]", "[2]", "{}",    "{\"a\":1}"};
  for (std::size_t i = 0; i + 1 < std::size(rising); i++)
    EXPECT_LT(*super_key(rising[i]), *super_key(rising[i + 1])) << rising[i];
  EXPECT_EQ(super_key("{\"a\":1,\"b\":[2.0]}"), super_key("{\"b\":[2],\"a\":1}"));
  EXPECT_EQ(super_key("null"), std::nullopt);
}

}  // namespace
}  // namespace slipher::engine::functions
