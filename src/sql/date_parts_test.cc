#include "sql/date_parts.h"

#include <gtest/gtest.h>

namespace slipher::sql {
namespace {

TEST(DateParts, KnowsAbbreviations) {
  EXPECT_EQ(canonical_date_part("M"), "minute");
  EXPECT_EQ(canonical_date_part("mon"), "month");
  EXPECT_EQ(canonical_date_part("Qtrs"), "quarter");
  EXPECT_EQ(canonical_date_part("dayofweek"), "dow");
  EXPECT_EQ(canonical_date_part("us"), "microsecond");
  EXPECT_FALSE(canonical_date_part("fortnight"));
  EXPECT_FALSE(canonical_date_part(""));
}

TEST(Intervals, ReadsWhatRedshiftReads) {
  EXPECT_EQ(canonical_interval("1 year 2 mons -3 days", ""), "14 months -3 days 0 microseconds");
  EXPECT_EQ(canonical_interval("3 hours, 35 minutes", ""), "0 months 0 days 12900000000 microseconds");
  EXPECT_EQ(canonical_interval("1w, 1h, 1m, 1s", ""), "0 months 7 days 3661000000 microseconds");
  EXPECT_EQ(canonical_interval("0.5 days", ""), "0 months 0 days 43200000000 microseconds");
  EXPECT_EQ(canonical_interval("1.5 months", ""), "1 months 15 days 0 microseconds");
  EXPECT_EQ(canonical_interval("2 10:20:30.5", ""), "0 months 2 days 37230500000 microseconds");
  EXPECT_EQ(canonical_interval("-01:30", ""), "0 months 0 days -5400000000 microseconds");
  EXPECT_EQ(canonical_interval("@ 1 day ago", ""), "0 months -1 days 0 microseconds");
  EXPECT_EQ(canonical_interval("30", ""), "0 months 0 days 30000000 microseconds");
}

TEST(Intervals, ReadsQualifiers) {
  EXPECT_EQ(canonical_interval("5", "day"), "0 months 5 days 0 microseconds");
  EXPECT_EQ(canonical_interval("2-3", "year to month"), "27 months 0 days 0 microseconds");
  EXPECT_EQ(canonical_interval("-1-2", "year to month"), "-14 months 0 days 0 microseconds");
  EXPECT_EQ(canonical_interval("1 2:03:04", "day to second"), "0 months 1 days 7384000000 microseconds");
  EXPECT_EQ(canonical_interval("3:04", "minute to second"), "0 months 0 days 184000000 microseconds");
  EXPECT_EQ(canonical_interval("3:4.5", ""), "0 months 0 days 184500000 microseconds");
  EXPECT_EQ(canonical_interval("1 2", "day to hour"), "0 months 1 days 7200000000 microseconds");
  EXPECT_EQ(canonical_interval("5", "day to hour"), "0 months 0 days 18000000000 microseconds");
  EXPECT_EQ(canonical_interval("1 2 3", "day to minute"), "0 months 1 days 7380000000 microseconds");
}

TEST(Intervals, CutsWhatIsBelowTheQualifier) {
  EXPECT_EQ(canonical_interval("13 months", "year"), "12 months 0 days 0 microseconds");
  EXPECT_EQ(canonical_interval("1 year 3 months 5 days", "month"), "15 months 0 days 0 microseconds");
  EXPECT_EQ(canonical_interval("1 49:59:0", "day"), "0 months 3 days 0 microseconds");
  EXPECT_EQ(canonical_interval("1 2:3:4.5678", "day to minute"), "0 months 1 days 7380000000 microseconds");
  EXPECT_EQ(canonical_interval("1.234567", "second", 3), "0 months 0 days 1235000 microseconds");
}

TEST(Intervals, RefusesOtherText) {
  for (const char* text : {"", " ", "day", "1 parsec", "1:", "1:x", "1..2 days", "--1 day", "1-", "9e99 years",
                           "99999999999999999999 years", "ago"}) {
    EXPECT_FALSE(canonical_interval(text, "")) << text;
  }
}

TEST(Interval, QualifiersAreNumbersAndBack) {
  EXPECT_EQ(qualifier_number(""), 0);
  for (const auto* unit : {"year", "day", "second", "year to month", "day to minute", "hour to second"})
    EXPECT_EQ(qualifier_text(qualifier_number(unit)), unit);
}

}  // namespace
}  // namespace slipher::sql
