#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace slipher::engine {

/// Matches `text` against `pattern`, in which each "*" stands for the shortest run that lets the rest match, and fills
/// the runs into `replacement` as $1, $2 ... Nothing when it does not match. At most 9 stars.
std::optional<std::string> apply_pattern(std::string_view pattern, std::string_view replacement, std::string_view text);

}  // namespace slipher::engine
