#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/records.h"

namespace slipher::store {

/// The statement of that number without its results; nothing when it is gone. Fails with kInternal when its row is
/// damaged.
Result<std::optional<StatementRecord>> load_statement(Database& database, std::int64_t seq);

/// The statement of that id with its results.
Result<std::optional<StatementRecord>> find_statement(Database& database, std::string_view id);

/// Those of `seqs` that can be read, in their order, without results. A damaged row is logged and left out, so that it
/// does not hide the others.
Result<std::vector<StatementRecord>> load_statements(Database& database, const std::vector<std::int64_t>& seqs);

/// Runs a query whose first column is seq.
Result<std::vector<std::int64_t>> read_seqs(Query& query);

}  // namespace slipher::store
