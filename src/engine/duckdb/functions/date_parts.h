#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "duckdb/common/types/interval.hpp"
#include "duckdb/common/types/timestamp.hpp"

namespace slipher::engine::functions {

/// Parts of dates and times: developer guide, "Date parts for date or timestamp functions".
enum class DatePart {
  kMillennium,
  kCentury,
  kDecade,
  kYear,
  kQuarter,
  kMonth,
  kWeek,
  kDay,
  kDayOfWeek,
  kDayOfYear,
  kHour,
  kMinute,
  kSecond,
  kMillisecond,
  kMicrosecond,
  kEpoch,
  kTimezone,
  kTimezoneHour,
  kTimezoneMinute
};

/// By any of the names and abbreviations that Redshift knows, in any case ("m" is minute, "mon" month).
std::optional<DatePart> date_part_of(std::string_view name);

/// A whole number of parts added; months keep to the end of a shorter month. Out of range throws InvalidInputException.
duckdb::timestamp_t add_parts(DatePart part, std::int64_t count, duckdb::timestamp_t value);
/// Boundaries of the part that lie between two moments.
std::int64_t parts_between(DatePart part, duckdb::timestamp_t from, duckdb::timestamp_t to);
/// The part's beginning.
duckdb::timestamp_t truncated(DatePart part, duckdb::timestamp_t value);
/// The part as a whole number.
std::int64_t part_number(DatePart part, duckdb::timestamp_t value);
std::int64_t part_number(DatePart part, duckdb::date_t day);
std::int64_t part_number(DatePart part, const duckdb::interval_t& value);
/// The part as DATE_PART gives it: seconds, milliseconds and the epoch with their fractions.
double exact_part_number(DatePart part, duckdb::timestamp_t value);
double exact_part_number(DatePart part, duckdb::date_t day);
double exact_part_number(DatePart part, const duckdb::interval_t& value);

}  // namespace slipher::engine::functions
