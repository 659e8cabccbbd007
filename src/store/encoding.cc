#include "store/encoding.h"

namespace slipher::store {

void Encoder::integer(std::int64_t value) {
  auto bits = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
  for (; bits >= 0x80; bits >>= 7) bytes_ += static_cast<char>(0x80 | (bits & 0x7f));
  bytes_ += static_cast<char>(bits);
}

void Encoder::text(std::string_view value) {
  integer(static_cast<std::int64_t>(value.size()));
  bytes_.append(value);
}

void Encoder::optional_text(const std::optional<std::string>& value) {
  boolean(value.has_value());
  if (value) text(*value);
}

Decoder::Decoder(std::string_view bytes, char version) : rest_(bytes) {
  if (rest_.empty() || rest_.front() != version) {
    fail();
  } else {
    rest_.remove_prefix(1);
  }
}

void Decoder::fail() {
  ok_ = false;
  rest_ = {};
}

std::int64_t Decoder::integer() {
  std::uint64_t bits = 0;
  for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    if (shift == 63 && byte > 1) break;
    bits |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return static_cast<std::int64_t>(bits >> 1) ^ -static_cast<std::int64_t>(bits & 1);
  }
  fail();
  return 0;
}

bool Decoder::boolean() {
  const std::int64_t value = integer();
  if (value != 0 && value != 1) fail();
  return value == 1;
}

std::string Decoder::text() {
  const std::int64_t size = integer();
  if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) {
    fail();
    return {};
  }
  std::string value(rest_.substr(0, static_cast<std::size_t>(size)));
  rest_.remove_prefix(static_cast<std::size_t>(size));
  return value;
}

std::optional<std::string> Decoder::optional_text() {
  if (!boolean()) return std::nullopt;
  return text();
}

std::size_t Decoder::count() {
  const std::int64_t value = integer();
  if (value < 0 || static_cast<std::uint64_t>(value) > rest_.size()) {
    fail();
    return 0;
  }
  return static_cast<std::size_t>(value);
}

}  // namespace slipher::store
