#include "engine/duckdb/load/file_blocks.h"

#include <algorithm>
#include <cstring>

#include "engine/duckdb/load/byte_scan.h"
#include "engine/duckdb/load/utf8.h"

namespace slipher::engine {
namespace {

using ::duckdb::FileCompressionType;
using ::duckdb::FileFlags;

FileCompressionType compression_of(sql::Compression compression) {
  switch (compression) {
    case sql::Compression::kGzip:
      return FileCompressionType::GZIP;
    case sql::Compression::kZstd:
      return FileCompressionType::ZSTD;
    case sql::Compression::kNone:
      break;
  }
  return FileCompressionType::UNCOMPRESSED;
}

}  // namespace

FileBlocks::FileBlocks(::duckdb::ClientContext& context, const LoadPlan& plan, std::size_t file)
    : plan_(plan),
      file_(file),
      handle_(::duckdb::FileSystem::GetFileSystem(context).OpenFile(
          plan.files[file].path, FileFlags::FILE_FLAGS_READ | compression_of(plan.statement.compression))) {}

/// Bytes of the file as UTF-8; 0 = end.
std::size_t FileBlocks::read(char* out, std::size_t size) {
  if (plan_.statement.encoding == sql::TextEncoding::kUtf8) {
    const auto count = handle_->Read(out, size);
    return static_cast<std::size_t>(std::max<std::int64_t>(count, 0));
  }
  while (decoded_.empty()) {
    const std::size_t before = raw_.size();
    raw_.resize(before + 64 * 1024);
    const auto count = std::max<std::int64_t>(handle_->Read(raw_.data() + before, 64 * 1024), 0);
    raw_.resize(before + static_cast<std::size_t>(count));
    raw_.erase(0, append_utf16(raw_, big_endian_, count == 0, decoded_));
    if (count == 0 && decoded_.empty()) return 0;
  }
  const std::size_t count = std::min(size, decoded_.size());
  std::memcpy(out, decoded_.data(), count);
  decoded_.erase(0, count);
  return count;
}

/// Reads until `size` bytes are there or the file ends.
std::size_t FileBlocks::fill(char* out, std::size_t size) {
  std::size_t filled = 0;
  while (filled < size && !ended_) {
    const std::size_t count = read(out + filled, size - filled);
    ended_ = count == 0;
    filled += count;
  }
  return filled;
}

char FileBlocks::detect_newline() const {
  if (pending_.find('\n') != std::string::npos || pending_.find('\r') == std::string::npos) return '\n';
  return '\r';
}

/// Byte order mark, line ends, header lines.
void FileBlocks::begin() {
  begun_ = true;
  using Encoding = sql::TextEncoding;
  const auto encoding = plan_.statement.encoding;
  if (encoding != Encoding::kUtf8) {
    raw_.resize(2);
    const auto count = std::max<std::int64_t>(handle_->Read(raw_.data(), 2), 0);
    raw_.resize(static_cast<std::size_t>(count));
    const bool big_mark = raw_ == "\xFE\xFF";
    const bool little_mark = raw_ == "\xFF\xFE";
    if (encoding == Encoding::kUtf16 && !big_mark && !little_mark && !raw_.empty())
      throw ::duckdb::InvalidInputException("File '%s' has no byte order mark, which ENCODING UTF16 needs",
                                            plan_.files[file_].uri);
    big_endian_ = encoding == Encoding::kUtf16BigEndian || (encoding == Encoding::kUtf16 && big_mark);
    if (big_mark || little_mark) raw_.clear();
  }
  pending_.resize(kBlockBytes);
  pending_.resize(fill(pending_.data(), kBlockBytes));
  if (pending_.starts_with("\xEF\xBB\xBF")) pending_.erase(0, 3);
  newline_ = detect_newline();
  reader_ = make_record_reader(plan_.format, newline_);
  for (std::int64_t skipped = 0; skipped < plan_.statement.ignore_header; ++skipped) {
    auto end = pending_.find(newline_);
    while (end == std::string::npos && !ended_) {
      pending_.resize(kBlockBytes);  // a header line of any length
      pending_.resize(fill(pending_.data(), kBlockBytes));
      end = pending_.find(newline_);
    }
    pending_.erase(0, end == std::string::npos ? pending_.size() : end + 1);
    ++line_;
  }
}

bool FileBlocks::next(Block& block) {
  if (!begun_) begin();
  std::size_t capacity = std::max(kBlockBytes, pending_.size());
  std::size_t whole = 0;
  std::size_t used = 0;
  while (true) {
    // The pending bytes stay in `pending_` until a whole record is found.
    block.memory = ::duckdb::make_buffer<BlockMemory>(capacity);
    std::memcpy(block.memory->data(), pending_.data(), pending_.size());
    used = pending_.size() + fill(block.memory->data() + pending_.size(), capacity - pending_.size());
    if (used == 0) return false;
    const std::string_view buffer(block.memory->data(), used);
    whole = ended_ ? used : reader_->whole_records(buffer);
    block.oversized = whole == 0 && used > kMaxRecordBytes;
    if (block.oversized) whole = used;
    if (whole > 0) break;
    pending_.assign(buffer);
    capacity *= 2;
  }
  pending_.assign(block.memory->data() + whole, used - whole);
  block.text = {block.memory->data(), whole};
  block.newline = newline_;
  block.first_line = line_;
  block.file = file_;
  line_ += static_cast<std::int64_t>(count_byte(block.text, newline_));
  return true;
}

}  // namespace slipher::engine
