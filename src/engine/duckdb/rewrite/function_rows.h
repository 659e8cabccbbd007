#pragma once
#include <span>

#include "engine/duckdb/rewrite/function_table.h"

namespace slipher::engine {

/// The table: what each Redshift function becomes.
std::span<const FunctionRule> function_rows();

/// Functions over the system catalog (catalog_rows.cc).
std::span<const FunctionRule> catalog_rows();

/// The same for words that are values.
std::span<const FunctionRule> keyword_rows();

}  // namespace slipher::engine
