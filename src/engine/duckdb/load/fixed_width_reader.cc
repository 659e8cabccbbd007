#include "engine/duckdb/functions/utf8.h"
#include "engine/duckdb/load/line_cutter.h"
#include "engine/duckdb/load/record.h"

namespace slipher::engine {
namespace {

/// FIXEDWIDTH: columns of a given number of characters.
class FixedWidthReader final : public RecordReader {
 public:
  FixedWidthReader(const RecordFormat& format, char newline)
      : widths_(format.widths), null_text_(format.null_text), newline_(newline), lines_(newline) {}

  std::size_t whole_records(std::string_view buffer) const override { return whole_lines(buffer, newline_); }
  void start(std::string_view block) override { lines_.start(block); }

  bool next(Record& record) override {
    std::string_view line;
    if (!lines_.next(line)) return false;
    record.raw = line;
    record.fields.clear();
    record.error = LoadErrorCode::kNone;
    for (const int width : widths_) {
      if (line.empty()) break;
      const auto bytes = functions::offset_of(line, static_cast<std::size_t>(width));
      const auto text = line.substr(0, bytes);
      push_field(record, {.text = text, .is_null = text == null_text_});
      line.remove_prefix(bytes);
    }
    return true;
  }

 private:
  std::vector<int> widths_;
  std::string null_text_;
  char newline_;
  LineCutter lines_;
};

}  // namespace

std::unique_ptr<RecordReader> make_fixed_width_reader(const RecordFormat& format, char newline) {
  return std::make_unique<FixedWidthReader>(format, newline);
}

}  // namespace slipher::engine
