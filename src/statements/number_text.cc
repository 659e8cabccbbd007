#include "statements/number_text.h"

#include <charconv>
#include <cmath>
#include <cstring>

namespace slipher::statements {
namespace {

__extension__ using UInt128 = unsigned __int128;

/// Puts the point into a run of digits. `digits` has `count` characters.
char* place_point(char* out, const char* digits, int count, int scale) {
  if (scale <= 0) {
    std::memcpy(out, digits, static_cast<std::size_t>(count));
    return out + count;
  }
  if (count <= scale) {
    *out++ = '0';
    *out++ = '.';
    std::memset(out, '0', static_cast<std::size_t>(scale - count));
    out += scale - count;
    std::memcpy(out, digits, static_cast<std::size_t>(count));
    return out + count;
  }
  std::memcpy(out, digits, static_cast<std::size_t>(count - scale));
  out += count - scale;
  *out++ = '.';
  std::memcpy(out, digits + count - scale, static_cast<std::size_t>(scale));
  return out + scale;
}

/// Decimal digits of a 128-bit magnitude; returns the end.
char* write_magnitude(char* out, UInt128 value) {
  constexpr std::uint64_t kTenTo19 = 10'000'000'000'000'000'000ULL;
  if (value < kTenTo19) return std::to_chars(out, out + 20, static_cast<std::uint64_t>(value)).ptr;
  out = write_magnitude(out, value / kTenTo19);
  char digits[20];
  const auto end = std::to_chars(digits, digits + 20, static_cast<std::uint64_t>(value % kTenTo19)).ptr;
  const auto count = static_cast<std::size_t>(end - digits);
  std::memset(out, '0', 19 - count);
  std::memcpy(out + 19 - count, digits, count);
  return out + 19;
}

template <class Real>
char* write_real(char* out, Real value, Real fixed_above) {
  const Real magnitude = std::fabs(value);
  // Whole numbers need no search for the shortest digits. Beyond 2^53 (2^24) the digits would not be the shortest.
  if (magnitude < (sizeof(Real) == 8 ? Real(1e15) : Real(1e7)) && magnitude == std::trunc(magnitude)) {
    if (std::signbit(value)) *out++ = '-';
    out = std::to_chars(out, out + 20, static_cast<std::int64_t>(magnitude)).ptr;
    *out++ = '.';
    *out++ = '0';
    return out;
  }
  // PostgreSQL's choice between the two forms.
  const auto format =
      magnitude >= Real(1e-4) && magnitude < fixed_above ? std::chars_format::fixed : std::chars_format::scientific;
  return std::to_chars(out, out + kNumberBytes, value, format).ptr;
}

}  // namespace

char* write_integer(char* out, std::int64_t value) { return std::to_chars(out, out + 21, value).ptr; }

char* write_numeric(char* out, std::int64_t unscaled, int scale) {
  std::uint64_t magnitude = static_cast<std::uint64_t>(unscaled);
  if (unscaled < 0) {
    *out++ = '-';
    magnitude = 0 - magnitude;
  }
  if (scale <= 0) return std::to_chars(out, out + 21, magnitude).ptr;
  char digits[24];
  const auto end = std::to_chars(digits, digits + 24, magnitude).ptr;
  return place_point(out, digits, static_cast<int>(end - digits), scale);
}

char* write_numeric(char* out, engine::Int128 unscaled, int scale) {
  UInt128 magnitude = (static_cast<UInt128>(static_cast<std::uint64_t>(unscaled.upper)) << 64) | unscaled.lower;
  if (unscaled.upper < 0) {
    *out++ = '-';
    magnitude = 0 - magnitude;
  }
  char digits[48];
  const auto end = write_magnitude(digits, magnitude);
  return place_point(out, digits, static_cast<int>(end - digits), scale);
}

char* write_double(char* out, double value) { return write_real(out, value, 1e15); }

char* write_float(char* out, float value) { return write_real(out, value, 1e6F); }

}  // namespace slipher::statements
