#include "engine/duckdb/functions/farm_hash.h"

#include <bit>
#include <cstring>
#include <utility>

/// The fingerprint that FarmHash defines: how the words of a text are mixed, by its length.
namespace slipher::engine::functions {
namespace {

constexpr std::uint64_t k0 = 0xc3a5c85c97cb3127, k1 = 0xb492b66fbe98f273, k2 = 0x9ae16a3b2f90404f;

using Pair = std::pair<std::uint64_t, std::uint64_t>;

std::uint64_t word64(const char* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}
std::uint64_t word32(const char* at) {
  std::uint32_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}
std::uint64_t rotated(std::uint64_t value, int places) { return std::rotr(value, places); }
std::uint64_t folded(std::uint64_t value) { return value ^ (value >> 47); }
std::uint64_t joined(std::uint64_t u, std::uint64_t v, std::uint64_t factor) {
  return folded((v ^ folded((u ^ v) * factor)) * factor) * factor;
}

std::uint64_t up_to_16(const char* s, std::size_t size) {
  const std::uint64_t factor = k2 + size * 2;
  if (size >= 8) {
    const auto a = word64(s) + k2;
    const auto b = word64(s + size - 8);
    return joined(rotated(b, 37) * factor + a, (rotated(a, 25) + b) * factor, factor);
  }
  if (size >= 4) return joined(size + (word32(s) << 3), word32(s + size - 4), factor);
  if (size == 0) return k2;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(s[i])); };
  const std::uint32_t y = byte(0) + (byte(size >> 1) << 8);
  const std::uint32_t z = static_cast<std::uint32_t>(size) + (byte(size - 1) << 2);
  return folded(y * k2 ^ z * k0) * k2;
}

std::uint64_t up_to_32(const char* s, std::size_t size) {
  const std::uint64_t factor = k2 + size * 2;
  const auto a = word64(s) * k1;
  const auto b = word64(s + 8);
  const auto c = word64(s + size - 8) * factor;
  const auto d = word64(s + size - 16) * k2;
  return joined(rotated(a + b, 43) + rotated(c, 30) + d, a + rotated(b + k2, 18) + c, factor);
}

std::uint64_t up_to_64(const char* s, std::size_t size) {
  const std::uint64_t factor = k2 + size * 2;
  const auto a = word64(s) * k2;
  const auto b = word64(s + 8);
  const auto c = word64(s + size - 8) * factor;
  const auto d = word64(s + size - 16) * k2;
  const auto y = rotated(a + b, 43) + rotated(c, 30) + d;
  const auto z = joined(y, a + rotated(b + k2, 18) + c, factor);
  const auto e = word64(s + 16) * factor;
  const auto f = word64(s + 24);
  const auto g = (y + word64(s + size - 32)) * factor;
  const auto h = (z + word64(s + size - 24)) * factor;
  return joined(rotated(e + f, 43) + rotated(g, 30) + h, e + rotated(f + a, 18) + g, factor);
}

Pair mixed_32(const char* s, std::uint64_t a, std::uint64_t b) {
  const auto z = word64(s + 24);
  a += word64(s);
  b = rotated(b + a + z, 21);
  const auto c = a;
  a += word64(s + 8);
  a += word64(s + 16);
  b += rotated(a, 44);
  return {a + z, b + c};
}

/// The state of a long text: 64 bytes are mixed in at a time.
struct State {
  std::uint64_t x, y, z;
  Pair v, w;

  /// `last` = the rest, which overlaps the block before it and is mixed in another way.
  void mix(const char* s, std::uint64_t factor, bool last) {
    x = rotated(x + y + v.first + word64(s + 8), 37) * factor;
    y = rotated(y + v.second + word64(s + 48), 42) * factor;
    x ^= last ? w.second * 9 : w.second;
    y += (last ? v.first * 9 : v.first) + word64(s + 40);
    z = rotated(z + w.first, 33) * factor;
    v = mixed_32(s, v.second * factor, x + w.first);
    w = mixed_32(s + 32, z + w.second, y + word64(s + 16));
    std::swap(z, x);
  }
};

}  // namespace

std::uint64_t farm_fingerprint64(std::string_view bytes) {
  const char* s = bytes.data();
  const std::size_t size = bytes.size();
  if (size <= 16) return up_to_16(s, size);
  if (size <= 32) return up_to_32(s, size);
  if (size <= 64) return up_to_64(s, size);
  constexpr std::uint64_t kSeed = 81;
  State state{kSeed * k2 + word64(s), kSeed * k1 + 113, folded((kSeed * k1 + 113) * k2 + 113) * k2, {}, {}};
  const std::size_t rest = (size - 1) & 63;
  const char* end = s + (size - 1) / 64 * 64;
  for (const char* at = s; at != end; at += 64) state.mix(at, k1, false);
  const auto factor = k1 + ((state.z & 0xff) << 1);
  state.w.first += rest;
  state.v.first += state.w.first;
  state.w.first += state.v.first;
  state.mix(end + rest - 63, factor, true);
  const auto low = joined(state.v.first, state.w.first, factor) + folded(state.y) * k0 + state.z;
  const auto high = joined(state.v.second, state.w.second, factor) + state.x;
  return joined(low, high, factor);
}

}  // namespace slipher::engine::functions
