#include <gtest/gtest.h>

#include "engine/duckdb/functions/date_format.h"
#include "engine/duckdb/functions/number_format.h"

namespace slipher::engine::functions {
namespace {

TEST(DateFormat, Formats) {
  const auto value = *read_datetime("2009-12-31 23:15:59.123456");
  EXPECT_EQ(DateFormat("MONTH-DY-DD-YYYY HH12:MIPM").format(value), "DECEMBER -THU-31-2009 11:15PM");
  EXPECT_EQ(DateFormat("FMMonth FMDDth, YYYY").format(value), "December 31st, 2009");
  EXPECT_EQ(DateFormat("IYYY-IW-D DDD Q CC J").format(value), "2009-53-5 365 4 21 2455197");
  EXPECT_EQ(DateFormat("HH24:MI:SS.US MS \"of\" yyyymmdd").format(value), "23:15:59.123456 123 of 20091231");
}

TEST(DateFormat, Parses) {
  auto shown = [](std::string_view text, std::string_view format) {
    const auto read = DateFormat(format).parse(text);
    return read ? DateFormat("YYYY-MM-DD HH24:MI:SS").format(*read) : "none";
  };
  EXPECT_EQ(shown("02 Oct 2001", "DD Mon YYYY"), "2001-10-02 00:00:00");
  EXPECT_EQ(shown("20010631", "YYYYMMDD"), "2001-06-31 00:00:00");  // the caller settles days beyond the month
  EXPECT_EQ(shown("2011-12-18 23:38:15", "YYYY-MM-DD HH24:MI:SS"), "2011-12-18 23:38:15");
  EXPECT_EQ(shown("2017", "YYYY"), "2017-01-01 00:00:00");
  EXPECT_EQ(shown("12/31/08 4:05 PM", "MM/DD/YY HH12:MI AM"), "2008-12-31 16:05:00");
  EXPECT_EQ(shown("xx", "YYYY"), "none");
  EXPECT_EQ(shown("2008-13-01", "YYYY-MM-DD"), "none");
}

TEST(NumberFormat, Formats) {
  EXPECT_EQ(format_number("125.8", "999.99"), " 125.80");
  EXPECT_EQ(format_number("-125.8", "999D99"), "-125.80");
  EXPECT_EQ(format_number("-125.8", "999D99S"), "125.80-");
  EXPECT_EQ(format_number("-125.88", "$S999.99"), "$-125.88");
  EXPECT_EQ(format_number("1210.73", "9,999.9"), " 1,210.7");
  EXPECT_EQ(format_number("0.5", "0.99"), " 0.50");
  EXPECT_EQ(format_number("485", "FM999"), "485");
  EXPECT_EQ(format_number("12", "0999"), " 0012");
  EXPECT_EQ(format_number("1234", "99"), " ##");
  EXPECT_EQ(format_number("-5", "999PR"), "  <5>");
}

TEST(NumberFormat, Parses) {
  EXPECT_EQ(parse_number("12,454.8-", "99G999D9S"), "-12454.8");
  EXPECT_EQ(parse_number("$ 12,454.88", "L 99G999D99"), "12454.88");
  EXPECT_EQ(parse_number("abc", "999"), std::nullopt);
}

}  // namespace
}  // namespace slipher::engine::functions
