#include "engine/duckdb/load/lzo_decoder.h"

#include <cstring>

namespace slipher::engine {
namespace {

/// The instructions of LZO1X (the Linux kernel's "LZO stream format" describes them): literals, and matches of several
/// distances. `literals_`, 0 to 4, is how many literals the last instruction copied (4 = four or more) and decides what
/// small opcodes mean.
class Lzo1xDecoder {
 public:
  Lzo1xDecoder(std::string_view in, char* out, std::size_t size)
      : in_(reinterpret_cast<const unsigned char*>(in.data())),
        in_end_(in_ + in.size()),
        begin_(out),
        out_(out),
        out_end_(out + size) {}

  bool run() {
    if (in_ == in_end_) return false;
    if (*in_ > 17) {
      const std::size_t count = *in_++ - 17U;
      if (!copy_literals(count)) return false;
      literals_ = count < 4 ? static_cast<int>(count) : 4;
    }
    while (!ended_)
      if (!instruction()) return false;
    return in_ == in_end_ && out_ == out_end_;
  }

 private:
  bool instruction() {
    if (in_ == in_end_) return false;
    const unsigned code = *in_++;
    if (code >= 64) {
      if (in_ == in_end_) return false;
      const std::size_t length = code >= 128 ? 5 + ((code >> 5) & 3) : 3 + ((code >> 5) & 1);
      const std::size_t distance = (std::size_t{*in_++} << 3) + ((code >> 2) & 7) + 1;
      return copy_match(distance, length) && trailing_literals(code & 3);
    }
    if (code >= 16) return far_match(code);
    if (literals_ == 0) {
      std::size_t length = code;
      if (length == 0 && !extended(15, length)) return false;
      literals_ = 4;
      return copy_literals(length + 3);
    }
    if (in_ == in_end_) return false;
    const bool long_run = literals_ == 4;
    const std::size_t distance = (std::size_t{*in_++} << 2) + ((code >> 2) & 3) + (long_run ? 2049 : 1);
    return copy_match(distance, long_run ? 3 : 2) && trailing_literals(code & 3);
  }

  /// Matches with a distance of two bytes; one of them with distance 16384 ends the stream.
  bool far_match(unsigned code) {
    const bool within_16k = code >= 32;
    const unsigned mask = within_16k ? 31 : 7;
    std::size_t length = code & mask;
    if (length == 0 && !extended(mask, length)) return false;
    if (in_end_ - in_ < 2) return false;
    const unsigned word = in_[0] | (static_cast<unsigned>(in_[1]) << 8);
    in_ += 2;
    std::size_t distance = (word >> 2) + 1;
    if (!within_16k) {
      distance = 16384 + ((code & 8) ? 16384 : 0) + (word >> 2);
      if (distance == 16384) return ended_ = true;
    }
    return copy_match(distance, length + 2) && trailing_literals(word & 3);
  }

  /// A length that did not fit: 255 for each zero byte, then a last byte.
  bool extended(std::size_t base, std::size_t& length) {
    length = base;
    while (in_ != in_end_ && *in_ == 0) {
      length += 255;
      ++in_;
    }
    if (in_ == in_end_) return false;
    length += *in_++;
    return true;
  }

  bool trailing_literals(unsigned count) {
    literals_ = static_cast<int>(count);
    return copy_literals(count);
  }

  bool copy_literals(std::size_t count) {
    if (count > static_cast<std::size_t>(in_end_ - in_) || count > static_cast<std::size_t>(out_end_ - out_))
      return false;
    std::memcpy(out_, in_, count);
    in_ += count;
    out_ += count;
    return true;
  }

  /// The source may overlap what is written: a short distance repeats a pattern.
  bool copy_match(std::size_t distance, std::size_t length) {
    if (distance > static_cast<std::size_t>(out_ - begin_) || length > static_cast<std::size_t>(out_end_ - out_))
      return false;
    const char* from = out_ - distance;
    for (; length > 0; --length) *out_++ = *from++;
    return true;
  }

  const unsigned char* in_;
  const unsigned char* in_end_;
  char* begin_;
  char* out_;
  char* out_end_;
  int literals_ = 0;
  bool ended_ = false;
};

}  // namespace

bool decode_lzo1x(std::string_view in, char* out, std::size_t size) { return Lzo1xDecoder(in, out, size).run(); }

}  // namespace slipher::engine
