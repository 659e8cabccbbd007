#include "engine/duckdb/load/utf8.h"

#include "base/utf8.h"
#include "engine/duckdb/load/byte_scan.h"

namespace slipher::engine {
std::size_t find_invalid_utf8(std::string_view text) {
  if (is_ascii(text)) return std::string_view::npos;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length_at(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

std::string replace_invalid_utf8(std::string_view text, char replacement) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length_at(text, at);
    if (length == 0) {
      out += replacement;
      ++at;
    } else {
      out.append(text.substr(at, length));
      at += length;
    }
  }
  return out;
}

std::size_t append_utf16(std::string_view bytes, bool big_endian, bool last, std::string& out) {
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  constexpr char32_t kReplacement = 0xFFFD;
  std::size_t at = 0;
  while (at + 1 < bytes.size()) {
    const char32_t code = unit(at);
    const bool high = code >= 0xD800 && code <= 0xDBFF;
    if (high && at + 3 >= bytes.size() && !last) return at;
    const char32_t low = high && at + 3 < bytes.size() ? unit(at + 2) : 0;
    at += 2;
    if (high && low >= 0xDC00 && low <= 0xDFFF) {
      append_utf8(out, 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
      at += 2;
    } else {
      append_utf8(out, code >= 0xD800 && code <= 0xDFFF ? kReplacement : code);
    }
  }
  if (last && at < bytes.size()) {
    append_utf8(out, kReplacement);
    at = bytes.size();
  }
  return at;
}

}  // namespace slipher::engine
