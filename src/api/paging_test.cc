#include "api/paging.h"

#include <gtest/gtest.h>

namespace slipher::api {
namespace {

const std::string kKey(32, 'k');

TEST(PageTokens, OpenWhatTheyMade) {
  const PageTokens tokens(kKey, {"ListTables", std::nullopt, "a"});
  for (const std::string& cursor : {std::string(), std::string("12"), std::string("\0\xFF", 2)}) {
    const auto opened = tokens.open(tokens.make(cursor));
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, cursor);
  }
}

TEST(PageTokens, AreGoodForOneCallOnly) {
  const std::string token = PageTokens(kKey, {"ListTables", std::nullopt, "a"}).make("12");
  EXPECT_FALSE(PageTokens(kKey, {"ListTables", "", "a"}).open(token));
  EXPECT_FALSE(PageTokens(kKey, {"ListTables", std::nullopt, "b"}).open(token));
  EXPECT_FALSE(PageTokens(kKey, {"ListTables", std::nullopt}).open(token));
  EXPECT_FALSE(PageTokens(std::string(32, 'l'), {"ListTables", std::nullopt, "a"}).open(token));
  // Parts cannot run into each other.
  EXPECT_FALSE(PageTokens(kKey, {"ab", "c"}).open(PageTokens(kKey, {"a", "bc"}).make("1")));
}

TEST(PageTokens, EveryChangedCharacterIsSeen) {
  const PageTokens tokens(kKey, {"x"});
  const std::string token = tokens.make("123");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto opened = tokens.open(changed);
    ASSERT_FALSE(opened) << i;
    EXPECT_EQ(opened.error().code, ErrorCode::kValidation);
  }
  for (const std::string& text :
       {std::string(), std::string("x"), std::string("!!!!"), token + "A", std::string(9999, 'A')})
    EXPECT_FALSE(tokens.open(text));
}

TEST(CutPage, GoesThroughAList) {
  const PageTokens tokens(kKey, {"x"});
  auto page = cut_page(tokens, std::nullopt, 5, 2);
  ASSERT_TRUE(page);
  EXPECT_EQ(std::pair(page->first, page->last), std::pair(std::size_t{0}, std::size_t{2}));
  page = cut_page(tokens, page->next_token, 5, 2);
  EXPECT_EQ(std::pair(page->first, page->last), std::pair(std::size_t{2}, std::size_t{4}));
  page = cut_page(tokens, page->next_token, 5, 2);
  EXPECT_EQ(std::pair(page->first, page->last), std::pair(std::size_t{4}, std::size_t{5}));
  EXPECT_FALSE(page->next_token);
  // The list may have become shorter meanwhile.
  page = cut_page(tokens, tokens.make("4"), 1, 2);
  EXPECT_EQ(std::pair(page->first, page->last), std::pair(std::size_t{1}, std::size_t{1}));
  EXPECT_FALSE(cut_page(tokens, tokens.make("x"), 5, 2));
}

}  // namespace
}  // namespace slipher::api
