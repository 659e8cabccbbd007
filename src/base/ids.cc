#include "base/ids.h"

#include <sys/random.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace slipher {

void random_bytes(void* out, std::size_t size) {
  auto* bytes = static_cast<unsigned char*>(out);
  while (size > 0) {
    const auto got = ::getrandom(bytes, size, 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      std::perror("getrandom");
      std::abort();
    }
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
}

std::string random_text(std::size_t count, std::string_view alphabet) {
  const unsigned limit = 256 - 256 % alphabet.size();  // larger bytes would favour the first characters
  std::string text;
  while (text.size() < count) {
    unsigned char byte = 0;
    random_bytes(&byte, 1);
    if (byte < limit) text += alphabet[byte % alphabet.size()];
  }
  return text;
}

static std::string format_uuid(const std::array<unsigned char, 16>& bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

static void stamp_version_4(std::array<unsigned char, 16>& bytes) {
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
}

std::string RandomIds::uuid() {
  std::array<unsigned char, 16> bytes{};
  random_bytes(bytes.data(), bytes.size());
  stamp_version_4(bytes);
  return format_uuid(bytes);
}

std::string SequentialIds::uuid() {
  std::array<unsigned char, 16> bytes{};
  auto number = next_++;
  for (std::size_t i = 16; i-- > 8; number >>= 8) bytes[i] = static_cast<unsigned char>(number & 0xff);
  stamp_version_4(bytes);
  return format_uuid(bytes);
}

}  // namespace slipher
