#include "engine/duckdb/load/byte_scan.h"
#include "engine/duckdb/load/delimiter.h"
#include "engine/duckdb/load/line_cutter.h"
#include "engine/duckdb/load/record.h"

namespace slipher::engine {
namespace {

/// Plain delimited text: no quotes, no escapes. Hot: COPY's default format. `kLong`: the delimiter has several bytes.
template <bool kLong>
class PlainReader final : public RecordReader {
 public:
  PlainReader(const RecordFormat& format, char newline)
      : delimiter_(format.delimiter),
        newline_(newline),
        null_text_(format.null_text),
        search_(delimiter_.first(), newline, newline) {}

  std::size_t whole_records(std::string_view buffer) const override { return whole_lines(buffer, newline_); }

  void start(std::string_view block) override {
    at_ = block.data();
    end_ = block.data() + block.size();
  }

  bool next(Record& record) override {
    if (at_ == end_) return false;
    const char* const first = at_;
    record.fields.clear();
    record.error = LoadErrorCode::kNone;
    while (true) {
      const char* stop = search_.find(at_, end_);
      if constexpr (kLong)
        while (stop != end_ && *stop != newline_ && !delimiter_.is_at(stop, end_)) stop = search_.find(stop + 1, end_);
      const bool last = stop == end_ || *stop == newline_;
      const char* field_end = stop;
      if (last && newline_ == '\n' && field_end != at_ && field_end[-1] == '\r') --field_end;
      const std::string_view text(at_, static_cast<std::size_t>(field_end - at_));
      push_field(record, {.text = text, .is_null = text == null_text_});
      at_ = stop == end_ ? end_ : stop + 1;
      if constexpr (kLong) at_ += last ? 0 : delimiter_.size() - 1;
      if (!last) continue;
      record.raw = {first, static_cast<std::size_t>(field_end - first)};
      return true;
    }
  }

 private:
  Delimiter delimiter_;
  char newline_;
  std::string null_text_;
  ThreeByteSearch search_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
};

/// Delimited text with ESCAPE or REMOVEQUOTES.
class EscapedReader final : public RecordReader {
 public:
  EscapedReader(const RecordFormat& format, char newline)
      : delimiter_(format.delimiter),
        newline_(newline),
        escape_(format.escape),
        remove_quotes_(format.remove_quotes),
        null_text_(format.null_text) {}

  std::size_t whole_records(std::string_view buffer) const override {
    for (auto size = whole_lines(buffer, newline_); size > 0; size = whole_lines(buffer.substr(0, size - 1), newline_))
      if (!escape_ || !is_escaped(buffer, size - 1)) return size;
    return 0;
  }

  void start(std::string_view block) override {
    at_ = block.data();
    end_ = block.data() + block.size();
  }

  bool next(Record& record) override {
    if (at_ == end_) return false;
    const char* const first = at_;
    record.fields.clear();
    record.error = LoadErrorCode::kNone;
    scratch_.clear();
    // Fields are views into the scratch memory, which must not move: unescaped text is never longer than the record.
    scratch_.reserve(record_bytes());
    while (!field(record)) {
    }
    const char* last = at_;
    if (last != first && last[-1] == newline_) --last;
    if (newline_ == '\n' && last != first && last[-1] == '\r') --last;
    record.raw = {first, static_cast<std::size_t>(last - first)};
    return true;
  }

 private:
  /// Whether an odd number of backslashes stands before `at`.
  static bool is_escaped(std::string_view text, std::size_t at) {
    std::size_t backslashes = 0;
    if (at > 0 && text[at - 1] == '\r') --at;  // \ before \r\n escapes both
    while (backslashes < at && text[at - 1 - backslashes] == '\\') ++backslashes;
    return backslashes % 2 == 1;
  }

  std::size_t record_bytes() const {
    for (const char* at = at_; at != end_; ++at) {
      if (escape_ && *at == '\\' && at + 1 != end_) {
        at += at[1] == '\r' && at + 2 != end_ && at[2] == '\n' ? 2 : 1;
      } else if (*at == newline_) {
        return static_cast<std::size_t>(at - at_);
      }
    }
    return static_cast<std::size_t>(end_ - at_);
  }

  /// Reads one field; true when it ends the record.
  bool field(Record& record) {
    const char* const first = at_;
    const std::size_t from = scratch_.size();
    const char quote = remove_quotes_ && at_ != end_ && (*at_ == '"' || *at_ == '\'') ? *at_++ : '\0';
    bool open = quote != '\0';
    while (at_ != end_) {
      const char c = *at_;
      if (escape_ && c == '\\' && at_ + 1 != end_) {
        const bool pair = at_[1] == '\r' && at_ + 2 != end_ && at_[2] == '\n';
        scratch_.append(at_ + 1, pair ? 2 : 1);
        at_ += pair ? 3 : 2;
        continue;
      }
      if (c == newline_ || (!open && delimiter_.is_at(at_, end_))) break;
      if (open && c == quote && closes(at_ + 1)) {
        open = false;
        ++at_;
        continue;
      }
      scratch_ += c;
      ++at_;
    }
    const char* raw_end = at_;
    const bool ends_record = at_ == end_ || *at_ == newline_;
    if (at_ != end_) at_ += ends_record ? 1 : delimiter_.size();
    if (ends_record && newline_ == '\n' && raw_end != first && raw_end[-1] == '\r' && scratch_.size() > from &&
        scratch_.back() == '\r') {
      scratch_.pop_back();
      --raw_end;
    }
    if (open) {
      record.error = LoadErrorCode::kInvalidLine;
      record.reason = "Quotation mark is not closed";
    }
    const std::string_view raw(first, static_cast<std::size_t>(raw_end - first));
    push_field(record,
               {.text = std::string_view(scratch_).substr(from), .is_null = raw == null_text_, .transient = true});
    return ends_record;
  }

  /// Whether a field may end at `at`.
  bool closes(const char* at) const {
    if (at != end_ && *at == '\r' && newline_ == '\n') ++at;
    return at == end_ || *at == newline_ || delimiter_.is_at(at, end_);
  }

  Delimiter delimiter_;
  char newline_;
  bool escape_;
  bool remove_quotes_;
  std::string null_text_;
  std::string scratch_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
};

}  // namespace

std::unique_ptr<RecordReader> make_delimited_reader(const RecordFormat& format, char newline) {
  if (format.escape || format.remove_quotes) return std::make_unique<EscapedReader>(format, newline);
  if (format.delimiter.size() > 1) return std::make_unique<PlainReader<true>>(format, newline);
  return std::make_unique<PlainReader<false>>(format, newline);
}

}  // namespace slipher::engine
