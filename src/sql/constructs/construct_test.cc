#include "sql/constructs/construct.h"

#include <gtest/gtest.h>

#include "sql/tree.h"

namespace slipher::sql {
namespace {

std::string with_names(std::string_view words) {
  std::string out;
  for (const char c : words) out += c == '*' ? std::string("a.b") : std::string(1, c);
  return out;
}

TEST(Constructs, WordsOfARowRefuseByItsName) {
  for (const ConstructFamily& family : construct_families()) {
    for (const Construct& row : family.rows) {
      if (row.words.empty()) continue;
      EXPECT_EQ(row.verdict, row.absent.empty() ? Verdict::kNotSupported : Verdict::kDiffers) << row.name;
      const auto tree = parse(with_names(row.words) + " x (1)");
      ASSERT_TRUE(tree && *tree) << row.name << ": a parser takes it; its row should have no words";
      if (!row.absent.empty()) {
        const auto* absent = std::get_if<AbsentObject>(&**tree);
        ASSERT_NE(absent, nullptr) << row.name;
        EXPECT_EQ(absent->kind, row.absent);
        EXPECT_EQ(absent->name, QualifiedName{"x"});
        continue;
      }
      const auto* refused = std::get_if<Unsupported>(&**tree);
      ASSERT_NE(refused, nullptr) << row.name << ": a parser takes it; its row should have no words";
      EXPECT_EQ(refused->construct, row.name);
    }
  }
}

TEST(Constructs, LongestWordsWin) {
  EXPECT_EQ(find_by_words(TokenCursor("CREATE OR REPLACE LIBRARY f LANGUAGE plpythonu")).row->name, "CREATE LIBRARY");
  EXPECT_EQ(find_by_words(TokenCursor("desc datashare x")).row->name, "DESC DATASHARE");
  EXPECT_EQ(find_by_words(TokenCursor("desc x")).row->name, "DESC");
  EXPECT_EQ(find_by_words(TokenCursor("select 1")).row, nullptr);
}

TEST(Constructs, ObjectsThatNobodyCanMakeDoNotExist) {
  const auto tree = parse("DROP DATASHARE IF EXISTS \"My-Share\"");
  ASSERT_TRUE(tree && *tree);
  const auto& absent = std::get<AbsentObject>(**tree);
  EXPECT_TRUE(absent.if_exists);
  EXPECT_EQ(absent.name, QualifiedName{"my-share"});
  EXPECT_FALSE(parse("DROP DATASHARE"));
}

TEST(Constructs, PageHasARowForEach) {
  const std::string page = compatibility_markdown();
  EXPECT_NE(page.find("\n| CREATE LIBRARY | not supported | Python libraries |\n"), std::string::npos);
  EXPECT_NE(page.find("\n| QUOTA | accepted without effect | "), std::string::npos);
  EXPECT_EQ(find_construct("nothing of the kind"), nullptr);
}

}  // namespace
}  // namespace slipher::sql
