#pragma once
#include <string>

#include "engine/duckdb/external/external_table.h"
#include "engine/duckdb/session.h"

namespace slipher::engine {

/// Adds to `table` the partitions that its folder holds in subfolders key=value/key=value/ with files whose names begin
/// with `name_prefix`, where it does not know them yet.
Result<void> add_partitions(Session& session, ExternalTable& table, const std::string& name_prefix);

}  // namespace slipher::engine
