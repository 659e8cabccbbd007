#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipher::engine::functions {

enum class NumberParse { kOk, kInvalid, kOutOfRange };

/// An optional sign and digits, blanks around them; nothing else (Redshift refuses '1.5' and '1e3' for integers).
NumberParse parse_integer(std::string_view text, std::int64_t& value);
NumberParse parse_integer(std::string_view text, std::int32_t& value);
NumberParse parse_integer(std::string_view text, std::int16_t& value);

/// Decimal or scientific notation, NaN and Infinity, blanks around them.
bool parse_float(std::string_view text, double& value);

/// t, true, y, yes, on, 1 and their opposites, in any case, blanks around them.
std::optional<bool> parse_bool(std::string_view text);

/// A float as Redshift shows it as text: at most `digits` significant digits, no trailing ".0": "1", "0.5", "1e+20".
std::string float_text(double value, int digits);

/// Without the blanks at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace slipher::engine::functions
