#pragma once
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/load/unload_plan.h"

namespace slipher::engine {

/// The manifest of an UNLOAD (Amazon Redshift, "UNLOAD", MANIFEST): the files, and with `verbose` their sizes, row
/// counts and columns.
std::string unload_manifest(const std::vector<UnloadedFile>& files, const std::vector<std::string>& names,
                            const std::vector<::duckdb::LogicalType>& types, bool verbose);

}  // namespace slipher::engine
