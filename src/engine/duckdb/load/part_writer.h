#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "duckdb.hpp"
#include "engine/duckdb/load/byte_sink.h"
#include "engine/duckdb/load/row_text.h"
#include "engine/duckdb/load/unload_plan.h"

namespace slipher::engine {

/// The value of a partition column as a part of a key, as Hive writes it: / is %2F.
std::string escape_partition_value(std::string_view value);

/// Text of one folder of a batch of rows.
struct FolderText {
  std::string text;
  std::int64_t rows = 0;
};
using FolderTexts = std::map<std::string, FolderText>;

/// Formats rows, each into the text of its folder ("c=v/", or "" without PARTITION BY). One per thread.
class RowFormatter {
 public:
  explicit RowFormatter(const UnloadPlan& plan);
  void append(::duckdb::DataChunk& chunk, FolderTexts& out);
  std::string header() const { return rows_.header(); }

 private:
  std::string folder(std::size_t row) const;

  const UnloadPlan& plan_;
  std::vector<std::size_t> keys_;  // partition columns
  std::vector<ValueText> key_texts_;
  RowText rows_;
};

/// Writes the parts of one slice: prefix0000_part_00, prefix0000_part_01 ..., in each folder. Used by one thread at a
/// time. Throws what DuckDB's file systems throw.
class PartWriter {
 public:
  PartWriter(::duckdb::ClientContext& context, UnloadPlan& plan);
  void write(const std::string& folder, std::string_view text, std::int64_t rows);
  /// Ends every file. A writer that wrote nothing leaves no file; `at_least_one` leaves one with the header only.
  void finish(bool at_least_one = false);

 private:
  struct Part {
    std::unique_ptr<ByteSink> sink;
    std::string staged;
    std::size_t file = 0;
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
    int number = 0;
    bool started = false;
    std::uint64_t last_used = 0;
  };

  void start(const std::string& folder, Part& part);
  void put(Part& part, std::string_view text);
  void rest(Part& part);
  void end(Part& part);
  void limit_open_files();

  ::duckdb::ClientContext& context_;
  UnloadPlan& plan_;
  std::string header_;
  std::map<std::string, Part> parts_;
  int slice_ = -1;
  std::size_t open_ = 0;
  std::uint64_t clock_ = 0;
};

}  // namespace slipher::engine
