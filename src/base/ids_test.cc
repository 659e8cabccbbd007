#include "base/ids.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace slipher {
namespace {

TEST(Ids, RandomUuidsAreVersionFourAndDiffer) {
  RandomIds ids;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto id = ids.uuid();
    EXPECT_THAT(id, testing::MatchesRegex("[0-9a-f]+-[0-9a-f]+-4[0-9a-f]+-[89ab][0-9a-f]+-[0-9a-f]+"));
    EXPECT_EQ(id.size(), 36u);
    EXPECT_TRUE(seen.insert(id).second) << id;
  }
}

TEST(Ids, SequentialUuidsCountFromOne) {
  SequentialIds ids;
  EXPECT_EQ(ids.uuid(), "00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(ids.uuid(), "00000000-0000-4000-8000-000000000002");
}

TEST(Ids, RandomTextKeepsToItsAlphabet) {
  const auto text = random_text(500, "ab");
  EXPECT_EQ(text.size(), 500u);
  EXPECT_EQ(text.find_first_not_of("ab"), std::string::npos);
  EXPECT_NE(text.find('a'), std::string::npos);
  EXPECT_NE(text.find('b'), std::string::npos);
}

}  // namespace
}  // namespace slipher
