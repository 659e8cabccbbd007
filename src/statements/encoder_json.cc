#include <cmath>
#include <cstring>
#include <string>
#include <utility>

#include "statements/byte_buffer.h"
#include "statements/cell_writer.h"
#include "statements/encoder.h"
#include "statements/page_limits.h"
#include "statements/text_escape.h"

namespace slipher::statements {
namespace {

/// A short literal that is copied with one fixed-size move.
struct Literal {
  static constexpr std::size_t kRoom = 32;
  char text[kRoom] = {};
  std::size_t size = 0;

  explicit constexpr Literal(std::string_view from) : size(from.size()) {
    for (std::size_t i = 0; i < from.size(); ++i) text[i] = from[i];
  }
  char* write(char* out) const {
    std::memcpy(out, text, kRoom);
    return out + size;
  }
};

constexpr Literal kNull("{\"isNull\":true}");
constexpr Literal kTrue("{\"booleanValue\":true}");
constexpr Literal kFalse("{\"booleanValue\":false}");
constexpr Literal kLong("{\"longValue\":");
constexpr Literal kDouble("{\"doubleValue\":");
constexpr Literal kString("{\"stringValue\":\"");

char* write_double_field(char* out, double value) {
  out = kDouble.write(out);
  if (std::isfinite(value)) {
    out = write_double(out, value);
  } else {
    // JSON has no literal for these; the protocol sends strings (Smithy, AWS JSON 1.1, "Float and double").
    const std::string_view text = std::isnan(value) ? "\"NaN\"" : value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    std::memcpy(out, text.data(), text.size());
    out += text.size();
  }
  *out++ = '}';
  return out;
}

class JsonEncoder final : public Encoder {
 public:
  JsonEncoder(const std::vector<engine::Column>& columns, const Limits& limits, PageSink& sink)
      : columns_(columns), forms_(columns.size()), guard_(limits), page_bytes_(limits.page_bytes), sink_(sink) {}

  Result<void> add(const engine::Chunk& chunk) override {
    for (std::size_t c = 0; c < columns_.size(); ++c) forms_[c] = cell_form(columns_[c], chunk.columns[c].layout);
    for (std::size_t row = 0; row < chunk.rows; ++row) {
      if (auto ended = add_row(chunk, row); !ended) return ended;
    }
    return {};
  }

  Result<void> finish() override {
    if (rows_ == 0 && pages_ > 0) return {};
    return seal();
  }

 private:
  Result<void> add_row(const engine::Chunk& chunk, std::size_t row) {
    const auto row_start = page_.size();
    if (rows_ > 0) page_.append(',');
    page_.append('[');
    for (std::size_t c = 0; c < columns_.size(); ++c) add_cell(chunk.columns[c], c, row);
    page_.append(']');
    const auto row_bytes = page_.size() - row_start - (rows_ > 0 ? 1 : 0);
    if (!guard_.add_row(row_bytes)) return guard_.error();
    if (page_.size() <= page_bytes_ || rows_ == 0) {
      ++rows_;
      return {};
    }
    const std::string moved(page_.view_from(row_start + 1));  // without the comma
    page_.truncate(row_start);
    if (auto written = seal(); !written) return written;
    page_.append(moved);
    rows_ = 1;
    return {};
  }

  void add_cell(const engine::Cells& cells, std::size_t c, std::size_t row) {
    char* out = page_.reserve(kCellBytes + 3 * Literal::kRoom);
    if (c > 0) *out++ = ',';
    if (cells.is_null(row)) {
      page_.advance_to(kNull.write(out));
      return;
    }
    const auto form = forms_[c];
    switch (form) {
      case CellForm::kBool:
        out = (cells.at<std::uint8_t>(row) ? kTrue : kFalse).write(out);
        break;
      case CellForm::kInt16:
      case CellForm::kInt32:
      case CellForm::kInt64:
        out = write_cell(kLong.write(out), form, columns_[c], cells, row);
        *out++ = '}';
        break;
      case CellForm::kFloat32:
        out = write_double_field(out, cells.at<float>(row));
        break;
      case CellForm::kFloat64:
        out = write_double_field(out, cells.at<double>(row));
        break;
      case CellForm::kText: {
        page_.advance_to(kString.write(out));
        append_json_escaped(page_, cells.at<std::string_view>(row));
        out = page_.reserve(2);
        *out++ = '"';
        *out++ = '}';
        break;
      }
      default:
        out = write_cell(kString.write(out), form, columns_[c], cells, row);
        *out++ = '"';
        *out++ = '}';
    }
    page_.advance_to(out);
  }

  Result<void> seal() {
    const auto rows = std::exchange(rows_, 0);
    ++pages_;
    return sink_.write_page(page_, rows);
  }

  std::vector<engine::Column> columns_;
  std::vector<CellForm> forms_;
  SizeGuard guard_;
  std::size_t page_bytes_;
  PageSink& sink_;
  ByteBuffer page_;
  std::uint64_t rows_ = 0;  // in page_
  std::uint64_t pages_ = 0;
};

}  // namespace

std::unique_ptr<Encoder> make_json_encoder(const std::vector<engine::Column>& columns, const Limits& limits,
                                           PageSink& sink) {
  return std::make_unique<JsonEncoder>(columns, limits, sink);
}

}  // namespace slipher::statements
