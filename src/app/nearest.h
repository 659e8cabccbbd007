#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace slipher::app {

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, for "did you mean"; "" when there is no candidate.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace slipher::app
