#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace slipher::identity {

/// 32 raw bytes: a SHA-256 digest or an HMAC-SHA256.
using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
/// SHA-256 as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);
/// The digest's bytes, to be the key of the next HMAC.
std::string_view as_bytes(const Digest& digest);
/// Lower-case hex digits of `bytes`.
std::string to_hex(std::string_view bytes);

/// Equality in a time that depends on the lengths only: signatures, tokens, secrets.
bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace slipher::identity
