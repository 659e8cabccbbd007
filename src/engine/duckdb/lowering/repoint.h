#pragma once
#include "engine/duckdb/session.h"

namespace slipher::engine {

/// Makes the views and materialized views that are bound to `from` read `to`, which is the same relation under its new
/// name. Call once the relation has that name.
Result<void> repoint_views(Session& session, const Session::ObjectName& from, const Session::ObjectName& to);

}  // namespace slipher::engine
