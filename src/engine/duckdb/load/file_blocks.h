#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "duckdb.hpp"
#include "duckdb/common/types/vector_buffer.hpp"
#include "engine/duckdb/load/byte_source.h"
#include "engine/duckdb/load/load_plan.h"

namespace slipher::engine {

/// Bytes that texts in vectors point to; shared with them.
class BlockMemory final : public ::duckdb::VectorBuffer {
 public:
  explicit BlockMemory(std::size_t size)
      : ::duckdb::VectorBuffer(::duckdb::VectorBufferType::OPAQUE_BUFFER), bytes_(new char[size]) {}
  char* data() { return bytes_.get(); }

 private:
  std::unique_ptr<char[]> bytes_;
};

/// Whole records of one file.
struct Block {
  std::shared_ptr<const AvroHeader> avro;  // of Avro files
  ::duckdb::buffer_ptr<BlockMemory> memory;
  std::string_view text;
  char newline = '\n';
  std::int64_t first_line = 1;
  std::size_t file = 0;        // index into LoadPlan::files
  std::uint64_t sequence = 0;  // order of all blocks of a load
  bool oversized = false;      // holds the start of a record that is too long
};

/// Reads one file in blocks of whole records. Used by one thread at a time; keeps LoadPlan::progress of its file.
/// Throws what DuckDB's file systems throw.
class BlockSource {
 public:
  virtual ~BlockSource() = default;
  /// False at the end of the file.
  virtual bool next(Block& block) = 0;
};

/// The bytes of a file of the plan, decompressed. Failures name the file.
SourcePointer open_source(::duckdb::ClientContext& context, LoadPlan& plan, std::size_t file);

/// Says which file it is that is bad, as an exception of DuckDB's.
[[noreturn]] void throw_bad_file(const LoadPlan& plan, std::size_t file, const BadFile& bad);

std::unique_ptr<BlockSource> open_blocks(::duckdb::ClientContext& context, LoadPlan& plan, std::size_t file);

}  // namespace slipher::engine
