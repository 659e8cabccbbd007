#include <vector>
#include <zlib.h>

#include "engine/duckdb/load/byte_source.h"

namespace slipher::engine {
namespace {

/// Decompresses gzip, several members behind each other included. DuckDB's own takes a file that was cut off for whole.
class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(SourcePointer compressed) : compressed_(std::move(compressed)), input_(256 * 1024) {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw BadFile("cannot be decompressed: out of memory");
  }
  ~GzipSource() override { inflateEnd(&stream_); }

  std::size_t read(char* out, std::size_t size) override {
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size && !is_over_) {
      if (stream_.avail_in == 0 && !refill()) break;
      if (!in_member_ && !begin_member()) break;
      const int state = inflate(&stream_, Z_NO_FLUSH);
      if (state == Z_STREAM_END)
        in_member_ = false;
      else if (state != Z_OK && state != Z_BUF_ERROR)
        throw BadFile("is not a gzip file, or is damaged");
    }
    return size - stream_.avail_out;
  }

 private:
  static constexpr int kGzipOnly = 15 + 16;  // the largest window, as zlib.h says it
  static constexpr Bytef kMagic = 0x1f;

  bool refill() {
    const std::size_t count = compressed_->read(input_.data(), input_.size());
    if (count == 0 && in_member_) throw BadFile("ends within its gzip data");
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(count);
    return count > 0;
  }
  /// What follows the last member and is none, zeros for instance, is left out, as gunzip does.
  bool begin_member() {
    if (had_member_ && *stream_.next_in != kMagic) is_over_ = true;
    if (is_over_) return false;
    if (had_member_) inflateReset(&stream_);
    in_member_ = had_member_ = true;
    return true;
  }

  SourcePointer compressed_;
  std::vector<char> input_;
  z_stream stream_{};
  bool in_member_ = false;
  bool had_member_ = false;
  bool is_over_ = false;
};

}  // namespace

SourcePointer gzip_source(SourcePointer compressed) { return std::make_unique<GzipSource>(std::move(compressed)); }

}  // namespace slipher::engine
