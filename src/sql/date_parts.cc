#include "sql/date_parts.h"

#include <algorithm>
#include <utility>

#include "sql/lexer.h"

namespace slipher::sql {
namespace {

using Spelling = std::pair<std::string_view, std::string_view>;

constexpr Spelling kDateParts[] = {
    {"millennium", "millennium"},
    {"millennia", "millennium"},
    {"mil", "millennium"},
    {"mils", "millennium"},
    {"century", "century"},
    {"centuries", "century"},
    {"c", "century"},
    {"cent", "century"},
    {"cents", "century"},
    {"decade", "decade"},
    {"decades", "decade"},
    {"dec", "decade"},
    {"decs", "decade"},
    {"year", "year"},
    {"years", "year"},
    {"y", "year"},
    {"yr", "year"},
    {"yrs", "year"},
    {"quarter", "quarter"},
    {"quarters", "quarter"},
    {"qtr", "quarter"},
    {"qtrs", "quarter"},
    {"month", "month"},
    {"months", "month"},
    {"mon", "month"},
    {"mons", "month"},
    {"week", "week"},
    {"weeks", "week"},
    {"w", "week"},
    {"dayofweek", "dow"},
    {"dow", "dow"},
    {"dw", "dow"},
    {"weekday", "dow"},
    {"dayofyear", "doy"},
    {"doy", "doy"},
    {"dy", "doy"},
    {"yearday", "doy"},
    {"day", "day"},
    {"days", "day"},
    {"d", "day"},
    {"hour", "hour"},
    {"hours", "hour"},
    {"h", "hour"},
    {"hr", "hour"},
    {"hrs", "hour"},
    {"minute", "minute"},
    {"minutes", "minute"},
    {"m", "minute"},
    {"min", "minute"},
    {"mins", "minute"},
    {"second", "second"},
    {"seconds", "second"},
    {"s", "second"},
    {"sec", "second"},
    {"secs", "second"},
    {"millisecond", "millisecond"},
    {"milliseconds", "millisecond"},
    {"ms", "millisecond"},
    {"msec", "millisecond"},
    {"msecs", "millisecond"},
    {"msecond", "millisecond"},
    {"mseconds", "millisecond"},
    {"millisec", "millisecond"},
    {"millisecs", "millisecond"},
    {"millisecon", "millisecond"},
    {"microsecond", "microsecond"},
    {"microseconds", "microsecond"},
    {"us", "microsecond"},
    {"usec", "microsecond"},
    {"usecs", "microsecond"},
    {"usecond", "microsecond"},
    {"useconds", "microsecond"},
    {"microsec", "microsecond"},
    {"microsecs", "microsecond"},
    {"microsecon", "microsecond"},
    {"epoch", "epoch"},
    {"isoyear", "isoyear"},
    {"isodow", "isodow"},
    {"timezone", "timezone"},
    {"timezone_hour", "timezone_hour"},
    {"timezone_minute", "timezone_minute"},
    {"julian", "julian"},
};

}  // namespace

std::optional<std::string_view> canonical_date_part(std::string_view spelling) {
  const std::string wanted = lower(spelling);
  const auto* found = std::find_if(std::begin(kDateParts), std::end(kDateParts),
                                   [&](const Spelling& each) { return each.first == wanted; });
  if (found == std::end(kDateParts)) return std::nullopt;
  return found->second;
}

}  // namespace slipher::sql
