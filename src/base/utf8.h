#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace slipher {

/// Bytes of the well-formed UTF-8 character at `text[at]` (1 to 4), or 0 when it is not one: overlong forms, surrogates
/// and values above U+10FFFF are refused (Unicode, table 3-7).
std::size_t utf8_length_at(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

/// Characters of a well-formed text.
std::size_t utf8_characters(std::string_view text);

/// Appends the character `code` (a Unicode scalar value).
void append_utf8(std::string& out, char32_t code);

/// At most `bytes` bytes of a well-formed text, cut between characters.
std::string_view utf8_prefix(std::string_view text, std::size_t bytes);

}  // namespace slipher
