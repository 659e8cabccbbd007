#pragma once
#include <cstdint>

#include "duckdb/common/types/date.hpp"
#include "duckdb/common/types/time.hpp"
#include "duckdb/common/types/timestamp.hpp"
#include "engine/duckdb/functions/support.h"

/// Dates and times of every type as points of time.
namespace slipher::engine::functions {

/// TIMESTAMPTZ, TIME and TIMETZ stay; dates and texts become TIMESTAMP.
inline LogicalType moment_type(const LogicalType& type) {
  switch (type.id()) {
    case LogicalTypeId::TIMESTAMP_TZ:
    case LogicalTypeId::TIME:
    case LogicalTypeId::TIME_TZ:
    case LogicalTypeId::INTERVAL:
      return type;
    default:
      return LogicalType::TIMESTAMP;
  }
}

/// A time as the same moment of 1970-01-01 UTC.
inline ::duckdb::timestamp_t as_moment(::duckdb::timestamp_t value) { return value; }
inline ::duckdb::timestamp_t as_moment(::duckdb::dtime_t value) { return ::duckdb::timestamp_t(value.micros); }
inline constexpr std::int64_t kMicrosecondsOfDay = 86'400'000'000;

/// The day since 1970-01-01.
inline std::int32_t days_of(::duckdb::date_t value) { return value.days; }
inline std::int32_t days_of(::duckdb::timestamp_t value) {
  const int before = value.value < 0 ? 1 : 0;
  return static_cast<std::int32_t>((value.value + before) / kMicrosecondsOfDay) - before;
}

inline ::duckdb::timestamp_t as_moment(::duckdb::dtime_tz_t value) {
  const std::int64_t utc = value.time().micros - value.offset() * 1'000'000LL;
  return ::duckdb::timestamp_t(((utc % kMicrosecondsOfDay) + kMicrosecondsOfDay) % kMicrosecondsOfDay);
}

template <class T>
T from_moment(::duckdb::timestamp_t value);
template <>
inline ::duckdb::timestamp_t from_moment(::duckdb::timestamp_t value) {
  return value;
}
template <>
inline ::duckdb::dtime_t from_moment(::duckdb::timestamp_t value) {
  return ::duckdb::dtime_t(((value.value % kMicrosecondsOfDay) + kMicrosecondsOfDay) % kMicrosecondsOfDay);
}
template <>
inline ::duckdb::dtime_tz_t from_moment(::duckdb::timestamp_t value) {
  return ::duckdb::dtime_tz_t(from_moment<::duckdb::dtime_t>(value), 0);
}

}  // namespace slipher::engine::functions
