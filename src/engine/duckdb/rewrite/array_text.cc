#include "engine/duckdb/rewrite/array_text.h"

#include <utility>

#include "duckdb/common/string_util.hpp"

namespace slipher::engine {

std::optional<std::vector<std::optional<std::string>>> read_array(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n";
  const auto begin = text.find_first_not_of(kBlanks);
  const auto end = text.find_last_not_of(kBlanks);
  if (begin == text.npos || text[begin] != '{' || text[end] != '}' || begin == end) return std::nullopt;
  std::vector<std::optional<std::string>> elements;
  std::string element;
  bool quoted = false, was_quoted = false;
  // False for one that is empty without quotes.
  const auto finish = [&] {
    if (!was_quoted) ::duckdb::StringUtil::Trim(element);
    if (!was_quoted && element.empty()) return false;
    const bool is_null = !was_quoted && ::duckdb::StringUtil::CIEquals(element, "null");
    elements.push_back(is_null ? std::nullopt : std::optional(std::exchange(element, {})));
    element.clear();
    was_quoted = false;
    return true;
  };
  for (auto i = begin + 1; i < end; ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < end) {
      element += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
      was_quoted = true;
    } else if (quoted || (c != ',' && c != '{' && c != '}')) {
      if (quoted || !was_quoted || c != ' ') element += c;
    } else if (c != ',' || !finish()) {
      return std::nullopt;
    }
  }
  if (quoted) return std::nullopt;
  const bool is_empty = elements.empty() && !was_quoted && element.find_first_not_of(kBlanks) == std::string::npos;
  if (!is_empty && !finish()) return std::nullopt;
  return elements;
}

}  // namespace slipher::engine
