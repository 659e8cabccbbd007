#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "statements/file_error.h"

namespace slipher::statements {

// A result file: its first bytes name the format; then the pages as they go out, one behind the other; then one
// PageEntry for each; then a FileTrailer of fixed size, which finds the entries. All numbers are little endian.

/// Where a page lies.
struct PageEntry {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  std::uint64_t rows = 0;
  std::uint64_t checksum = 0;
};

struct FileTrailer {
  std::uint64_t index_offset = 0;
  std::uint64_t page_count = 0;
  std::uint64_t rows = 0;
  std::uint64_t index_checksum = 0;
  char magic[16] = {};
};

/// Writes one result file; a file that was not finished is removed.
class ResultFileWriter {
 public:
  /// Makes the file, replacing one of the same name, and its directory.
  static Result<std::unique_ptr<ResultFileWriter>> create(const std::string& path);
  ~ResultFileWriter();

  Result<void> add_page(std::string_view bytes, std::uint64_t rows);
  /// Writes the index and makes file and directory entry durable.
  Result<void> finish();
  std::uint64_t page_count() const { return index_.size(); }

 private:
  ResultFileWriter(std::string path, FileDescriptor file);
  Result<void> write(std::string_view bytes);

  std::string path_;
  FileDescriptor file_;
  std::vector<PageEntry> index_;
  std::uint64_t offset_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t written_back_ = 0;
  bool finished_ = false;
};

/// An open result file. Safe to read from any thread.
class ResultFile {
 public:
  /// Fails with kInternal, naming the file, when it is missing, cut off or damaged.
  static Result<std::shared_ptr<const ResultFile>> open(const std::string& path);

  std::uint64_t page_count() const { return index_.size(); }
  /// One read of exactly the page; its checksum is compared.
  Result<std::string> read_page(std::uint64_t page) const;

 private:
  ResultFile(std::string path, FileDescriptor file) : path_(std::move(path)), file_(std::move(file)) {}
  Result<void> load_index();
  Error damaged(std::string_view what) const;

  std::string path_;
  FileDescriptor file_;
  std::vector<PageEntry> index_;
};

}  // namespace slipher::statements
