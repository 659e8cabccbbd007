#pragma once
#include <optional>
#include <string>

#include "duckdb/planner/table_filter.hpp"
#include "engine/duckdb/federated/remote_table.h"

namespace slipher::engine {

/// A condition in PostgreSQL's SQL that holds for every row for which `filter` of the column holds, and for as few
/// others as can be told; nothing when there is no such condition. What comes back is filtered once more.
std::optional<std::string> remote_condition(const RemoteColumn& column, const ::duckdb::TableFilter& filter);

/// The column's value as COPY shall send it.
std::string remote_value(const RemoteColumn& column);

}  // namespace slipher::engine
