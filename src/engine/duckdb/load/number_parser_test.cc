#include "engine/duckdb/load/number_parser.h"

#include <gtest/gtest.h>
#include <limits>

namespace slipher::engine {
namespace {

std::string integer(std::string_view text, std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                    std::int64_t most = std::numeric_limits<std::int64_t>::max()) {
  std::int64_t value = 0;
  const auto result = parse_integer(text, least, most, value);
  if (result.code == LoadErrorCode::kNone) return std::to_string(value);
  return "code " + std::to_string(static_cast<int>(result.code)) + " at " + std::to_string(result.position);
}

std::string decimal(std::string_view text, int precision, int scale, bool round = false) {
  WideInteger value = 0;
  const auto result = parse_decimal(text, precision, scale, round, value);
  if (result.code != LoadErrorCode::kNone) return "code " + std::to_string(static_cast<int>(result.code));
  std::string out;
  const bool negative = value < 0;
  for (WideInteger rest = negative ? -value : value; rest > 0; rest /= 10)
    out.insert(0, 1, static_cast<char>('0' + static_cast<int>(rest % 10)));
  return (negative ? "-" : "") + (out.empty() ? "0" : out);
}

TEST(ParseInteger, TakesDigitsAndASign) {
  EXPECT_EQ(integer("0"), "0");
  EXPECT_EQ(integer(" +007 "), "7");
  EXPECT_EQ(integer("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(integer("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(integer("0000000000000000000000001"), "1");
}

TEST(ParseInteger, RefusesTheRest) {
  EXPECT_EQ(integer("9223372036854775808"), "code 1222 at 0");
  EXPECT_EQ(integer("-9223372036854775809"), "code 1222 at 0");
  EXPECT_EQ(integer("99999999999999999999999999"), "code 1222 at 0");
  EXPECT_EQ(integer("-129", -128, 127), "code 1222 at 0");
  EXPECT_EQ(integer("128", -128, 127), "code 1222 at 0");
  EXPECT_EQ(integer("12x"), "code 1207 at 2");
  EXPECT_EQ(integer("1.0"), "code 1207 at 1");
  EXPECT_EQ(integer("-"), "code 1207 at 1");
  EXPECT_EQ(integer("1 2"), "code 1207 at 1");
}

TEST(ParseDecimal, CutsOrRoundsExtraDigits) {
  EXPECT_EQ(decimal("1.239", 10, 2), "123");
  EXPECT_EQ(decimal("1.235", 10, 2, true), "124");
  EXPECT_EQ(decimal("-1.235", 10, 2, true), "-124");
  EXPECT_EQ(decimal("-1.239", 10, 2), "-123");
  EXPECT_EQ(decimal(".5", 10, 0), "0");
  EXPECT_EQ(decimal(".5", 10, 0, true), "1");
  EXPECT_EQ(decimal("5.", 10, 1), "50");
  EXPECT_EQ(decimal("1e3", 10, 2), "100000");
  EXPECT_EQ(decimal("12345e-3", 10, 2), "1234");
  EXPECT_EQ(decimal("1e-999999", 10, 2), "0");
  EXPECT_EQ(decimal("0e999999", 10, 2), "0");
}

TEST(ParseDecimal, KnowsItsLimits) {
  EXPECT_EQ(decimal("99999999999999999999999999999999999999", 38, 0), "99999999999999999999999999999999999999");
  EXPECT_EQ(decimal("100000000000000000000000000000000000000", 38, 0), "code 1209");
  EXPECT_EQ(decimal("0.12345678901234567890123456789012345678901234567890", 38, 38),
            "12345678901234567890123456789012345678");
  EXPECT_EQ(decimal("999.995", 5, 2, true), "code 1209");
  EXPECT_EQ(decimal("999.995", 5, 2), "99999");
  EXPECT_EQ(decimal("1e38", 38, 0), "code 1209");
  for (const auto* text : {"", ".", "-", "e5", "1e", "1e+", "1..2", "1,5", "0x1"})
    EXPECT_EQ(decimal(text, 10, 2), "code 1207") << text;
}

TEST(ParseDouble, TakesWhatFloatsCanSay) {
  double value = 0;
  EXPECT_EQ(parse_double(" +1.5e-3 ", value).code, LoadErrorCode::kNone);
  EXPECT_EQ(value, 1.5e-3);
  for (const auto* text : {"1.5x", "+-1", "--1", "1e999", ".", "e1"})
    EXPECT_EQ(parse_double(text, value).code, LoadErrorCode::kFloat) << text;
}

TEST(ParseBoolean, TakesWordsInAnyCase) {
  for (const auto* text : {"t", "TRUE", "1", "Y", "yes"}) {
    bool value = false;
    EXPECT_EQ(parse_boolean(text, value).code, LoadErrorCode::kNone) << text;
    EXPECT_TRUE(value);
  }
  for (const auto* text : {"F", "false", "0", "n", "No"}) {
    bool value = true;
    EXPECT_EQ(parse_boolean(text, value).code, LoadErrorCode::kNone) << text;
    EXPECT_FALSE(value);
  }
  bool value = false;
  for (const auto* text : {"", "2", "tr", "on", "falsee"})
    EXPECT_EQ(parse_boolean(text, value).code, LoadErrorCode::kBoolean) << text;
}

}  // namespace
}  // namespace slipher::engine
