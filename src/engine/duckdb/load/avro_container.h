#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/duckdb/load/avro_schema.h"
#include "engine/duckdb/load/byte_source.h"

namespace slipher::engine {

enum class AvroCodec { kNull, kDeflate, kSnappy };

/// What a file's header says.
struct AvroHeader {
  AvroHeader(std::string_view schema_json, AvroCodec codec_in) : schema(schema_json), codec(codec_in) {}
  AvroSchema schema;
  AvroCodec codec;
};

/// An Avro object container file (Apache Avro 1.11, "Object Container Files"): a header, then blocks of records. Throws
/// BadFile.
class AvroContainer {
 public:
  explicit AvroContainer(SourcePointer source);

  const std::shared_ptr<const AvroHeader>& header() const { return header_; }
  /// Appends the next block to `out` as it stands in the file, without its marker, and sets how many records it has.
  /// False at the end.
  bool next(std::string& out, std::int64_t& records);

 private:
  std::string take(std::size_t size);
  std::int64_t take_long(std::string* raw = nullptr);
  std::size_t take_size();
  bool at_end();

  SourcePointer source_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::array<char, 16> marker_{};
  std::shared_ptr<const AvroHeader> header_;
};

/// The records of a block, decompressed. Throws BadFile.
std::string unpack_avro(AvroCodec codec, std::string_view packed);

}  // namespace slipher::engine
