#pragma once
#include <string_view>

#include "engine/duckdb/catalog/activity.h"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {

/// What Activity records of a statement that begins now in this session, under the session's query id.
QueryRecord statement_record(const SessionContext& session, std::string_view text);

}  // namespace slipher::engine
