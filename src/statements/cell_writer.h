#pragma once
#include <cstddef>
#include <cstdint>

#include "engine/types.h"
#include "statements/number_text.h"
#include "statements/time_text.h"

namespace slipher::statements {

/// How a cell becomes text: its memory layout and its type together.
enum class CellForm {
  kBool,
  kInt16,
  kInt32,
  kInt64,
  kNumeric16,
  kNumeric32,
  kNumeric64,
  kNumeric128,
  kFloat32,
  kFloat64,
  kDate,
  kTime,
  kTimetz,
  kTimestamp,
  kTimestamptz,
  kText,
};

/// The form of `column`'s cells; an engine may lay a column out differently from chunk to chunk.
CellForm cell_form(const engine::Column& column, engine::Layout layout);

/// Room that write_cell() needs.
constexpr std::size_t kCellBytes = 96;

static_assert(kCellBytes >= kNumberBytes && kCellBytes >= kTimeBytes);

/// Writes the text of one cell of any form but kText, kBool, kFloat32 and kFloat64, whose text depends on the format.
inline char* write_cell(char* out, CellForm form, const engine::Column& column, const engine::Cells& cells,
                        std::size_t row) {
  switch (form) {
    case CellForm::kInt16:
      return write_integer(out, cells.at<std::int16_t>(row));
    case CellForm::kInt32:
      return write_integer(out, cells.at<std::int32_t>(row));
    case CellForm::kInt64:
      return write_integer(out, cells.at<std::int64_t>(row));
    case CellForm::kNumeric16:
      return write_numeric(out, std::int64_t{cells.at<std::int16_t>(row)}, column.scale);
    case CellForm::kNumeric32:
      return write_numeric(out, std::int64_t{cells.at<std::int32_t>(row)}, column.scale);
    case CellForm::kNumeric64:
      return write_numeric(out, cells.at<std::int64_t>(row), column.scale);
    case CellForm::kNumeric128:
      return write_numeric(out, cells.at<engine::Int128>(row), column.scale);
    case CellForm::kDate:
      return write_date(out, cells.at<std::int32_t>(row));
    case CellForm::kTime:
      return write_time(out, cells.at<std::int64_t>(row));
    case CellForm::kTimetz:
      out = write_time(out, cells.at<std::int64_t>(row));
      *out++ = '+';
      *out++ = '0';
      *out++ = '0';
      return out;
    case CellForm::kTimestamp:
      return write_timestamp(out, cells.at<std::int64_t>(row));
    case CellForm::kTimestamptz:
      return write_timestamptz(out, cells.at<std::int64_t>(row));
    case CellForm::kBool:
    case CellForm::kFloat32:
    case CellForm::kFloat64:
    case CellForm::kText:
      break;
  }
  return out;
}

}  // namespace slipher::statements
