#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipher::engine {

/// The elements of an array of one dimension as PostgreSQL writes it, {a,"b c",NULL}; an element without a value is
/// NULL. Nothing when the text is no such array.
std::optional<std::vector<std::optional<std::string>>> read_array(std::string_view text);

}  // namespace slipher::engine
