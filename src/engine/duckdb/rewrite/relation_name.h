#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipher::engine {

/// The parts of a relation's name in a text, as a cast to REGCLASS takes it: schema."Table". They are in lower case,
/// but for quoted ones when `keeps_case`. Nothing for what is no name.
std::optional<std::vector<std::string>> read_relation_name(std::string_view text, bool keeps_case);

}  // namespace slipher::engine
