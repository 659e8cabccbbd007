#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/statement_runner.h"
#include "engine/warehouse.h"

namespace slipher::engine {

/// The statement that records the marker in `database`.
std::string marker_text(const std::string& database, const CommitMarker& marker);

/// Records the marker in `database`, in the transaction that is open on the runner's connection.
Result<void> write_marker(StatementRunner& runner, const std::string& database, const CommitMarker& marker);

/// The marker of a statement in one database; a final one if there is one.
Result<std::optional<CommitMarker>> read_marker(::duckdb::Connection& connection, const std::string& database,
                                                std::string_view statement_id);

Result<void> remove_markers(::duckdb::Connection& connection, const std::string& database,
                            const std::vector<std::string>& statement_ids);

}  // namespace slipher::engine
