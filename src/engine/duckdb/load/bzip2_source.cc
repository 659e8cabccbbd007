#include <bzlib.h>
#include <vector>

#include "engine/duckdb/load/byte_source.h"

namespace slipher::engine {
namespace {

/// Decompresses bzip2, several streams behind each other included (as pbzip2 writes them).
class Bzip2Source final : public ByteSource {
 public:
  explicit Bzip2Source(SourcePointer compressed) : compressed_(std::move(compressed)), input_(256 * 1024) {}
  ~Bzip2Source() override { close(); }

  std::size_t read(char* out, std::size_t size) override {
    stream_.next_out = out;
    stream_.avail_out = static_cast<unsigned>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0 && !refill()) return 0;
      if (!open_) open();
      const int state = BZ2_bzDecompress(&stream_);
      if (state == BZ_STREAM_END) {
        close();
      } else if (state != BZ_OK) {
        throw BadFile("is not a bzip2 file, or is damaged");
      }
    }
    return size - stream_.avail_out;
  }

 private:
  bool refill() {
    const std::size_t count = compressed_->read(input_.data(), input_.size());
    if (count == 0 && open_) throw BadFile("ends within its bzip2 data");
    stream_.next_in = input_.data();
    stream_.avail_in = static_cast<unsigned>(count);
    return count > 0;
  }
  void open() {
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw BadFile("cannot be decompressed: out of memory");
    open_ = true;
  }
  void close() {
    if (open_) BZ2_bzDecompressEnd(&stream_);
    open_ = false;
  }

  SourcePointer compressed_;
  std::vector<char> input_;
  bz_stream stream_{};
  bool open_ = false;
};

}  // namespace

SourcePointer bzip2_source(SourcePointer compressed) { return std::make_unique<Bzip2Source>(std::move(compressed)); }

}  // namespace slipher::engine
