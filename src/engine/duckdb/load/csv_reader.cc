#include <cstring>

#include "engine/duckdb/load/byte_scan.h"
#include "engine/duckdb/load/delimiter.h"
#include "engine/duckdb/load/line_cutter.h"
#include "engine/duckdb/load/record.h"

namespace slipher::engine {
namespace {

/// CSV: fields may be quoted, a quote inside is doubled, quoted fields may hold line breaks.
class CsvReader final : public RecordReader {
 public:
  CsvReader(const RecordFormat& format, char newline)
      : delimiter_(format.delimiter),
        quote_(format.quote),
        newline_(newline),
        null_text_(format.null_text),
        search_(delimiter_.first(), newline, format.quote) {}

  std::size_t whole_records(std::string_view buffer) const override {
    // A line break ends a record when an even number of quotes stands before it.
    std::size_t size = whole_lines(buffer, newline_);
    std::size_t quotes = count_byte(buffer.substr(0, size), quote_);
    while (size > 0 && quotes % 2 == 1) {
      const std::size_t before = whole_lines(buffer.substr(0, size - 1), newline_);
      quotes -= count_byte(buffer.substr(before, size - before), quote_);
      size = before;
    }
    return size;
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
    texts_.clear();
    bool more = true;
    while (more && record.error == LoadErrorCode::kNone) more = field(record);
    if (record.error != LoadErrorCode::kNone) skip_line();
    const char* last = at_;
    if (last != first && last[-1] == newline_) --last;
    record.raw = {first, static_cast<std::size_t>(last - first)};
    return true;
  }

 private:
  /// Reads one field; false when it was the record's last.
  bool field(Record& record) {
    const char* start = at_;
    while (start != end_ && *start == ' ' && delimiter_.first() != ' ') ++start;
    if (start != end_ && *start == quote_) {
      at_ = start + 1;
      return quoted(record);
    }
    const char* stop = search_.find(at_, end_);
    while (stop != end_ && *stop == delimiter_.first() && !delimiter_.is_at(stop, end_))
      stop = search_.find(stop + 1, end_);
    if (stop != end_ && *stop == quote_) return fail(record, "Invalid quote formatting for CSV");
    const bool last = stop == end_ || *stop == newline_;
    const char* field_end = stop;
    if (last && newline_ == '\n' && field_end != at_ && field_end[-1] == '\r') --field_end;
    push(record, {at_, static_cast<std::size_t>(field_end - at_)}, false);
    at_ = stop == end_ ? end_ : stop + (last ? 1 : delimiter_.size());
    return !last;
  }

  /// Behind the opening quote.
  bool quoted(Record& record) {
    const char* const first = at_;
    std::size_t doubled = 0;
    while (true) {
      const auto* close = static_cast<const char*>(std::memchr(at_, quote_, static_cast<std::size_t>(end_ - at_)));
      if (!close) return fail(record, "Invalid quote formatting for CSV. Closing quote is missing");
      at_ = close + 1;
      if (at_ == end_ || *at_ != quote_) break;
      ++doubled;
      ++at_;
    }
    const std::string_view body(first, static_cast<std::size_t>(at_ - 1 - first));
    if (doubled == 0) {
      push(record, body, false);
    } else {
      push(record, undouble(body), true);
    }
    while (at_ != end_ && *at_ == ' ' && delimiter_.first() != ' ') ++at_;
    if (at_ != end_ && *at_ == '\r' && newline_ == '\n' && (at_ + 1 == end_ || at_[1] == '\n')) ++at_;
    if (at_ == end_) return false;
    const bool last = *at_ == newline_;
    if (!last && !delimiter_.is_at(at_, end_)) return fail(record, "Invalid quote formatting for CSV");
    at_ += last ? 1 : delimiter_.size();
    return !last;
  }

  std::string_view undouble(std::string_view body) {
    std::string& out = texts_.take();
    for (std::size_t i = 0; i < body.size(); ++i) {
      out += body[i];
      if (body[i] == quote_) ++i;
    }
    return out;
  }

  void push(Record& record, std::string_view text, bool transient) {
    push_field(record, {.text = text, .is_null = text == null_text_, .transient = transient});
  }

  bool fail(Record& record, const char* reason) {
    record.error = LoadErrorCode::kInvalidLine;
    record.reason = reason;
    return false;
  }

  void skip_line() {
    const auto* stop = static_cast<const char*>(std::memchr(at_, newline_, static_cast<std::size_t>(end_ - at_)));
    at_ = stop ? stop + 1 : end_;
  }

  Delimiter delimiter_;
  char quote_;
  char newline_;
  std::string null_text_;
  ThreeByteSearch search_;
  FieldTexts texts_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
};

}  // namespace

std::unique_ptr<RecordReader> make_csv_reader(const RecordFormat& format, char newline) {
  return std::make_unique<CsvReader>(format, newline);
}

}  // namespace slipher::engine
