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

/// `table` has a new last column: the views and materialized views that are bound to it go on without it. `names` are
/// all its columns.
Result<void> hide_new_column(Session& session, const Session::ObjectName& table, const std::vector<std::string>& names);

/// The views and materialized views that read a column of `table`.
Result<std::vector<Session::ObjectName>> views_of_column(Session& session, const Session::ObjectName& table,
                                                         const std::string& column);

/// The column that was at `position` of `table`, from 0, and which no view reads, is gone.
Result<void> forget_column_in_views(Session& session, const Session::ObjectName& table, std::size_t position);

}  // namespace slipher::engine
