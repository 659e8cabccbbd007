#pragma once
#include <string>

#include "base/result.h"

namespace slipher::engine {

/// A database's name is also its file's and its catalog's: 1 to 64 of a-z 0-9 _ $ -, not starting with a digit, $ or -,
/// and none of the names that PostgreSQL, Redshift or DuckDB keep for themselves. Fails with kSql.
Result<void> check_database_name(const std::string& name);

}  // namespace slipher::engine
