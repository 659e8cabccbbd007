#include "statements/checksum.h"

#include <cstring>

namespace slipher::statements {
namespace {

constexpr std::uint64_t kMix1 = 0x9E3779B97F4A7C15ULL;  // 2^64 / golden ratio
constexpr std::uint64_t kMix2 = 0xC2B2AE3D27D4EB4FULL;  // an odd constant without structure

std::uint64_t load(const char* p) {
  std::uint64_t word = 0;
  std::memcpy(&word, p, sizeof word);
  return word;
}

std::uint64_t rotate(std::uint64_t value, int by) { return (value << by) | (value >> (64 - by)); }

std::uint64_t mix(std::uint64_t state, std::uint64_t word) { return rotate(state ^ (word * kMix2), 29) * kMix1; }

}  // namespace

std::uint64_t checksum(std::string_view bytes) {
  // Four lanes, so that the multiplications of one step do not wait for each other.
  std::uint64_t lanes[4] = {kMix1, kMix2, ~kMix1, ~kMix2};
  const char* p = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 32; left -= 32, p += 32) {
    for (int i = 0; i < 4; ++i) lanes[i] = mix(lanes[i], load(p + 8 * i));
  }
  std::uint64_t sum = bytes.size();
  for (const auto lane : lanes) sum = mix(sum, lane);
  for (; left >= 8; left -= 8, p += 8) sum = mix(sum, load(p));
  std::uint64_t tail = 0;
  if (left > 0) std::memcpy(&tail, p, left);
  sum = mix(sum, tail);
  return sum ^ (sum >> 32);
}

}  // namespace slipher::statements
