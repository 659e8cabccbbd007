#pragma once
#include "engine/duckdb/rewrite/rewriter.h"

namespace slipher::engine {

/// Aggregates whose result type or form differs: SUM, AVG, LISTAGG, PERCENTILE_CONT ... False when `call` is none.
bool rewrite_aggregate(ParsedPointer& call);

/// The same, and RATIO_TO_REPORT, over a window.
void rewrite_window(ParsedPointer& call);

}  // namespace slipher::engine
