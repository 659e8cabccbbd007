#include "engine/duckdb/load/file_blocks.h"

#include <algorithm>
#include <cstring>

#include "engine/duckdb/load/byte_scan.h"

namespace slipher::engine {
namespace {

constexpr std::size_t kBlockBytes = 4 * 1024 * 1024;
/// What is looked at first; many files are smaller than a block.
constexpr std::size_t kFirstBytes = 64 * 1024;

/// Text files: blocks of about kBlockBytes.
class TextBlocks final : public BlockSource {
 public:
  TextBlocks(::duckdb::ClientContext& context, LoadPlan& plan, std::size_t file)
      : plan_(plan), file_(file), source_(open_source(context, plan, file)) {}
  bool next(Block& block) override;

 private:
  std::size_t fill(char* out, std::size_t size);
  void begin();
  char detect_newline() const;

  LoadPlan& plan_;
  std::size_t file_;
  SourcePointer source_;
  std::unique_ptr<RecordReader> reader_;  // knows where records end
  std::string pending_;                   // read, not handed out
  bool ended_ = false;                    // the source is at its end
  bool begun_ = false;
  char newline_ = '\n';
  std::int64_t line_ = 1;
};

/// Reads until `size` bytes are there or the file ends.
std::size_t TextBlocks::fill(char* out, std::size_t size) {
  if (ended_) return 0;
  const std::size_t filled = read_fully(*source_, out, size);
  ended_ = filled < size;
  plan_.progress[file_].bytes += static_cast<std::int64_t>(filled);
  return filled;
}

char TextBlocks::detect_newline() const {
  if (pending_.find('\n') != std::string::npos) return '\n';
  const auto found = pending_.find('\r');
  // A \r at the end may be half of a pair.
  return found == std::string::npos || (found + 1 == pending_.size() && !ended_) ? '\n' : '\r';
}

/// Byte order mark, line ends, header lines.
void TextBlocks::begin() {
  begun_ = true;
  pending_.resize(kFirstBytes);
  pending_.resize(fill(pending_.data(), kFirstBytes));
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

bool TextBlocks::next(Block& block) {
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
  // A last line without an end counts as well.
  plan_.progress[file_].lines = line_ - (block.text.back() == newline_ ? 1 : 0);
  return true;
}

/// Avro files: a block holds as many container blocks as make it worth a thread's while.
class AvroBlocks final : public BlockSource {
 public:
  AvroBlocks(::duckdb::ClientContext& context, LoadPlan& plan, std::size_t file)
      : plan_(plan), file_(file), container_(open_source(context, plan, file)) {}

  bool next(Block& block) override {
    std::string text;
    std::int64_t total = 0;
    std::int64_t records = 0;
    try {
      while (text.size() < kAvroBytes && container_.next(text, records)) total += records;
    } catch (const BadFile& bad) {
      throw_bad_file(plan_, file_, bad);
    }
    if (text.empty()) return false;
    block.memory = ::duckdb::make_buffer<BlockMemory>(text.size());
    std::memcpy(block.memory->data(), text.data(), text.size());
    block.text = {block.memory->data(), text.size()};
    block.avro = container_.header();
    block.first_line = records_ + 1;
    block.file = file_;
    records_ += total;
    plan_.progress[file_].lines = records_;
    plan_.progress[file_].bytes += static_cast<std::int64_t>(text.size());
    return true;
  }

 private:
  static constexpr std::size_t kAvroBytes = 512 * 1024;

  LoadPlan& plan_;
  std::size_t file_;
  AvroContainer container_;
  std::int64_t records_ = 0;
};

}  // namespace

std::unique_ptr<BlockSource> open_blocks(::duckdb::ClientContext& context, LoadPlan& plan, std::size_t file) {
  if (plan.statement.format != sql::CopyFormat::kAvro) return std::make_unique<TextBlocks>(context, plan, file);
  try {
    return std::make_unique<AvroBlocks>(context, plan, file);
  } catch (const BadFile& bad) {
    throw_bad_file(plan, file, bad);
  }
}

}  // namespace slipher::engine
