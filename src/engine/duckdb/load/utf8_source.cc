#include <algorithm>
#include <cstring>
#include <string>

#include "base/utf8.h"
#include "engine/duckdb/load/byte_source.h"
#include "engine/duckdb/load/utf8.h"

namespace slipher::engine {
namespace {

using sql::TextEncoding;

constexpr std::size_t kRawBytes = 256 * 1024;

/// UTF-16 of either byte order, or ISO 8859-1, as UTF-8.
class Utf8Source final : public ByteSource {
 public:
  Utf8Source(SourcePointer encoded, TextEncoding encoding) : encoded_(std::move(encoded)), encoding_(encoding) {}

  std::size_t read(char* out, std::size_t size) override {
    if (!begun_) begin();
    while (at_ == decoded_.size() && !ended_) decode();
    const std::size_t count = std::min(size, decoded_.size() - at_);
    std::memcpy(out, decoded_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  /// The byte order mark.
  void begin() {
    begun_ = true;
    big_endian_ = encoding_ == TextEncoding::kUtf16BigEndian;
    if (encoding_ == TextEncoding::kIso88591) return;
    raw_.resize(2);
    raw_.resize(read_fully(*encoded_, raw_.data(), 2));
    const bool big_mark = raw_ == "\xFE\xFF";
    const bool little_mark = raw_ == "\xFF\xFE";
    if (encoding_ == TextEncoding::kUtf16) {
      if (!big_mark && !little_mark && !raw_.empty())
        throw BadFile("has no byte order mark, which ENCODING UTF16 needs");
      big_endian_ = big_mark;
    }
    if (big_mark || little_mark) raw_.clear();
  }

  void decode() {
    decoded_.clear();
    at_ = 0;
    const std::size_t before = raw_.size();
    raw_.resize(before + kRawBytes);
    const std::size_t count = encoded_->read(raw_.data() + before, kRawBytes);
    raw_.resize(before + count);
    ended_ = count == 0;
    if (encoding_ != TextEncoding::kIso88591) {
      raw_.erase(0, append_utf16(raw_, big_endian_, ended_, decoded_));
      return;
    }
    for (const char c : raw_) append_utf8(decoded_, static_cast<unsigned char>(c));
    raw_.clear();
  }

  SourcePointer encoded_;
  TextEncoding encoding_;
  bool big_endian_ = false;
  bool begun_ = false;
  bool ended_ = false;
  std::string raw_;      // bytes that wait for their other half
  std::string decoded_;  // what read() hands out from at_ on
  std::size_t at_ = 0;
};

}  // namespace

SourcePointer utf8_source(SourcePointer encoded, TextEncoding encoding) {
  return std::make_unique<Utf8Source>(std::move(encoded), encoding);
}

}  // namespace slipher::engine
