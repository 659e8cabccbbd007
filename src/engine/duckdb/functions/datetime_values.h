#pragma once
#include <cstdint>
#include <string_view>

#include "duckdb/common/types/date.hpp"
#include "duckdb/common/types/interval.hpp"
#include "duckdb/common/types/timestamp.hpp"
#include "engine/duckdb/functions/datetime_text.h"

/// Texts to DuckDB's date and time values, Redshift's way: ISO 8601 at once, everything else through read_datetime().
namespace slipher::engine::functions {

/// What a session says about texts that leave it open.
struct DateReading {
  DateOrder order = DateOrder::kMonthFirst;
  /// Microseconds from UTC's clock to the session's: 'now' and 'today' are of the latter.
  std::int64_t ahead = 0;
};

bool parse_date(std::string_view text, DateReading reading, duckdb::date_t& value);
/// A zone in the text is ignored, as PostgreSQL does for TIMESTAMP.
bool parse_timestamp(std::string_view text, DateReading reading, duckdb::timestamp_t& value);
/// UTC where the text names no zone; regions are left to rs_timestamptz.
bool parse_timestamptz(std::string_view text, DateOrder order, duckdb::timestamp_t& value);
bool parse_time(std::string_view text, duckdb::dtime_t& value);
/// A time of the clock that is so many seconds east of UTC, in UTC: Redshift keeps no offset.
duckdb::dtime_tz_t utc_time(std::int64_t microseconds, std::int32_t offset);
bool parse_timetz(std::string_view text, duckdb::dtime_tz_t& value);
/// '1 day', '3 hours, 35 minutes', '1w, 1h, 1m, 1s' (m = minute), '1.5 days', '02:30:00', '-1 month'.
/// `unit` is the qualifier of the type.
bool parse_interval(std::string_view text, duckdb::interval_t& value, std::string_view unit = {});

}  // namespace slipher::engine::functions
