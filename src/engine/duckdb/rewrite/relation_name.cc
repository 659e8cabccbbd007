#include "engine/duckdb/rewrite/relation_name.h"

#include "sql/lexer.h"

namespace slipher::engine {

std::optional<std::vector<std::string>> read_relation_name(std::string_view text, bool keeps_case) {
  constexpr std::string_view kBlanks = " \t\n";
  std::vector<std::string> parts;
  std::size_t at = text.find_first_not_of(kBlanks);
  while (at != text.npos && at < text.size()) {
    std::string part;
    const bool quoted = text[at] == '"';
    if (quoted) {
      for (++at; at < text.size() && (text[at] != '"' || text.substr(at + 1).starts_with('"')); ++at) {
        if (text[at] == '"') ++at;
        part += text[at];
      }
      if (at == text.size()) return std::nullopt;
      ++at;
    } else {
      while (at < text.size() && text[at] != '.' && text[at] != '"' && kBlanks.find(text[at]) == kBlanks.npos)
        part += text[at++];
    }
    if (part.empty()) return std::nullopt;
    parts.push_back(quoted && keeps_case ? std::move(part) : sql::lower(part));
    at = text.find_first_not_of(kBlanks, at);
    if (at == text.npos) return parts;
    if (text[at] != '.') return std::nullopt;
    at = text.find_first_not_of(kBlanks, at + 1);
  }
  return std::nullopt;
}

}  // namespace slipher::engine
