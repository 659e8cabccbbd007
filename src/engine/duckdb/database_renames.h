#pragma once
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/access/principal_cache.h"
#include "engine/warehouse.h"

namespace slipher::engine {

// ALTER DATABASE RENAME: the file's move is what counts (docs/decisions/0005-databases-come-and-go-by-rename.md). What
// has to be done afterwards is announced in the file before, so that whoever opens it next completes it, or takes the
// announcement back when the file still has its old name. Both throw what DuckDB throws.

/// Before the move. A marker is written along with it.
void announce_rename(::duckdb::Connection& connection, const std::string& from, const std::string& to,
                     const CommitMarker* marker);
/// Ends what was announced in `database`, if anything was. `databases` are all that can be read.
void settle_rename(::duckdb::Connection& connection, const std::string& database,
                   const std::vector<std::string>& databases, PrincipalCache& principals);

}  // namespace slipher::engine
