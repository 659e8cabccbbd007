#include "engine/duckdb/load/snappy_decoder.h"

#include <cstdint>

namespace slipher::engine {
namespace {

/// Takes a little-endian number of `bytes` bytes.
bool take(std::string_view& in, std::size_t bytes, std::size_t& value) {
  if (in.size() < bytes) return false;
  value = 0;
  for (std::size_t i = 0; i < bytes; ++i)
    value |= static_cast<std::size_t>(static_cast<unsigned char>(in[i])) << (8 * i);
  in.remove_prefix(bytes);
  return true;
}

/// The length of the decoded block: seven bits a byte.
bool take_length(std::string_view& in, std::size_t& length) {
  length = 0;
  for (int shift = 0; shift < 35; shift += 7) {
    std::size_t byte = 0;
    if (!take(in, 1, byte)) return false;
    length |= (byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool literal(std::string_view& in, unsigned tag, std::string& out) {
  std::size_t length = tag >> 2;
  if (length >= 60 && !take(in, length - 59, length)) return false;
  if (++length > in.size()) return false;
  out += in.substr(0, length);
  in.remove_prefix(length);
  return true;
}

bool copy(std::string_view& in, unsigned tag, std::size_t most, std::string& out) {
  std::size_t length = (tag >> 2) + 1;
  std::size_t offset = 0;
  if ((tag & 3) == 1) {
    length = ((tag >> 2) & 7) + 4;
    if (!take(in, 1, offset)) return false;
    offset |= static_cast<std::size_t>(tag >> 5) << 8;
  } else if (!take(in, (tag & 3) == 2 ? 2 : 4, offset)) {
    return false;
  }
  if (offset == 0 || offset > out.size() || out.size() + length > most) return false;
  // The source may overlap what is written.
  for (std::size_t from = out.size() - offset; length > 0; --length) out += out[from++];
  return true;
}

}  // namespace

bool decode_snappy(std::string_view in, std::size_t most, std::string& out) {
  out.clear();
  std::size_t length = 0;
  if (!take_length(in, length) || length > most) return false;
  // Two bytes of a copy make at most 64: a length that lies is found out before memory is taken for it.
  out.reserve(length < in.size() * 32 + 64 ? length : in.size() * 32 + 64);
  while (!in.empty()) {
    const auto tag = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    if (!((tag & 3) == 0 ? literal(in, tag, out) : copy(in, tag, length, out)) || out.size() > length) return false;
  }
  return out.size() == length;
}

}  // namespace slipher::engine
