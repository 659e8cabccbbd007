#pragma once
#include <string>

#include "base/result.h"
#include "duckdb.hpp"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// Runs SQL of our own on the session's connection, inside its transaction, task by task so that an interrupt stops it.
/// kCanceled after an interrupt, else kSql.
Result<::duckdb::unique_ptr<::duckdb::MaterializedQueryResult>> run_internal(SessionContext& session,
                                                                             const std::string& text);

}  // namespace slipher::engine
