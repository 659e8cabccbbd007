#pragma once
#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "objects/object_store.h"

namespace slipher::engine {

/// Registers the table function that external tables' views read from. It is replaced by DuckDB's own readers over the
/// files that are there when a query is planned. With a second argument, its rows have the pseudo-columns, too.
/// `objects` outlives the instance.
void register_external_scan(::duckdb::DatabaseInstance& instance, objects::ObjectStore& objects);

/// While one lives in a connection's context, scans find no file: for making views, which need no more than names and
/// types.
struct PlanWithoutFiles final : ::duckdb::ClientContextState {
  static constexpr const char* kKey = "slipher_plan_without_files";
};

}  // namespace slipher::engine
