#include "engine/duckdb/load/load_error.h"

#include <algorithm>

#include "base/utf8.h"
#include "engine/duckdb/load/utf8.h"

namespace slipher::engine {

std::string shown_text(std::string_view raw) {
  std::string text(utf8_prefix(raw, kMaxRawBytes));
  std::replace(text.begin(), text.end(), '\0', '?');
  return find_invalid_utf8(text) == std::string_view::npos ? text : replace_invalid_utf8(text, '?');
}

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
