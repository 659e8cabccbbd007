#include "engine/duckdb/message_pattern.h"

#include <vector>

namespace slipher::engine {

std::optional<std::string> apply_pattern(std::string_view pattern, std::string_view replacement,
                                         std::string_view text) {
  std::vector<std::string_view> runs;
  const auto first_star = pattern.find('*');
  if (first_star == std::string_view::npos)
    return pattern == text ? std::optional(std::string(replacement)) : std::nullopt;
  if (!text.starts_with(pattern.substr(0, first_star))) return std::nullopt;
  text.remove_prefix(first_star);
  pattern.remove_prefix(first_star);
  while (!pattern.empty()) {
    pattern.remove_prefix(1);  // the star
    const auto literal = pattern.substr(0, pattern.find('*'));
    pattern.remove_prefix(literal.size());
    // A literal at the very end is anchored there; an empty one takes all that is left.
    const auto at = pattern.empty() ? (text.ends_with(literal) ? text.size() - literal.size() : std::string_view::npos)
                                    : text.find(literal);
    if (at == std::string_view::npos) return std::nullopt;
    runs.push_back(text.substr(0, at));
    text.remove_prefix(at + literal.size());
  }
  std::string out;
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const bool is_run =
        replacement[i] == '$' && i + 1 < replacement.size() && replacement[i + 1] >= '1' && replacement[i + 1] <= '9';
    if (!is_run) {
      out += replacement[i];
      continue;
    }
    const auto index = static_cast<std::size_t>(replacement[++i] - '1');
    if (index < runs.size()) out += runs[index];
  }
  return out;
}

}  // namespace slipher::engine
