#pragma once
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/load/unload_plan.h"

namespace slipher::engine {

struct ManifestDetails {
  bool sizes = false;    // of the files
  bool verbose = false;  // sizes, row counts and columns
};

/// The manifest of an UNLOAD (Amazon Redshift, "UNLOAD", MANIFEST).
std::string unload_manifest(const std::vector<UnloadedFile>& files, const std::vector<std::string>& names,
                            const std::vector<::duckdb::LogicalType>& types, ManifestDetails details);

}  // namespace slipher::engine
