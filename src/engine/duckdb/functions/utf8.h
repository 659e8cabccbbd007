#pragma once
#include <cstddef>
#include <string>
#include <string_view>

/// Characters of UTF-8 text that is known to be valid.
namespace slipher::engine::functions {

inline bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

inline std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (const char byte : text) count += !is_continuation(byte);
  return count;
}

/// Byte offset of the character number `index` (from 0), or the text's size when there are fewer.
inline std::size_t offset_of(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_continuation(text[at]) && index-- == 0) return at;
    at++;
  }
  return at;
}

/// The character at byte `at`.
inline std::string_view character_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && is_continuation(text[end])) end++;
  return text.substr(at, end - at);
}

/// Appends a character as the capital or small letter that it has.
void append_in_case(std::string& text, std::string_view character, bool upper);

}  // namespace slipher::engine::functions
