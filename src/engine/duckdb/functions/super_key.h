#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace slipher::engine::functions {

/// A text whose byte order is the order of SUPER values: booleans, numbers by value (1 and 1.0 are one), strings,
/// arrays, objects. Nothing for JSON null, which compares as NULL does. `json` is compact.
std::optional<std::string> super_key(std::string_view json);

}  // namespace slipher::engine::functions
