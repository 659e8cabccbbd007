#pragma once
#include <string>
#include <vector>

#include "engine/duckdb/session.h"

namespace slipher::engine {

/// Makes the views and materialized views that are bound to `from` read `to`, which is the same relation under its new
/// name. Call once the relation has that name.
Result<void> repoint_views(Session& session, const Session::ObjectName& from, const Session::ObjectName& to);

/// A column of `table` has another name now: the views and materialized views that are bound to it go on knowing its
/// first columns by `names`, as PostgreSQL's do, which are bound to columns and not to names.
Result<void> keep_column_names(Session& session, const Session::ObjectName& table,
                               const std::vector<std::string>& names);

}  // namespace slipher::engine
