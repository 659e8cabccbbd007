#include "sql/column_type.h"

#include <gtest/gtest.h>

namespace slipher::sql {
namespace {

std::string spelled(std::string_view text) {
  TokenCursor cursor(text);
  const Result<ColumnType> type = cursor.finish(parse_column_type(cursor));
  return type ? engine_spelling(*type) + " | " + display_spelling(with_column_defaults(*type)) : type.error().message;
}

TEST(ColumnType, HasOneNamePerType) {
  EXPECT_EQ(spelled("INT"), "integer | integer");
  EXPECT_EQ(spelled("int2"), "smallint | smallint");
  EXPECT_EQ(spelled("bool"), "boolean | boolean");
  EXPECT_EQ(spelled("float"), "double | double precision");
  EXPECT_EQ(spelled("float(24)"), "real | real");
  EXPECT_EQ(spelled("double precision"), "double | double precision");
  EXPECT_EQ(spelled("dec(10)"), "numeric(10,0) | numeric(10,0)");
  EXPECT_EQ(spelled("numeric"), "numeric(18,0) | numeric(18,0)");
  EXPECT_EQ(spelled("nvarchar(10)"), "rs_varchar(10) | character varying(10)");
  EXPECT_EQ(spelled("national character varying(10)"), "rs_varchar(10) | character varying(10)");
  EXPECT_EQ(spelled("text"), "varchar | character varying(256)");
  EXPECT_EQ(spelled("char"), "rs_char(1) | character(1)");
  EXPECT_EQ(spelled("bpchar"), "rs_char(256) | character(256)");
  EXPECT_EQ(spelled("timestamp(3) without time zone"), "timestamp | timestamp without time zone");
  EXPECT_EQ(spelled("time with time zone"), "timetz | time with time zone");
  EXPECT_EQ(spelled("interval year to month"), "rs_interval_y2m | interval year to month");
  EXPECT_EQ(spelled("interval day(3) to second(6)"), "interval | interval day to second");
  EXPECT_EQ(spelled("binary varying(10)"), "rs_varbyte(10) | binary varying(10)");
  EXPECT_EQ(spelled("\"char\""), "rs_char(1) | character(1)");
  EXPECT_EQ(spelled("pg_catalog.\"varchar\"(3)[]"), "rs_varchar(3)[] | character varying(3)[]");
  EXPECT_EQ(spelled("\"My Type\""), "\"my type\" | my type");
}

TEST(ColumnType, ChecksModifiers) {
  EXPECT_EQ(spelled("varchar(0)"), "ERROR: length for type varchar must be at least 1\n  Position: 11");
  EXPECT_EQ(spelled("char(5000)"), "ERROR: length for type char cannot exceed 4096\n  Position: 11");
  EXPECT_EQ(spelled("numeric(39)"), "ERROR: NUMERIC precision 39 must be between 1 and 38\n  Position: 12");
  EXPECT_EQ(spelled("numeric(5,6)"), "ERROR: NUMERIC scale 6 must be between 0 and precision 5\n  Position: 13");
  EXPECT_EQ(spelled("varchar(x)"), "ERROR: syntax error at or near \"x\"\n  Position: 9");
  EXPECT_EQ(spelled("varchar(99999999999)"), "ERROR: length for type varchar cannot exceed 65535\n  Position: 21");
}

}  // namespace
}  // namespace slipher::sql
