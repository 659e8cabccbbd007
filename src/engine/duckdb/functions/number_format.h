#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace slipher::engine::functions {

/// TO_CHAR of a number. `number` is its plain decimal text ("-125.8"); `format` has 9 0 . D , G S MI PL SG PR L $ FM:
/// developer guide, "Numeric format strings". What does not fit is shown as '#'.
std::string format_number(std::string_view number, std::string_view format);

/// TO_NUMBER: the decimal text that `text` holds by a format, or nothing.
std::optional<std::string> parse_number(std::string_view text, std::string_view format);

/// Digits behind the point of a format.
int format_scale(std::string_view format);

}  // namespace slipher::engine::functions
