#include "engine/duckdb/load/load_error.h"

namespace slipher::engine {

std::string describe(const LoadError& error) {
  std::string text = "File '" + error.file + "', line " + std::to_string(error.line);
  if (!error.column.empty()) {
    text += ", column '" + error.column + "' (" + error.type;
    if (!error.length.empty()) text += "(" + error.length + ")";
    text += "), value '" + error.raw_value + "'";
  }
  return text + ": " + error.reason + " (code " + std::to_string(static_cast<int>(error.code)) + ")";
}

}  // namespace slipher::engine
