#include <gtest/gtest.h>
#include <string>

#include "duckdb.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/register.h"

namespace slipher::engine {
namespace {

/// The type of an expression over the engine's functions.
std::string type_of(const std::string& expression) {
  ::duckdb::DuckDB database(nullptr);
  register_declared_types(*database.instance);
  register_functions(*database.instance);
  ::duckdb::Connection connection(database);
  const auto result = connection.Query("SELECT " + expression);
  return result->HasError() ? result->GetError() : result->types[0].ToString();
}

// Database developer guide, "Computations with numeric values".
TEST(ResultTypes, OfArithmeticWithNumerics) {
  EXPECT_EQ(type_of("rs_multiply(1.5::decimal(8,2), 2::smallint)"), "DECIMAL(14,2)");
  EXPECT_EQ(type_of("rs_multiply(1.5::decimal(8,2), 2::bigint)"), "DECIMAL(28,2)");
  EXPECT_EQ(type_of("rs_multiply(1.5::decimal(30,2), 2::decimal(30,1))"), "DECIMAL(38,3)");
  EXPECT_EQ(type_of("rs_multiply(1.5::decimal(12,2), 2::decimal(13,2))"), "DECIMAL(26,4)");
  EXPECT_EQ(type_of("rs_multiply(1.5::decimal(12,2), 2::int)"), "DECIMAL(23,2)");
  EXPECT_EQ(type_of("rs_add(1.5::decimal(18,4), 2::decimal(18,4))"), "DECIMAL(19,4)");
  EXPECT_EQ(type_of("rs_add(1.5::decimal(8,2), 2::smallint)"), "DECIMAL(9,2)");
  EXPECT_EQ(type_of("rs_subtract(1.5::decimal(8,2), 2::bigint)"), "DECIMAL(22,2)");
  EXPECT_EQ(type_of("rs_divide(1.5::decimal(8,2), 2::smallint)"), "DECIMAL(14,8)");
  EXPECT_EQ(type_of("rs_multiply(2::smallint, 3)"), "INTEGER");
  EXPECT_EQ(type_of("rs_add(1, 2::smallint)"), "INTEGER");
  EXPECT_EQ(type_of("rs_subtract(2::smallint, 2::smallint)"), "SMALLINT");
  EXPECT_EQ(type_of("rs_multiply(2::bigint, 3)"), "BIGINT");
}

}  // namespace
}  // namespace slipher::engine
