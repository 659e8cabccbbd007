#include "engine/duckdb/functions/civil_date.h"

#include <gtest/gtest.h>
#include <limits>

#include "duckdb/common/types/date.hpp"

namespace slipher::engine::functions {
namespace {

void expect_same(std::int32_t days) {
  std::int32_t year = 0;
  std::int32_t month = 0;
  std::int32_t day = 0;
  ::duckdb::Date::Convert(::duckdb::date_t(days), year, month, day);
  const auto date = civil_date(days);
  ASSERT_TRUE(date.year == year && date.month == month && date.day == day) << days;
}

TEST(CivilDate, AgreesWithTheEngine) {
  for (std::int32_t days = -800'000; days < 800'000; ++days) expect_same(days);
  for (std::int32_t far = 0; far < 2'000'000'000; far += 9'999'991) {
    expect_same(far);
    expect_same(-far);
  }
}

}  // namespace
}  // namespace slipher::engine::functions
