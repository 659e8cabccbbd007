// The recognisers of dates and times take any format and any text: what they accept is a day and a time that exist, and
// the same text gives the same answer without the blanks around it.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/duckdb/load/date_time.h"
#include "engine/duckdb/load/date_time_auto.h"
#include "engine/duckdb/load/date_time_parser.h"

namespace slipher::engine {
namespace {

using Kind = sql::DateTimeFormat::Kind;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_days(std::int64_t days) {
  int year = 0;
  int month = 0;
  int day = 0;
  civil_from_days(days, year, month, day);
  require(month >= 1 && month <= 12 && day >= 1 && day <= 31);
  require(days_from_civil(year, month, day) == days);
}

void check_parser(const sql::DateTimeFormat& format, std::string_view text) {
  const DateTimeParser parser(format);
  std::int32_t days = 0;
  std::int64_t moment = 0;
  if (parser.date(text, days)) check_days(days);
  const bool taken = parser.timestamp(text, moment);
  std::int64_t again = 0;
  require(parser.timestamp(" " + std::string(text) + " ", again) == taken && again == moment);
}

void check(std::string_view input) {
  const auto line = input.find('\n');
  const std::string pattern(input.substr(0, line));
  const auto text = line == std::string_view::npos ? input : input.substr(line + 1);
  check_parser({Kind::kDefault, {}}, text);
  check_parser({Kind::kAuto, {}}, text);
  check_parser({Kind::kEpochSeconds, {}}, text);
  check_parser({Kind::kEpochMilliseconds, {}}, text);
  if (!pattern.empty()) check_parser({Kind::kPattern, pattern}, text);
  DateTime value;
  if (recognise_date_time(text, value) && is_valid(value)) {
    if (value.has_date) check_days(days_of(value));
    require(time_of_day(value) >= 0 && time_of_day(value) <= 86'400'000'000);
  }
  std::int64_t microseconds = 0;
  std::int32_t offset = 0;
  if (DateTimeParser::time(text, microseconds, offset)) require(microseconds >= 0 && microseconds <= 86'400'000'000);
}

}  // namespace
}  // namespace slipher::engine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  slipher::engine::check(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
