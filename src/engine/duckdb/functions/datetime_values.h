#pragma once
#include <string_view>

#include "duckdb/common/types/date.hpp"
#include "duckdb/common/types/interval.hpp"
#include "duckdb/common/types/timestamp.hpp"

/// Texts to DuckDB's date and time values, Redshift's way: ISO 8601 at once, everything else through read_datetime().
namespace slipher::engine::functions {

bool parse_date(std::string_view text, duckdb::date_t& value);
/// Without `with_zone` a zone in the text is ignored, as PostgreSQL does for TIMESTAMP.
bool parse_timestamp(std::string_view text, bool with_zone, duckdb::timestamp_t& value);
bool parse_time(std::string_view text, duckdb::dtime_t& value);
bool parse_timetz(std::string_view text, duckdb::dtime_tz_t& value);
/// '1 day', '3 hours, 35 minutes', '1w, 1h, 1m, 1s' (m = minute), '1.5 days', '02:30:00', '-1 month'.
bool parse_interval(std::string_view text, duckdb::interval_t& value);

}  // namespace slipher::engine::functions
