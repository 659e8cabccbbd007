#pragma once
#include <string_view>

namespace slipher::engine {

/// SQL LIKE: % any run, _ any one character (UTF-8), \ takes the next character as it is. Linear time in practice,
/// quadratic at worst; no recursion.
bool matches_like(std::string_view text, std::string_view pattern);

}  // namespace slipher::engine
