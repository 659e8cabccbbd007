#include "statements/text_escape.h"

#include <array>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace slipher::statements {
namespace {

constexpr std::size_t kBlock = 16 * 1024;  // bytes between two looks at the buffer's room
constexpr std::size_t kWorstGrowth = 6;    // one control character becomes \u001f

/// Bytes that cannot be copied as they are: control characters, the quote, the backslash, everything beyond ASCII.
constexpr std::array<bool, 256> make_special() {
  std::array<bool, 256> special{};
  for (std::size_t i = 0; i < 256; ++i) special[i] = i < 0x20 || i >= 0x80 || i == '"' || i == '\\';
  return special;
}
constexpr auto kSpecial = make_special();

/// Length of the UTF-8 sequence that starts at `p` (its first byte is not ASCII); 0 when it is not one. Overlong forms,
/// surrogates and code points above U+10FFFF are none (Unicode 15, table 3-7).
std::size_t sequence_length(const unsigned char* p, std::size_t left) {
  const auto follows = [&](std::size_t i) { return i < left && (p[i] & 0xC0) == 0x80; };
  const unsigned char first = p[0];
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!follows(1) || !follows(2)) return 0;
    if (first == 0xE0 && p[1] < 0xA0) return 0;
    if (first == 0xED && p[1] > 0x9F) return 0;
    return 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    if (first == 0xF0 && p[1] < 0x90) return 0;
    if (first == 0xF4 && p[1] > 0x8F) return 0;
    return 4;
  }
  return 0;
}

/// Copies the run of plain bytes at `p` and returns how many there were. Both sides have 16 bytes of room or `limit`
/// ends the run.
std::size_t copy_plain(char* out, const char* p, std::size_t limit) {
  std::size_t n = 0;
#ifdef __SSE2__
  const __m128i space = _mm_set1_epi8(0x20);
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  for (; n + 16 <= limit; n += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + n));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out + n), bytes);
    // The comparison is signed: bytes beyond ASCII count as below the space.
    const __m128i found = _mm_or_si128(_mm_cmplt_epi8(bytes, space),
                                       _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
    if (mask != 0) return n + static_cast<std::size_t>(__builtin_ctz(mask));
  }
#endif
  for (; n < limit && !kSpecial[static_cast<unsigned char>(p[n])]; ++n) out[n] = p[n];
  return n;
}

char* put(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

/// Writes one special byte or sequence; returns how many bytes of input it took.
std::size_t write_special(char*& out, const char* p, std::size_t left, std::string_view quote) {
  static constexpr char kHex[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(*p);
  if (byte >= 0x80) {
    const auto length = sequence_length(reinterpret_cast<const unsigned char*>(p), left);
    if (length == 0) {
      out = put(out, "\xEF\xBF\xBD");
      return 1;
    }
    out = put(out, {p, length});
    return length;
  }
  switch (byte) {
    case '"':
      out = put(out, quote);
      break;
    case '\\':
      out = put(out, "\\\\");
      break;
    case '\n':
      out = put(out, "\\n");
      break;
    case '\r':
      out = put(out, "\\r");
      break;
    case '\t':
      out = put(out, "\\t");
      break;
    default:
      out = put(out, "\\u00");
      *out++ = kHex[byte >> 4];
      *out++ = kHex[byte & 15];
  }
  return 1;
}

void append_escaped(ByteBuffer& out, std::string_view text, std::string_view quote) {
  const char* p = text.data();
  const char* const end = p + text.size();
  while (p < end) {
    const char* const block_end = end - p > static_cast<std::ptrdiff_t>(kBlock) ? p + kBlock : end;
    char* place = out.reserve(static_cast<std::size_t>(block_end - p) * kWorstGrowth + 32);
    while (p < block_end) {
      const auto plain = copy_plain(place, p, static_cast<std::size_t>(block_end - p));
      p += plain;
      place += plain;
      if (p < block_end) p += write_special(place, p, static_cast<std::size_t>(end - p), quote);
    }
    out.advance_to(place);
  }
}

bool needs_quotes(std::string_view text) {
  const char* p = text.data();
  std::size_t n = 0;
#ifdef __SSE2__
  for (; n + 16 <= text.size(); n += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + n));
    const __m128i found = _mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(','))),
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))));
    if (_mm_movemask_epi8(found) != 0) return true;
  }
#endif
  for (; n < text.size(); ++n) {
    if (p[n] == '"' || p[n] == ',' || p[n] == '\r' || p[n] == '\n') return true;
  }
  return text.empty();
}

}  // namespace

void append_json_escaped(ByteBuffer& out, std::string_view text) { append_escaped(out, text, "\\\""); }

void append_csv_field(ByteBuffer& out, std::string_view text) {
  if (!needs_quotes(text)) return append_escaped(out, text, "\\\"");
  out.append(std::string_view("\\\""));
  append_escaped(out, text, "\\\"\\\"");
  out.append(std::string_view("\\\""));
}

std::string json_string(std::string_view text) {
  ByteBuffer buffer;
  buffer.append('"');
  append_json_escaped(buffer, text);
  buffer.append('"');
  return std::string(buffer.view());
}

}  // namespace slipher::statements
