#include "sql/parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace slipher::sql {
namespace {

std::vector<std::string> found(std::string_view text, const std::vector<Parameter>& parameters) {
  std::vector<std::string> out;
  for (const Placeholder& placeholder : find_placeholders(text, parameters)) {
    EXPECT_EQ(text.substr(placeholder.offset + 1, placeholder.length - 1), parameters[placeholder.index].name);
    out.emplace_back(text.substr(placeholder.offset, placeholder.length));
  }
  return out;
}

const std::vector<Parameter> kParameters = {{"a", "1"}, {"id_2", "2"}, {"1", "3"}, {"smallint", "4"}, {"2x", "5"}};

TEST(FindPlaceholders, TakesNamesOfTheListOnly) {
  using ::testing::ElementsAre;
  EXPECT_THAT(found("select :a, :b, :id_2,:a", kParameters), ElementsAre(":a", ":id_2", ":a"));
  EXPECT_THAT(found("select :A, :aa, : a", kParameters), ElementsAre());
  EXPECT_THAT(found("values (:1, :2x, :2)", kParameters), ElementsAre(":1", ":2x"));
  EXPECT_THAT(found("select :a::smallint, x::smallint, y :=:a", kParameters), ElementsAre(":a", ":a"));
  EXPECT_THAT(found("select 1", {}), ElementsAre());
}

TEST(FindPlaceholders, LeavesQuotesAndCommentsAlone) {
  using ::testing::ElementsAre;
  EXPECT_THAT(found("select ':a', \":a\", $$:a$$ -- :a\n /* :a */, 'it\\':a', :id_2", kParameters),
              ElementsAre(":id_2"));
  EXPECT_THAT(found("unload ('select :a') to 's3://:a'", kParameters), ElementsAre());
}

TEST(CheckParameters, NamesUnusedOnes) {
  EXPECT_TRUE(check_parameters({"select :a", "select :b"}, {{"a", "1"}, {"b", "2"}}));
  EXPECT_TRUE(check_parameters({"select 1"}, {}));
  const Result<void> unused = check_parameters({"select :b, ':id'"}, {{"id", "1"}, {"b", "2"}, {"c", "3"}});
  ASSERT_FALSE(unused);
  EXPECT_EQ(unused.error().code, ErrorCode::kValidation);
  EXPECT_EQ(unused.error().message, "Parameters list contains unused parameters. Unused parameters: [id, c]");
}

TEST(CheckParameters, NamesRepeatedOnes) {
  const Result<void> repeated = check_parameters({"select :a"}, {{"a", "1"}, {"a", "2"}});
  ASSERT_FALSE(repeated);
  EXPECT_EQ(repeated.error().code, ErrorCode::kValidation);
  EXPECT_EQ(repeated.error().message, "Parameters list contains duplicate parameters. Duplicate parameters: [a]");
}

}  // namespace
}  // namespace slipher::sql
