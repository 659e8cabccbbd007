#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipher::sql {

/// The canonical name of a date part under any of Redshift's spellings, case ignored: "mons" -> "month", "m" ->
/// "minute", "qtr" -> "quarter" (Amazon Redshift, "Date parts for date or timestamp functions"). Nothing when unknown.
std::optional<std::string_view> canonical_date_part(std::string_view spelling);

struct IntervalParts {
  std::int64_t months = 0;
  std::int64_t days = 0;
  std::int64_t microseconds = 0;
};

/// Reads an interval. `unit` is a qualifier behind it (INTERVAL '5' DAY), or "": what is below its last unit is cut
/// off, a SECOND rounded to `places` digits. Understands '1 day', '3 hours, 35 minutes', '1w, 1h', '1-2', '2
/// 10:20:30.5', '30' (seconds), 'ago'. Nothing when it is no interval.
std::optional<IntervalParts> read_interval(std::string_view literal, std::string_view unit, int places = 6);

/// The text of an interval literal as the engine reads it: 'M months D days U microseconds'.
std::optional<std::string> canonical_interval(std::string_view literal, std::string_view unit, int places = 6);

/// "day to minute" as a number that a type's modifier can be, and back; 0 = no qualifier.
int qualifier_number(std::string_view unit);
std::string qualifier_text(int number);
/// Whether a qualifier is one of INTERVAL YEAR TO MONTH's.
bool is_of_months(std::string_view unit);

}  // namespace slipher::sql
