#include "engine/duckdb/functions/hash_values.h"

#include <array>
#include <bit>
#include <cctype>
#include <cmath>
#include <cstring>

namespace slipher::engine::functions {
namespace {

/// What differs between the 32-bit (SHA-224, 256) and 64-bit (SHA-384, 512) halves of SHA-2: FIPS 180-4.
template <class Word>
struct Sha2Traits;
template <>
struct Sha2Traits<std::uint32_t> {
  static constexpr int kRounds = 64;
  static constexpr int big0[3] = {2, 13, 22}, big1[3] = {6, 11, 25}, small0[3] = {7, 18, 3}, small1[3] = {17, 19, 10};
};
template <>
struct Sha2Traits<std::uint64_t> {
  static constexpr int kRounds = 80;
  static constexpr int big0[3] = {28, 34, 39}, big1[3] = {14, 18, 41}, small0[3] = {1, 8, 7}, small1[3] = {19, 61, 6};
};

constexpr std::array<int, 80> primes() {
  std::array<int, 80> result{};
  std::size_t count = 0;
  for (int candidate = 2; count < result.size(); candidate++) {
    bool prime = true;
    for (int divisor = 2; divisor * divisor <= candidate && prime; divisor++) prime = candidate % divisor != 0;
    if (prime) result[count++] = candidate;
  }
  return result;
}

/// The first 64 bits of the fraction of a number's cube root, by bisection in 128-bit integers on 2^64 * root.
constexpr std::uint64_t cube_root_fraction(std::uint64_t number) {
  __extension__ using Wide = unsigned __int128;
  std::uint64_t whole = 0;
  while ((whole + 1) * (whole + 1) * (whole + 1) <= number) whole++;
  std::uint64_t fraction = 0;
  // Digit by digit: root = whole + fraction / 2^64; compare root^3 with number in limbs of 32 bits.
  auto below = [number](std::uint64_t w, std::uint64_t f) {
    const std::uint32_t root[3] = {static_cast<std::uint32_t>(f), static_cast<std::uint32_t>(f >> 32),
                                   static_cast<std::uint32_t>(w)};
    std::uint32_t square[6] = {}, cube[9] = {};
    for (int i = 0; i < 3; i++) {
      std::uint64_t carry = 0;
      for (int j = 0; j < 3; j++) {
        const std::uint64_t sum = std::uint64_t{root[i]} * root[j] + square[i + j] + carry;
        square[i + j] = static_cast<std::uint32_t>(sum);
        carry = sum >> 32;
      }
      square[i + 3] = static_cast<std::uint32_t>(carry);
    }
    for (int i = 0; i < 3; i++) {
      std::uint64_t carry = 0;
      for (int j = 0; j < 6; j++) {
        const std::uint64_t sum = std::uint64_t{root[i]} * square[j] + cube[i + j] + carry;
        cube[i + j] = static_cast<std::uint32_t>(sum);
        carry = sum >> 32;
      }
      cube[i + 6] = static_cast<std::uint32_t>(carry);
    }
    // The point is behind six limbs.
    const Wide integer = (Wide{cube[8]} << 64) | (Wide{cube[7]} << 32) | cube[6];
    return integer < number;
  };
  for (int bit = 63; bit >= 0; bit--) {
    const std::uint64_t tried = fraction | (std::uint64_t{1} << bit);
    if (below(whole, tried)) fraction = tried;
  }
  return fraction;
}

/// The round constants: the fractions of the cube roots of the first primes.
const std::array<std::uint64_t, 80>& round_constants() {
  static const auto constants = [] {
    std::array<std::uint64_t, 80> result{};
    const auto first = primes();
    for (std::size_t i = 0; i < result.size(); i++)
      result[i] = cube_root_fraction(static_cast<std::uint64_t>(first[i]));
    return result;
  }();
  return constants;
}

template <class Word>
Word rotated(Word x, const int (&by)[3], bool shift_last) {
  return std::rotr(x, by[0]) ^ std::rotr(x, by[1]) ^ (shift_last ? x >> by[2] : std::rotr(x, by[2]));
}

template <class Word>
void sha2_block(std::array<Word, 8>& state, const unsigned char* block) {
  using Traits = Sha2Traits<Word>;
  std::array<Word, 80> w{};
  for (int i = 0; i < 16; i++) {
    for (std::size_t byte = 0; byte < sizeof(Word); byte++)
      w[static_cast<std::size_t>(i)] = static_cast<Word>(w[static_cast<std::size_t>(i)] << 8) |
                                       block[static_cast<std::size_t>(i) * sizeof(Word) + byte];
  }
  for (std::size_t i = 16; i < Traits::kRounds; i++)
    w[i] = rotated(w[i - 2], Traits::small1, true) + w[i - 7] + rotated(w[i - 15], Traits::small0, true) + w[i - 16];
  const auto& constants = round_constants();
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t i = 0; i < Traits::kRounds; i++) {
    const auto constant = static_cast<Word>(constants[i] >> (64 - 8 * sizeof(Word)));
    const Word t1 = h + rotated(e, Traits::big1, false) + ((e & f) ^ (~e & g)) + constant + w[i];
    const Word t2 = rotated(a, Traits::big0, false) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + t2;
  }
  const std::array<Word, 8> worked = {a, b, c, d, e, f, g, h};
  for (std::size_t k = 0; k < 8; k++) state[k] += worked[k];
}

template <class Word>
std::string sha2_digest(std::string_view bytes, std::array<Word, 8> state, std::size_t digest_bytes) {
  constexpr std::size_t kBlock = 16 * sizeof(Word);
  std::string padded(bytes);
  padded += static_cast<char>(0x80);
  while (padded.size() % kBlock != kBlock - 8) padded += '\0';
  // SHA-384 and 512 have a length of 128 bits, the upper half of which is always zero here.
  if (sizeof(Word) == 8 && padded.size() % kBlock < 8) padded += std::string(kBlock, '\0');
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) padded += static_cast<char>(bits >> shift);
  for (std::size_t at = 0; at < padded.size(); at += kBlock)
    sha2_block(state, reinterpret_cast<const unsigned char*>(padded.data()) + at);
  std::string digest;
  for (const Word word : state) {
    for (int shift = 8 * (sizeof(Word) - 1); shift >= 0; shift -= 8) digest += static_cast<char>(word >> shift);
  }
  return hexadecimal(std::string_view(digest).substr(0, digest_bytes));
}

}  // namespace

