#pragma once
#include "engine/duckdb/functions/support.h"

namespace slipher::engine::functions {

/// rs_join_distinct(texts, delimiter): LISTAGG(DISTINCT ...) of the texts in their order.
void register_text_lists(Registry& registry);

}  // namespace slipher::engine::functions
