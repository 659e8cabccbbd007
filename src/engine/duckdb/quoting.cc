#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += c;
    out += c;
  }
  return out + quote;
}

}  // namespace

std::string quote_name(std::string_view name) { return quoted(name, '"'); }

std::string quote_names(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ".") + quote_name(part);
  return out;
}

std::string quote_text(std::string_view text) { return quoted(text, '\''); }

std::string quote_text_or_null(std::string_view text) { return text.empty() ? "NULL" : quote_text(text); }

std::string quote_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) out += (out.size() == 1 ? "" : ", ") + quote_text(text);
  return out + "]";
}

}  // namespace slipher::engine
