#pragma once
#include <string>

#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// Whether a name of a statement's is a materialized view's, which only REFRESH changes. "" = the connected database;
/// the first schema of the search path that has a relation of that name.
bool is_materialized_view(const SessionContext& session, const std::string& database, const std::string& schema,
                          const std::string& name);

}  // namespace slipher::engine
