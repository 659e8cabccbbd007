#pragma once
#include "engine/duckdb/session.h"

namespace slipher::engine {

/// Moves a table, view or materialized view to another schema, or to another name there, with all that is remembered of
/// it; views that are bound to it follow. DuckDB knows no such command: tables are copied.
Result<void> move_relation(Session& session, const Session::ObjectName& from, const Session::ObjectName& to);

}  // namespace slipher::engine
