#include <vector>
#include <zstd.h>

#include "engine/duckdb/load/byte_source.h"

namespace slipher::engine {
namespace {

/// Decompresses zstd, several frames behind each other included. DuckDB's own takes a file that was cut off for whole.
class ZstdSource final : public ByteSource {
 public:
  explicit ZstdSource(SourcePointer compressed)
      : compressed_(std::move(compressed)), bytes_(ZSTD_DStreamInSize()), stream_(ZSTD_createDStream()) {
    if (!stream_) throw BadFile("cannot be decompressed: out of memory");
  }
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }

  std::size_t read(char* out, std::size_t size) override {
    ZSTD_outBuffer output{out, size, 0};
    while (output.pos == 0) {
      // What is left of a frame may come out without more bytes.
      if (input_.pos == input_.size && !has_more_ && !refill()) break;
      const std::size_t state = ZSTD_decompressStream(stream_, &output, &input_);
      if (ZSTD_isError(state)) throw BadFile("is not a zstd file, or is damaged");
      in_frame_ = state != 0;
      has_more_ = output.pos == output.size;
    }
    return output.pos;
  }

 private:
  bool refill() {
    const std::size_t count = compressed_->read(bytes_.data(), bytes_.size());
    if (count == 0 && in_frame_) throw BadFile("ends within its zstd data");
    input_ = {bytes_.data(), count, 0};
    return count > 0;
  }

  SourcePointer compressed_;
  std::vector<char> bytes_;
  ZSTD_DStream* stream_;
  ZSTD_inBuffer input_{};
  bool in_frame_ = false;
  bool has_more_ = false;  // the output was full
};

}  // namespace

SourcePointer zstd_source(SourcePointer compressed) { return std::make_unique<ZstdSource>(std::move(compressed)); }

}  // namespace slipher::engine
