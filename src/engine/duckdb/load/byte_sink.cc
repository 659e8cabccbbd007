#include "engine/duckdb/load/byte_sink.h"

#include <bzlib.h>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/common/file_system.hpp"
#include "sql/file_options.h"

namespace slipher::engine {
namespace {

using ::duckdb::FileFlags;
using sql::Compression;

/// What DuckDB's file system does of a compression by itself.
::duckdb::FileCompressionType engine_compression(Compression compression) {
  if (compression == Compression::kGzip) return ::duckdb::FileCompressionType::GZIP;
  if (compression == Compression::kZstd) return ::duckdb::FileCompressionType::ZSTD;
  return ::duckdb::FileCompressionType::UNCOMPRESSED;
}

class HandleSink final : public ByteSink {
 public:
  explicit HandleSink(::duckdb::unique_ptr<::duckdb::FileHandle> handle) : handle_(std::move(handle)) {}
  void write(std::string_view text) override { handle_->Write(const_cast<char*>(text.data()), text.size()); }
  void close() override { handle_->Close(); }

 private:
  ::duckdb::unique_ptr<::duckdb::FileHandle> handle_;
};

class Bzip2Sink final : public ByteSink {
 public:
  explicit Bzip2Sink(std::unique_ptr<ByteSink> file) : file_(std::move(file)), output_(256 * 1024) {
    if (BZ2_bzCompressInit(&stream_, kBlockSize, 0, 0) != BZ_OK)
      throw ::duckdb::InvalidInputException("cannot compress: out of memory");
  }
  ~Bzip2Sink() override { BZ2_bzCompressEnd(&stream_); }

  void write(std::string_view text) override {
    stream_.next_in = const_cast<char*>(text.data());
    stream_.avail_in = static_cast<unsigned>(text.size());
    while (stream_.avail_in > 0) step(BZ_RUN);
  }
  void close() override {
    while (step(BZ_FINISH) != BZ_STREAM_END) {
    }
    file_->close();
  }

 private:
  static constexpr int kBlockSize = 9;  // of 100 KB, as the program bzip2 takes

  int step(int action) {
    stream_.next_out = output_.data();
    stream_.avail_out = static_cast<unsigned>(output_.size());
    const int state = BZ2_bzCompress(&stream_, action);
    if (state < 0) throw ::duckdb::InternalException("bzip2 failed with %d", state);
    file_->write({output_.data(), output_.size() - stream_.avail_out});
    return state;
  }

  std::unique_ptr<ByteSink> file_;
  std::vector<char> output_;
  bz_stream stream_{};
};

}  // namespace

std::unique_ptr<ByteSink> open_sink(::duckdb::ClientContext& context, const std::string& path, Compression compression,
                                    bool append) {
  const auto how = append ? FileFlags::FILE_FLAGS_APPEND : FileFlags::FILE_FLAGS_FILE_CREATE_NEW;
  std::unique_ptr<ByteSink> sink = std::make_unique<HandleSink>(::duckdb::FileSystem::GetFileSystem(context).OpenFile(
      path, FileFlags::FILE_FLAGS_WRITE | how | engine_compression(compression)));
  if (compression == Compression::kBzip2) sink = std::make_unique<Bzip2Sink>(std::move(sink));
  return sink;
}

}  // namespace slipher::engine
