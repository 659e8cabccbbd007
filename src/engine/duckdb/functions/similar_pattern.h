#pragma once
#include <string>
#include <string_view>

namespace slipher::engine::functions {

/// A SIMILAR TO pattern as a regular expression that has to match the whole text (with '.' matching line ends): % is
/// .*, _ is ., the metacharacters | * + ? { } ( ) and bracket expressions stay, everything else is taken literally.
/// `escape` is one character, or empty for none.
std::string similar_pattern(std::string_view pattern, std::string_view escape);

}  // namespace slipher::engine::functions