std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash) {
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 1099511628211ULL;
  }
  return hash;
}

std::uint32_t murmur3(std::string_view bytes, std::uint32_t seed) {
  auto mixed = [](std::uint32_t k) { return std::rotl(k * 0xcc9e2d51U, 15) * 0x1b873593U; };
  std::uint32_t hash = seed;
  std::size_t at = 0;
  for (; at + 4 <= bytes.size(); at += 4) {
    std::uint32_t k;
    std::memcpy(&k, bytes.data() + at, 4);
    hash = std::rotl(hash ^ mixed(k), 13) * 5 + 0xe6546b64U;
  }
  std::uint32_t tail = 0;
  for (std::size_t i = bytes.size(); i > at; i--) tail = (tail << 8) | static_cast<unsigned char>(bytes[i - 1]);
  if (at < bytes.size()) hash ^= mixed(tail);
  hash ^= static_cast<std::uint32_t>(bytes.size());
  hash = (hash ^ (hash >> 16)) * 0x85ebca6bU;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35U;
  return hash ^ (hash >> 16);
}

std::uint32_t crc32(std::string_view bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> result{};
    for (std::uint32_t i = 0; i < 256; i++) {
      std::uint32_t value = i;
      for (int bit = 0; bit < 8; bit++) value = (value >> 1) ^ (value & 1 ? 0x82F63B78U : 0);
      result[i] = value;
    }
    return result;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes) crc = table[(crc ^ static_cast<unsigned char>(byte)) & 0xFF] ^ (crc >> 8);
  return ~crc;
}

std::string sha2(std::string_view bytes, int bits) {
  using W32 = std::array<std::uint32_t, 8>;
  using W64 = std::array<std::uint64_t, 8>;
  switch (bits) {
    case 224:
      return sha2_digest(
          bytes, W32{0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4},
          28);
    case 0:
    case 256:
      return sha2_digest(
          bytes, W32{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
          32);
    case 384:
      return sha2_digest(bytes,
                         W64{0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
                             0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4},
                         48);
    case 512:
      return sha2_digest(bytes,
                         W64{0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                             0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
                         64);
    default:
      return {};
  }
}

std::string soundex(std::string_view text) {
  //                                 ABCDEFGHIJKLMNOPQRSTUVWXYZ
  constexpr std::string_view kCodes = "01230120022455012623010202";
  std::string result;
  char last = '0';
  for (const char c : text) {
    if (!std::isalpha(static_cast<unsigned char>(c))) continue;
    const char letter = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    const char code = kCodes[static_cast<std::size_t>(letter - 'A')];
    if (result.empty()) {
      result += letter;
    } else if (code != '0' && code != last) {
      result += code;
    }
    if (letter != 'H' && letter != 'W') last = code;
    if (result.size() == 4) break;
  }
  if (!result.empty()) result.resize(4, '0');
  return result;
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string result;
  result.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    result += kDigits[static_cast<unsigned char>(byte) >> 4];
    result += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return result;
}

}  // namespace slipher::engine::functions
