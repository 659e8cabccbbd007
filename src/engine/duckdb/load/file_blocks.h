#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "duckdb.hpp"
#include "duckdb/common/file_system.hpp"
#include "duckdb/common/types/vector_buffer.hpp"
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
  ::duckdb::buffer_ptr<BlockMemory> memory;
  std::string_view text;
  char newline = '\n';
  std::int64_t first_line = 1;
  std::size_t file = 0;        // index into LoadPlan::files
  std::uint64_t sequence = 0;  // order of all blocks of a load
  bool oversized = false;      // holds the start of a record that is too long
};

/// Reads one file, decompressed and as UTF-8, in blocks of about kBlockBytes. Used by one thread at a time. Throws what
/// DuckDB's file systems throw.
class FileBlocks {
 public:
  static constexpr std::size_t kBlockBytes = 4 * 1024 * 1024;

  FileBlocks(::duckdb::ClientContext& context, const LoadPlan& plan, std::size_t file);
  /// False at the end of the file.
  bool next(Block& block);

 private:
  std::size_t fill(char* out, std::size_t size);
  std::size_t read(char* out, std::size_t size);
  void begin();
  char detect_newline() const;

  const LoadPlan& plan_;
  std::size_t file_;
  ::duckdb::unique_ptr<::duckdb::FileHandle> handle_;
  std::unique_ptr<RecordReader> reader_;  // knows where records end
  std::string pending_;                   // read, not handed out
  std::string raw_;                       // UTF-16 bytes that wait for their other half
  std::string decoded_;                   // UTF-8 that did not fit
  bool big_endian_ = false;
  bool ended_ = false;  // the handle is at its end
  bool begun_ = false;
  char newline_ = '\n';
  std::int64_t line_ = 1;
};

}  // namespace slipher::engine
