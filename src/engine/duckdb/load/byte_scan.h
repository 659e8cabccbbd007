#pragma once
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace slipher::engine {

/// Searches 8 bytes at a time. A set high bit in matches(word) marks a byte equal to `c`; only the lowest is exact.
class ByteMatcher {
 public:
  explicit ByteMatcher(char c) : pattern_(0x0101010101010101ULL * static_cast<unsigned char>(c)) {}
  std::uint64_t matches(std::uint64_t word) const {
    const std::uint64_t x = word ^ pattern_;
    return (x - 0x0101010101010101ULL) & ~x & 0x8080808080808080ULL;
  }

 private:
  std::uint64_t pattern_;
};

inline std::uint64_t load_word(const char* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// The first byte in [at, end) that equals one of three, or `end`. Give a byte twice to search for fewer.
class ThreeByteSearch {
 public:
  ThreeByteSearch(char a, char b, char c) : a_(a), b_(b), c_(c), first_(a), second_(b), third_(c) {}

  const char* find(const char* at, const char* end) const {
    for (; end - at >= 8; at += 8) {
      const std::uint64_t word = load_word(at);
      const std::uint64_t found = first_.matches(word) | second_.matches(word) | third_.matches(word);
      if (found) return at + std::countr_zero(found) / 8;
    }
    while (at != end && *at != a_ && *at != b_ && *at != c_) ++at;
    return at;
  }

 private:
  char a_, b_, c_;
  ByteMatcher first_, second_, third_;
};

/// How often `c` occurs.
inline std::size_t count_byte(std::string_view text, char c) {
  const std::uint64_t pattern = 0x0101010101010101ULL * static_cast<unsigned char>(c);
  std::size_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (; end - at >= 8; at += 8) {
    const std::uint64_t x = load_word(at) ^ pattern;
    // Exact for every byte, unlike the quick test above: no borrow runs from one byte into the next.
    const std::uint64_t nonzero = ((x & 0x7f7f7f7f7f7f7f7fULL) + 0x7f7f7f7f7f7f7f7fULL) | x;
    count += static_cast<std::size_t>(8 - std::popcount(nonzero & 0x8080808080808080ULL));
  }
  for (; at != end; ++at) count += *at == c;
  return count;
}

/// Whether all bytes are below 0x80.
inline bool is_ascii(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  std::uint64_t all = 0;
  for (; end - at >= 8; at += 8) all |= load_word(at);
  for (; at != end; ++at) all |= static_cast<unsigned char>(*at);
  return (all & 0x8080808080808080ULL) == 0;
}

}  // namespace slipher::engine
