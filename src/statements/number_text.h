#pragma once
#include <cstddef>
#include <cstdint>

#include "engine/types.h"

namespace slipher::statements {

/// Longest text that any function of this file writes: 39 digits and a scale of 38, or a double in exponent form.
constexpr std::size_t kNumberBytes = 96;

/// Each writes the wire text of one value at `out` (kNumberBytes of room) and returns its end.
char* write_integer(char* out, std::int64_t value);
/// An unscaled numeric with `scale` digits behind the point, trailing zeros kept: 1250, 2 -> "12.50".
char* write_numeric(char* out, std::int64_t unscaled, int scale);
char* write_numeric(char* out, engine::Int128 unscaled, int scale);
/// Shortest text that reads back as the same value, always with a point or an exponent: "1.0", "0.1", "1e+30". The
/// value must be finite.
char* write_double(char* out, double value);
char* write_float(char* out, float value);

}  // namespace slipher::statements
