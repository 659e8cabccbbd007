#include "engine/duckdb/text_form.h"

#include <gtest/gtest.h>

namespace slipher::engine {
namespace {

std::string base64(std::string_view bytes) {
  std::string out;
  append_base64(bytes, out);
  return out;
}

TEST(TextForm, Base64) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("a"), "YQ==");
  EXPECT_EQ(base64("ab"), "YWI=");
  EXPECT_EQ(base64("abc"), "YWJj");
  EXPECT_EQ(base64("\xff\xfe\xfd\xfc"), "//79/A==");
}

TEST(TextForm, Intervals) {
  std::string out;
  append_day_to_second(0, 1, ((2 * 60 + 3) * 60 + 4) * 1'000'000LL, out);
  EXPECT_EQ(out, "1 days 2 hours 3 mins 4.0 secs");
  out.clear();
  append_day_to_second(14, 0, -1'500'000, out);
  EXPECT_EQ(out, "1 years 2 mons 0 days 0 hours 0 mins -1.5 secs");
  out.clear();
  append_year_to_month(-13, out);
  EXPECT_EQ(out, "-1 years -1 mons");
}

TEST(TextForm, TimeWithZone) {
  std::string out;
  append_time_with_zone(52'245'000'000, 0, out);
  EXPECT_EQ(out, "14:30:45+00");
  out.clear();
  append_time_with_zone(500'000, -19'800, out);
  EXPECT_EQ(out, "00:00:00.5-05:30");
}

}  // namespace
}  // namespace slipher::engine
