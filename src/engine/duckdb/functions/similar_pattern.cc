#include "engine/duckdb/functions/similar_pattern.h"

namespace slipher::engine::functions {
namespace {

constexpr std::string_view kKept = "|*+?{}()";
constexpr std::string_view kSpecial = ".^$\\[]|*+?{}()";

void append_literal(std::string& result, char c) {
  if (kSpecial.find(c) != std::string_view::npos) result += '\\';
  result += c;
}

}  // namespace

std::string similar_pattern(std::string_view pattern, std::string_view escape) {
  std::string result = "(?:";
  bool in_brackets = false;
  for (std::size_t i = 0; i < pattern.size(); i++) {
    const char c = pattern[i];
    if (!escape.empty() && c == escape[0] && i + 1 < pattern.size()) {
      append_literal(result, pattern[++i]);
    } else if (in_brackets) {
      if (c == '\\') result += '\\';
      result += c;
      in_brackets = c != ']';
    } else if (c == '[') {
      result += c;
      in_brackets = true;
      // "[]...]" and "[^]...]": a bracket in the first place stands for itself.
      if (i + 1 < pattern.size() && pattern[i + 1] == '^') result += pattern[++i];
      if (i + 1 < pattern.size() && pattern[i + 1] == ']') {
        result += "\\]";
        i++;
      }
      // "[[:digit:]]" ends at the second bracket.
      if (i + 1 < pattern.size() && pattern.substr(i + 1).starts_with("[:")) {
        const auto end = pattern.find(":]", i + 1);
        if (end != std::string_view::npos) {
          result += pattern.substr(i + 1, end + 2 - (i + 1));
          i = end + 1;
        }
      }
    } else if (c == '%') {
      result += ".*";
    } else if (c == '_') {
      result += '.';
    } else if (kKept.find(c) != std::string_view::npos) {
      result += c;
    } else {
      append_literal(result, c);
    }
  }
  return result + ")";
}

}  // namespace slipher::engine::functions
