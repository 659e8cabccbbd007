#pragma once
#include <cstddef>
#include <cstdint>

namespace slipher::statements {

/// Longest text that any function of this file writes.
constexpr std::size_t kTimeBytes = 64;

/// Each writes the wire text of one value at `out` (kTimeBytes of room) and returns its end. Years before 1 end in "
/// BC"; the engine's infinite values give "infinity" and "-infinity".

/// Days since 1970-01-01: "2024-06-12".
char* write_date(char* out, std::int32_t days);
/// Microseconds since midnight: "14:30:45", a fraction only when it is not zero.
char* write_time(char* out, std::int64_t microseconds);
/// Microseconds since the epoch, in java.sql.Timestamp's form, as the service prints it: at least one digit of
/// fraction, trailing zeros cut: "2022-02-22 00:00:00.0", "2020-08-21 17:33:51.88712".
char* write_timestamp(char* out, std::int64_t microseconds);
/// "2024-06-12 19:30:45.123456+00"; always UTC, a fraction only when it is not zero.
char* write_timestamptz(char* out, std::int64_t microseconds);

}  // namespace slipher::statements
