#pragma once
#include <cstdint>
#include <string_view>

#include "engine/duckdb/load/load_error.h"

namespace slipher::engine {

__extension__ typedef __int128 WideInteger;

/// Text of a data file -> value, by COPY's rules. Blanks around the value are ignored; an empty text is the caller's
/// business (COPY loads NULL).

/// The position of the character that is wrong, for "Invalid digit, Value 'x', Pos 0".
struct ParseResult {
  LoadErrorCode code = LoadErrorCode::kNone;
  std::size_t position = 0;
};

/// A whole number between `least` and `most`: digits with an optional sign, nothing else.
ParseResult parse_integer(std::string_view text, std::int64_t least, std::int64_t most, std::int64_t& value);

/// The unscaled value of a DECIMAL(precision, scale). Digits beyond the scale are cut off, or rounded half away from
/// zero (ROUNDEC). Takes an exponent.
ParseResult parse_decimal(std::string_view text, int precision, int scale, bool round, WideInteger& value);

ParseResult parse_double(std::string_view text, double& value);
ParseResult parse_float(std::string_view text, float& value);

/// t true y yes 1, f false n no 0, in any case.
ParseResult parse_boolean(std::string_view text, bool& value);

std::string_view trim_blanks(std::string_view text);
/// Whether there is nothing but blanks, if anything.
inline bool is_blank(std::string_view text) { return trim_blanks(text).empty(); }

}  // namespace slipher::engine
