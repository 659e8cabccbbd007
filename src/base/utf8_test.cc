#include "base/utf8.h"

#include <gtest/gtest.h>

namespace slipher {
namespace {

TEST(Utf8, KnowsWellFormedText) {
  for (const char* text :
       {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(text)) << text;
  for (const char* text : {"\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                           "\xF5\x80\x80\x80", "\xE2\x82", "\xC3"})
    EXPECT_FALSE(is_utf8(text));
  EXPECT_EQ(utf8_characters("grün€😀"), 6u);
  EXPECT_EQ(utf8_prefix("grün", 3), "gr");
  EXPECT_EQ(utf8_prefix("grün", 4), "grü");
}

}  // namespace
}  // namespace slipher
