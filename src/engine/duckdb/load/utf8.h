#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace slipher::engine {

/// Offset of the first byte that is not part of well-formed UTF-8 (RFC 3629), npos when there is none.
std::size_t find_invalid_utf8(std::string_view text);

/// `text` with every byte that is not part of well-formed UTF-8 replaced, one for one.
std::string replace_invalid_utf8(std::string_view text, char replacement);

/// Appends UTF-16 as UTF-8; unpaired surrogates become U+FFFD. Returns how many bytes it took: an odd last byte and a
/// first half of a pair at the end are left, unless `last` is true.
std::size_t append_utf16(std::string_view bytes, bool big_endian, bool last, std::string& out);

}  // namespace slipher::engine
