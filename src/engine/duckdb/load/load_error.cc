#include "engine/duckdb/load/load_error.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/utf8.h"
#include "engine/duckdb/load/utf8.h"

namespace slipher::engine {

std::string shown_text(std::string_view raw) {
  std::string text(utf8_prefix(raw, kMaxRawBytes));
  std::replace(text.begin(), text.end(), '\0', '?');
  return find_invalid_utf8(text) == std::string_view::npos ? text : replace_invalid_utf8(text, '?');
}

std::string describe(const LoadError& error) {
  std::string text = fmt::format("File '{}', line {}", error.file, error.line);
  if (!error.column.empty()) {
    const auto length = error.length.empty() ? "" : "(" + error.length + ")";
    text += fmt::format(", column '{}' ({}{}), value '{}'", error.column, error.type, length, error.raw_value);
  }
  return fmt::format("{}: {} (code {})", text, error.reason, static_cast<int>(error.code));
}

}  // namespace slipher::engine
