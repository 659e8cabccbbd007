#include "statements/number_text.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <limits>
#include <string>

namespace slipher::statements {
namespace {

template <class Write, class... Arguments>
std::string text(Write write, Arguments... arguments) {
  char out[kNumberBytes];
  return {out, write(out, arguments...)};
}
std::string numeric(std::int64_t value, int scale) {
  return text([](char* out, std::int64_t v, int s) { return write_numeric(out, v, s); }, value, scale);
}
std::string numeric(engine::Int128 value, int scale) {
  return text([](char* out, engine::Int128 v, int s) { return write_numeric(out, v, s); }, value, scale);
}

TEST(NumberText, Integers) {
  EXPECT_EQ(text(write_integer, 0), "0");
  EXPECT_EQ(text(write_integer, std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
  EXPECT_EQ(text(write_integer, std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
}

TEST(NumberText, NumericKeepsItsScale) {
  EXPECT_EQ(numeric(314159, 5), "3.14159");
  EXPECT_EQ(numeric(1250, 2), "12.50");
  EXPECT_EQ(numeric(0, 2), "0.00");
  EXPECT_EQ(numeric(-5, 3), "-0.005");
  EXPECT_EQ(numeric(42, 0), "42");
  EXPECT_EQ(numeric(std::numeric_limits<std::int64_t>::min(), 18), "-9.223372036854775808");
  EXPECT_EQ(numeric(7, 18), "0.000000000000000007");
}

TEST(NumberText, WideNumeric) {
  EXPECT_EQ(numeric(engine::Int128{1, 0}, 0), "1");
  EXPECT_EQ(numeric(engine::Int128{0, 1}, 0), "18446744073709551616");
  EXPECT_EQ(numeric(engine::Int128{~0ULL, -1}, 2), "-0.01");
  EXPECT_EQ(numeric(engine::Int128{~0ULL, std::numeric_limits<std::int64_t>::max()}, 0),
            "170141183460469231731687303715884105727");
  EXPECT_EQ(numeric(engine::Int128{0, std::numeric_limits<std::int64_t>::min()}, 0),
            "-170141183460469231731687303715884105728");
  // 10^38 - 1 with 38 digits behind the point.
  EXPECT_EQ(numeric(engine::Int128{0x098A223FFFFFFFFFULL, 0x4B3B4CA85A86C47AULL}, 38),
            "0.99999999999999999999999999999999999999");
  EXPECT_EQ(numeric(engine::Int128{10'000'000'000'000'000'000ULL, 0}, 1), "1000000000000000000.0");
}

TEST(NumberText, DoublesReadBackTheSame) {
  EXPECT_EQ(text(write_double, 1.0), "1.0");
  EXPECT_EQ(text(write_double, 0.0), "0.0");
  EXPECT_EQ(text(write_double, -0.0), "-0.0");
  EXPECT_EQ(text(write_double, 0.1), "0.1");
  EXPECT_EQ(text(write_double, -123.456), "-123.456");
  EXPECT_EQ(text(write_double, double{123.456789012345F}), "123.456787109375");
  EXPECT_EQ(text(write_double, 100000.0), "100000.0");
  EXPECT_EQ(text(write_double, 1e15), "1e+15");
  EXPECT_EQ(text(write_double, 0.0001), "0.0001");
  EXPECT_EQ(text(write_double, 0.00001), "1e-05");
  for (const double value : {5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1.0 / 3, 9007199254740993.0,
                             123456789012345.67, 4.35, 1e22, -2.5e-7}) {
    EXPECT_EQ(std::strtod(text(write_double, value).c_str(), nullptr), value);
  }
}

TEST(NumberText, Floats) {
  EXPECT_EQ(text(write_float, 123.456789F), "123.45679");
  EXPECT_EQ(text(write_float, 0.1F), "0.1");
  EXPECT_EQ(text(write_float, 3.4028235e38F), "3.4028235e+38");
  EXPECT_EQ(text(write_float, 2.0F), "2.0");
}

}  // namespace
}  // namespace slipher::statements
