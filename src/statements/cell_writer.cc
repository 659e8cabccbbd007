#include "statements/cell_writer.h"

namespace slipher::statements {

using engine::Layout;
using engine::Type;

CellForm cell_form(const engine::Column& column, Layout layout) {
  const bool is_numeric = column.type == Type::kNumeric;
  switch (layout) {
    case Layout::kBool:
      return CellForm::kBool;
    case Layout::kInt16:
      return is_numeric ? CellForm::kNumeric16 : CellForm::kInt16;
    case Layout::kInt32:
      if (column.type == Type::kDate) return CellForm::kDate;
      return is_numeric ? CellForm::kNumeric32 : CellForm::kInt32;
    case Layout::kInt64:
      switch (column.type) {
        case Type::kNumeric:
          return CellForm::kNumeric64;
        case Type::kTime:
          return CellForm::kTime;
        case Type::kTimetz:
          return CellForm::kTimetz;
        case Type::kTimestamp:
          return CellForm::kTimestamp;
        case Type::kTimestamptz:
          return CellForm::kTimestamptz;
        default:
          return CellForm::kInt64;
      }
    case Layout::kInt128:
      return CellForm::kNumeric128;
    case Layout::kFloat32:
      return CellForm::kFloat32;
    case Layout::kFloat64:
      return CellForm::kFloat64;
    case Layout::kText:
      break;
  }
  return CellForm::kText;
}

}  // namespace slipher::statements
