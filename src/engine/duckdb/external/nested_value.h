#pragma once
#include "duckdb.hpp"

namespace slipher::engine {

/// slipher_nested_value(json, type): the value of a nested column as a SUPER value has it, which is an array of
/// {"key":...,"value":...} for a map. The column's type in its view's query, too.
inline constexpr const char* kNestedValue = "slipher_nested_value";
::duckdb::ScalarFunction nested_value_function();

}  // namespace slipher::engine
