#include "engine/duckdb/load/utf8.h"

#include <gtest/gtest.h>

#include "engine/duckdb/functions/utf8.h"
#include "engine/duckdb/load/byte_scan.h"

namespace slipher::engine {
namespace {

TEST(Utf8, FindsWhatIsNotWellFormed) {
  constexpr auto kNone = std::string_view::npos;
  EXPECT_EQ(find_invalid_utf8("plain ascii, longer than a word"), kNone);
  EXPECT_EQ(find_invalid_utf8("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), kNone);
  EXPECT_EQ(find_invalid_utf8("ab\xFF"), 2u);
  for (const auto* text :
       {"\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF0\x9F\x98", "\x80"})
    EXPECT_EQ(find_invalid_utf8(text), 0u) << text;
  EXPECT_EQ(replace_invalid_utf8("a\xFF\xC3\xA4\xC3", '?'), "a?\xC3\xA4?");
}

TEST(Utf8, CutsBetweenCharacters) {
  EXPECT_EQ(functions::offset_of("\xC3\xA4xy", 2), 3u);
  EXPECT_EQ(functions::offset_of("ab", 9), 2u);
}

TEST(ByteScan, FindsAndCounts) {
  std::string text(1000, 'x');
  for (std::size_t i = 0; i < text.size(); i += 7) text[i] = i % 2 ? ',' : '\n';
  const ThreeByteSearch search(',', '\n', '"');
  std::size_t found = 0;
  for (const char *at = text.data(), *end = at + text.size(); (at = search.find(at, end)) != end; ++at) ++found;
  EXPECT_EQ(found, 143u);
  EXPECT_EQ(count_byte(text, ',') + count_byte(text, '\n'), 143u);
  EXPECT_EQ(count_byte(std::string(65, '\x80'), '\x80'), 65u);
  EXPECT_EQ(count_byte(std::string("\0\0a", 3), '\0'), 2u);
  EXPECT_TRUE(is_ascii("0123456789"));
  EXPECT_FALSE(is_ascii("0123456789\x80"));
}

}  // namespace
}  // namespace slipher::engine
