#pragma once
#include "engine/duckdb/session.h"

namespace slipher::engine {

enum class RelationKind { kTable, kView, kMaterializedView };

/// What an existing relation is.
Result<RelationKind> relation_kind(Session& session, const Session::ObjectName& object);

/// The tables and views of a schema.
Result<std::vector<Session::ObjectName>> relations_in(Session& session, const std::string& schema);

/// Drops a table, view or materialized view with what belongs to it. Views that are bound to it are dropped too with
/// `cascade`, and otherwise make it fail.
Result<void> drop_relation(Session& session, const Session::ObjectName& object, bool cascade);

}  // namespace slipher::engine
