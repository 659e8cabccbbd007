#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace slipher::engine::functions {

/// FNV-1a, 64 bits, going on from `hash`.
inline constexpr std::uint64_t kFnvBasis = 14695981039346656037ULL;
std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = kFnvBasis);

/// MurmurHash3, x86, 32 bits.
std::uint32_t murmur3(std::string_view bytes, std::uint32_t seed = 0);

/// CRC-32C (Castagnoli), which gives the developer guide's example for CRC32.
std::uint32_t crc32(std::string_view bytes);

/// SHA-2 in hexadecimal. `bits` is 224, 256, 384 or 512; 0 stands for 256. Empty for any other.
std::string sha2(std::string_view bytes, int bits);

/// Four characters that stand for the sound of an English word; empty when there is no letter in it.
std::string soundex(std::string_view text);

std::string hexadecimal(std::string_view bytes);

}  // namespace slipher::engine::functions
