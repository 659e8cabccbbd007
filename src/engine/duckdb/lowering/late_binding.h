#pragma once
#include <string>

#include "engine/duckdb/session.h"

namespace slipher::engine {

// Views WITH NO SCHEMA BINDING are DuckDB views that are made anew from their texts: DuckDB's views are always bound.

/// What such a view is as long as it cannot be bound.
std::string unbound_view_text(const std::string& name);

/// `relation` is new or has other columns than before: the late-binding views that name it, and those that name these,
/// get the columns that their texts give now. Others would show the old names.
Result<void> renew_late_binding_views(Session& session, const Session::ObjectName& relation);

/// Whether it is an error of the binder, before anything is done, that a late-binding view may be the cause of.
bool may_be_late_binding(const Error& error);

/// Why no late-binding view can be bound that fails with `error`, with the schemas that its text names; `error` itself
/// when that is no view's.
Error late_binding_error(Session& session, const Error& error);

}  // namespace slipher::engine
