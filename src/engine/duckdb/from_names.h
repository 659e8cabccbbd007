#pragma once
#include <cstddef>
#include <string>

namespace slipher::engine {

/// The tables of the FROM clause that the column which stands at byte `offset` of a query or INSERT, UPDATE, DELETE may
/// come from, by the names that the query has for them: "a, b". "" when there are none. For error messages.
std::string from_names(const std::string& engine_text, std::size_t offset);

}  // namespace slipher::engine
