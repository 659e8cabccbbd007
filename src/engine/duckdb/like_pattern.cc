#include "engine/duckdb/like_pattern.h"

#include <cstddef>

namespace slipher::engine {
namespace {

std::size_t character_length(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  while (at + length < text.size() && (text[at + length] & 0xC0) == 0x80) ++length;
  return length;
}

}  // namespace

bool matches_like(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0;
  // Where to try again: after the last %, which then takes one character more.
  std::size_t star_pattern = std::string_view::npos, star_text = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      star_pattern = ++p;
      star_text = t;
      continue;
    }
    if (p < pattern.size() && pattern[p] == '_') {
      t += character_length(text, t);
      ++p;
      continue;
    }
    const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
    if (p < pattern.size() && pattern[p + (escaped ? 1 : 0)] == text[t]) {
      p += escaped ? 2 : 1;
      ++t;
      continue;
    }
    if (star_pattern == std::string_view::npos) return false;
    p = star_pattern;
    t = star_text += character_length(text, star_text);
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

}  // namespace slipher::engine
