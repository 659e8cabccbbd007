#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <zlib.h>

#include "engine/duckdb/load/byte_source.h"
#include "engine/duckdb/load/lzo_decoder.h"

namespace slipher::engine {
namespace {

constexpr std::string_view kMagic("\x89LZO\0\r\n\x1a\n", 9);
/// lzop writes blocks of 256 KB and reads up to 64 MB.
constexpr std::uint32_t kMaxBlockBytes = 64 * 1024 * 1024;

/// Flags of an lzop header.
enum : std::uint32_t {
  kAdlerOfData = 0x1,
  kAdlerOfCompressed = 0x2,
  kExtraField = 0x40,
  kCrcOfData = 0x100,
  kCrcOfCompressed = 0x200,
  kFilter = 0x800
};

/// Decompresses the container format of the program lzop.
class LzopSource final : public ByteSource {
 public:
  explicit LzopSource(SourcePointer compressed) : compressed_(std::move(compressed)) {}

  std::size_t read(char* out, std::size_t size) override {
    while (at_ == block_.size())
      if (!next_block()) return 0;
    const std::size_t count = std::min(size, block_.size() - at_);
    std::memcpy(out, block_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  [[noreturn]] static void damaged() { throw BadFile("is not an lzop file, or is damaged"); }

  std::uint32_t number(int bytes) {
    unsigned char raw[4];
    if (read_fully(*compressed_, reinterpret_cast<char*>(raw), static_cast<std::size_t>(bytes)) !=
        static_cast<std::size_t>(bytes))
      damaged();
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) value = value << 8 | raw[i];
    return value;
  }
  void skip(std::size_t bytes) {
    for (; bytes > 0; --bytes) number(1);
  }

  /// False at the end of the file.
  bool header() {
    char magic[9];
    const std::size_t count = read_fully(*compressed_, magic, sizeof magic);
    if (count == 0) return false;
    if (std::string_view(magic, count) != kMagic) damaged();
    const auto version = number(2);
    number(2);                           // of the library
    if (version >= 0x0940) number(2);    // needed to extract
    if (number(1) - 1U > 2U) damaged();  // LZO1X-1, LZO1X-1(15), LZO1X-999
    if (version >= 0x0940) number(1);    // level
    flags_ = number(4);
    if (flags_ & kFilter) throw BadFile("was compressed with a filter of lzop, which is not supported");
    skip(8);                         // mode, time
    if (version >= 0x0940) skip(4);  // high half of the time
    skip(number(1));                 // name
    skip(4);                         // checksum
    if (flags_ & kExtraField) skip(number(4) % kMaxBlockBytes + 4);
    return open_ = true;
  }

  bool next_block() {
    if (!open_ && !header()) return false;
    at_ = 0;
    block_.clear();
    const auto size = number(4);
    if (size == 0) {  // another file may follow
      open_ = false;
      return true;
    }
    const auto packed_size = number(4);
    if (size > kMaxBlockBytes || packed_size > size) damaged();
    const auto adler = flags_ & kAdlerOfData ? number(4) : 0;
    const auto crc = flags_ & kCrcOfData ? number(4) : 0;
    if (packed_size < size) skip((flags_ & kAdlerOfCompressed ? 4U : 0U) + (flags_ & kCrcOfCompressed ? 4U : 0U));
    packed_.resize(packed_size);
    if (read_fully(*compressed_, packed_.data(), packed_size) != packed_size) damaged();
    if (packed_size == size) {
      block_.swap(packed_);
    } else {
      block_.resize(size);
      if (!decode_lzo1x(packed_, block_.data(), size)) damaged();
    }
    const auto* bytes = reinterpret_cast<const Bytef*>(block_.data());
    if (flags_ & kAdlerOfData && adler32(1, bytes, size) != adler) damaged();
    if (flags_ & kCrcOfData && crc32(0, bytes, size) != crc) damaged();
    return true;
  }

  SourcePointer compressed_;
  std::uint32_t flags_ = 0;
  bool open_ = false;
  std::string packed_;
  std::string block_;
  std::size_t at_ = 0;
};

}  // namespace

std::size_t read_fully(ByteSource& source, char* out, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size) {
    const std::size_t count = source.read(out + filled, size - filled);
    if (count == 0) break;
    filled += count;
  }
  return filled;
}

SourcePointer lzop_source(SourcePointer compressed) { return std::make_unique<LzopSource>(std::move(compressed)); }

}  // namespace slipher::engine
