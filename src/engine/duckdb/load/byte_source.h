#pragma once
#include <cstddef>
#include <memory>
#include <stdexcept>

#include "sql/file_options.h"

namespace slipher::engine {

/// A file that is not what COPY's options say; the text has no file name.
class BadFile : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Bytes of a file from its start to its end. Sources stack: decompression on the file, decoding on that. Used by one
/// thread at a time; throws BadFile.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// At most `size` bytes; 0 = the end.
  virtual std::size_t read(char* out, std::size_t size) = 0;
};
using SourcePointer = std::unique_ptr<ByteSource>;

/// Reads until `size` bytes are there or the source ends; how many there are.
std::size_t read_fully(ByteSource& source, char* out, std::size_t size);

SourcePointer bzip2_source(SourcePointer compressed);
SourcePointer gzip_source(SourcePointer compressed);
SourcePointer zstd_source(SourcePointer compressed);
SourcePointer lzop_source(SourcePointer compressed);
/// Text in `encoding`, which is not UTF-8, as UTF-8.
SourcePointer utf8_source(SourcePointer encoded, sql::TextEncoding encoding);

}  // namespace slipher::engine
