#include "statements/time_text.h"

#include <gtest/gtest.h>
#include <limits>
#include <string>

namespace slipher::statements {
namespace {

template <class Write, class Value>
std::string text(Write write, Value value) {
  char out[kTimeBytes];
  return {out, write(out, value)};
}

TEST(TimeText, Dates) {
  EXPECT_EQ(text(write_date, 0), "1970-01-01");
  EXPECT_EQ(text(write_date, -1), "1969-12-31");
  EXPECT_EQ(text(write_date, 19886), "2024-06-12");
  EXPECT_EQ(text(write_date, 11016), "2000-02-29");
  EXPECT_EQ(text(write_date, 2932896), "9999-12-31");
  EXPECT_EQ(text(write_date, 2932897), "10000-01-01");
  EXPECT_EQ(text(write_date, -719162), "0001-01-01");
  EXPECT_EQ(text(write_date, -719163), "0001-12-31 BC");
  EXPECT_EQ(text(write_date, std::numeric_limits<std::int32_t>::max()), "infinity");
  EXPECT_EQ(text(write_date, -std::numeric_limits<std::int32_t>::max()), "-infinity");
}

TEST(TimeText, TimesShowAFractionOnlyWhenThereIsOne) {
  EXPECT_EQ(text(write_time, 0), "00:00:00");
  EXPECT_EQ(text(write_time, 52'245'000'000), "14:30:45");
  EXPECT_EQ(text(write_time, 52'245'120'000), "14:30:45.12");
  EXPECT_EQ(text(write_time, 86'399'999'999), "23:59:59.999999");
}

TEST(TimeText, TimestampsShowAtLeastOneDigitOfFraction) {
  EXPECT_EQ(text(write_timestamp, 0), "1970-01-01 00:00:00.0");
  EXPECT_EQ(text(write_timestamp, 1'645'488'000'000'000), "2022-02-22 00:00:00.0");
  EXPECT_EQ(text(write_timestamp, 1'598'031'231'887'120), "2020-08-21 17:33:51.88712");
  EXPECT_EQ(text(write_timestamp, 1'718'202'645'123'456), "2024-06-12 14:30:45.123456");
  EXPECT_EQ(text(write_timestamp, -1), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(text(write_timestamp, -62'135'596'800'000'001), "0001-12-31 23:59:59.999999 BC");
  EXPECT_EQ(text(write_timestamp, std::numeric_limits<std::int64_t>::max()), "infinity");
}

TEST(TimeText, TimestampsWithZoneAreUtc) {
  EXPECT_EQ(text(write_timestamptz, 1'718'220'645'123'456), "2024-06-12 19:30:45.123456+00");
  EXPECT_EQ(text(write_timestamptz, 1'718'220'645'000'000), "2024-06-12 19:30:45+00");
}

}  // namespace
}  // namespace slipher::statements
