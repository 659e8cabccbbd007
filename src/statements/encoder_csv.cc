#include <cmath>
#include <cstring>
#include <string>

#include "statements/byte_buffer.h"
#include "statements/cell_writer.h"
#include "statements/encoder.h"
#include "statements/page_limits.h"
#include "statements/text_escape.h"

namespace slipher::statements {
namespace {

constexpr std::string_view kChunkStart = "{\"CSVRecords\":\"";
constexpr std::string_view kChunkEnd = "\"}";
constexpr std::string_view kRowEnd = "\\r\\n";  // CR LF inside a JSON string

char* put(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

template <class Real>
char* write_real_text(char* out, Real value, char* (*write)(char*, Real)) {
  if (std::isnan(value)) return put(out, "NaN");
  if (std::isinf(value)) return put(out, value > 0 ? "Infinity" : "-Infinity");
  return write(out, value);
}

class CsvEncoder final : public Encoder {
 public:
  CsvEncoder(const std::vector<engine::Column>& columns, const Limits& limits, PageSink& sink)
      : columns_(columns),
        forms_(columns.size()),
        guard_(limits),
        chunk_bytes_(limits.page_bytes),
        chunks_per_page_(limits.csv_chunks_per_page),
        sink_(sink) {
    open_chunk();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) page_.append(',');
      append_csv_field(page_, columns_[c].name);
    }
    page_.append(kRowEnd);
  }

  Result<void> add(const engine::Chunk& chunk) override {
    for (std::size_t c = 0; c < columns_.size(); ++c) forms_[c] = cell_form(columns_[c], chunk.columns[c].layout);
    for (std::size_t row = 0; row < chunk.rows; ++row) {
      const auto row_start = page_.size();
      for (std::size_t c = 0; c < columns_.size(); ++c) add_cell(chunk.columns[c], c, row);
      page_.append(kRowEnd);
      if (!guard_.add_row(page_.size() - row_start)) return guard_.error();
      if (page_.size() - chunk_start_ > chunk_bytes_ && row_start > chunk_start_) {
        if (auto moved = start_chunk_at(row_start); !moved) return moved;
      }
      ++rows_;
    }
    return {};
  }

  Result<void> finish() override { return seal(); }

 private:
  void open_chunk() {
    if (chunks_ > 0) page_.append(',');
    ++chunks_;
    page_.append(kChunkStart);
    chunk_start_ = page_.size();
  }

  /// Closes the chunk in front of the row that did not fit and opens the next one with it.
  Result<void> start_chunk_at(std::size_t row_start) {
    const std::string row(page_.view_from(row_start));
    page_.truncate(row_start);
    if (chunks_ == chunks_per_page_) {
      if (auto sealed = seal(); !sealed) return sealed;
    } else {
      page_.append(kChunkEnd);
    }
    open_chunk();
    page_.append(row);
    return {};
  }

  Result<void> seal() {
    page_.append(kChunkEnd);
    auto written = sink_.write_page(page_, rows_);
    chunks_ = 0;
    rows_ = 0;
    return written;
  }

  void add_cell(const engine::Cells& cells, std::size_t c, std::size_t row) {
    char* out = page_.reserve(kCellBytes + 1);
    if (c > 0) *out++ = ',';
    if (!cells.is_null(row)) {
      switch (forms_[c]) {
        case CellForm::kBool:
          out = put(out, cells.at<std::uint8_t>(row) ? "true" : "false");
          break;
        case CellForm::kFloat32:
          out = write_real_text(out, cells.at<float>(row), write_float);
          break;
        case CellForm::kFloat64:
          out = write_real_text(out, cells.at<double>(row), write_double);
          break;
        case CellForm::kText:
          page_.advance_to(out);
          append_csv_field(page_, cells.at<std::string_view>(row));
          return;
        default:
          out = write_cell(out, forms_[c], columns_[c], cells, row);
      }
    }
    page_.advance_to(out);
  }

  std::vector<engine::Column> columns_;
  std::vector<CellForm> forms_;
  SizeGuard guard_;
  std::size_t chunk_bytes_;
  std::size_t chunks_per_page_;
  PageSink& sink_;
  ByteBuffer page_;
  std::size_t chunk_start_ = 0;  // of the text inside the open chunk
  std::size_t chunks_ = 0;       // in page_, with the open one
  std::uint64_t rows_ = 0;       // in page_
};

}  // namespace

std::unique_ptr<Encoder> make_csv_encoder(const std::vector<engine::Column>& columns, const Limits& limits,
                                          PageSink& sink) {
  return std::make_unique<CsvEncoder>(columns, limits, sink);
}

}  // namespace slipher::statements
