#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

#include "sql/statement.h"

namespace slipher::sql {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> cut(std::string_view text) {
  std::vector<std::string> out;
  for (const Piece& piece : split(text)) {
    EXPECT_EQ(text.substr(piece.offset, piece.text.size()), piece.text);
    out.emplace_back(piece.text);
  }
  return out;
}

TEST(Split, CutsAtSemicolons) {
  EXPECT_THAT(cut("select 1; select 2 ;\n"), ElementsAre("select 1", "select 2"));
  EXPECT_THAT(cut("select 1"), ElementsAre("select 1"));
}

TEST(Split, DropsPiecesWithoutTokens) {
  EXPECT_THAT(cut(""), ElementsAre());
  EXPECT_THAT(cut(" ; ;; -- only a comment\n; /* and ; another */"), ElementsAre());
}

TEST(Split, KeepsCommentsOfAStatement) {
  EXPECT_THAT(cut("-- first; line\nselect 1 /* a;b */; -- end"), ElementsAre("-- first; line\nselect 1 /* a;b */"));
}

TEST(Split, LeavesQuotesWhole) {
  EXPECT_THAT(cut(R"(select ';', "a;b", 'it\';s'; select $$;$$)"),
              ElementsAre(R"(select ';', "a;b", 'it\';s')", "select $$;$$"));
  EXPECT_THAT(cut("create procedure p() as $x$ begin a; b; end; $x$ language plpgsql; call p()"),
              ElementsAre("create procedure p() as $x$ begin a; b; end; $x$ language plpgsql", "call p()"));
}

TEST(Split, LeavesUnterminatedQuotesToTheEnd) {
  EXPECT_THAT(cut("select 1; select 'a; b"), ElementsAre("select 1", "select 'a; b"));
  EXPECT_THAT(cut("/* a; b"), ElementsAre("/* a; b"));
}

}  // namespace
}  // namespace slipher::sql
