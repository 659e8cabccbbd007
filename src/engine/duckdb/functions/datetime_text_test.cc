#include "engine/duckdb/functions/datetime_text.h"

#include <gtest/gtest.h>

namespace slipher::engine::functions {
namespace {

/// "2008-12-31 04:05:06.000000 +0" for what was read, "none" for what was not.
std::string shown(std::string_view text) {
  const auto read = read_datetime(text);
  if (!read) return "none";
  char buffer[80];
  std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d %02d:%02d:%02d.%06d%s%s", read->year, read->month, read->day,
                read->hour, read->minute, read->second, read->microsecond, read->offset ? " " : "",
                read->offset ? std::to_string(*read->offset).c_str() : "");
  return buffer;
}

TEST(DateTimeText, ReadsDates) {
  for (const auto* text : {"2008-12-31", "20081231", "081231", "12/31/2008", "12-31-2008", "12.31.2008", "12/31/08",
                           "Dec 31 2008", "December 31, 2008", "31 Dec 2008", "31-Dec-2008", "2008-Dec-31", "2008.366",
                           "J2454832", "Wednesday, Dec 31 2008"})
    EXPECT_EQ(shown(text), "2008-12-31 00:00:00.000000") << text;
  EXPECT_EQ(shown("0099-01-08 BC"), "-098-01-08 00:00:00.000000");
}

TEST(DateTimeText, ReadsTimes) {
  EXPECT_EQ(shown("17 Dec 07:37:16 1997 PST"), "1997-12-17 07:37:16.000000 -28800");
  EXPECT_EQ(shown("12/17/1997 07:37:16.00 PST"), "1997-12-17 07:37:16.000000 -28800");
  EXPECT_EQ(shown("1997-12-17 07:37:16-08"), "1997-12-17 07:37:16.000000 -28800");
  EXPECT_EQ(shown("2019-02-11T05:09:12.195Z"), "2019-02-11 05:09:12.195000 0");
  EXPECT_EQ(shown("19960108 040809"), "1996-01-08 04:08:09.000000");
  EXPECT_EQ(shown("20220502 04:05:06.789"), "2022-05-02 04:05:06.789000");
  EXPECT_EQ(shown("Jan 1 2008 4:05 pm"), "2008-01-01 16:05:00.000000");
  EXPECT_EQ(shown("2008-01-01 00:00:00.1234567"), "2008-01-01 00:00:00.123457");
}

TEST(DateTimeText, RefusesWhatIsNoDate) {
  for (const auto* text : {"", "abc", "2008-02-30", "2008-13-01", "2008-01-01 24:38:15", "12:61", "2008", "1.5",
                           "Jan 2008", "2008-01-01 10:00 nowhere", "99999999999"})
    EXPECT_EQ(shown(text), "none") << text;
}

TEST(DateTimeText, ReadsZones) {
  EXPECT_EQ(zone_offset("+05:30"), 19800);
  EXPECT_EQ(zone_offset("-0800"), -28800);
  EXPECT_EQ(zone_offset("EST"), -18000);
  EXPECT_EQ(zone_offset("America/New_York"), std::nullopt);
}

TEST(DateTimeText, TakesTheOrderOfDayAndMonth) {
  const auto day = [](const char* text, DateOrder order) {
    const auto read = read_datetime(text, order);
    return read ? read->year * 10000 + read->month * 100 + read->day : 0;
  };
  EXPECT_EQ(day("05/03/2020", DateOrder::kMonthFirst), 20200503);
  EXPECT_EQ(day("05/03/2020", DateOrder::kDayFirst), 20200305);
  EXPECT_EQ(day("05/03/20", DateOrder::kYearFirst), 20050320);
  EXPECT_EQ(day("2020-03-05", DateOrder::kDayFirst), 20200305);
  EXPECT_EQ(day("13/02/2020", DateOrder::kMonthFirst), 0);
}

TEST(DateTimeText, NamesTheTimeOfRegions) {
  EXPECT_EQ(zone_abbreviation("America/New_York", -18000), "EST");
  EXPECT_EQ(zone_abbreviation("America/New_York", -14400), "EDT");
  EXPECT_EQ(zone_abbreviation("Europe/London", 0), "GMT");
  EXPECT_EQ(zone_abbreviation("Etc/UTC", 0), "UTC");
  EXPECT_EQ(zone_abbreviation("Asia/Kathmandu", 20700), "+0545");
  EXPECT_EQ(zone_abbreviation("Etc/GMT+8", -28800), "-08");
}

}  // namespace
}  // namespace slipher::engine::functions
