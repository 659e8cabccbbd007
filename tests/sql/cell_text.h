#pragma once
#include <string>

#include "engine/types.h"

namespace slipher::sql_test {

/// A cell as .test files write it.
std::string cell_text(const engine::Column& column, const engine::Cells& cells, std::size_t row);

}  // namespace slipher::sql_test
