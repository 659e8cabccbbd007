#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace slipher::engine {

/// Wire texts of the types that Cells carry as text. Each appends to `out`.

/// INTERVAL DAY TO SECOND: "1 days 2 hours 3 mins 4.0 secs" (the JDBC driver's form); months, which that type cannot
/// have, come first when there are any: "1 years 2 mons 3 days ...".
void append_day_to_second(std::int32_t months, std::int32_t days, std::int64_t microseconds, std::string& out);
/// INTERVAL YEAR TO MONTH: "1 years 2 mons".
void append_year_to_month(std::int32_t months, std::string& out);
/// TIMETZ: "14:30:45.5+00"; `offset_seconds` east of UTC.
void append_time_with_zone(std::int64_t microseconds, std::int32_t offset_seconds, std::string& out);
/// VARBYTE: standard base64 with padding, as the one public recording of the service shows it.
void append_base64(std::string_view bytes, std::string& out);

}  // namespace slipher::engine
