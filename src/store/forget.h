#pragma once
#include <string>
#include <vector>

#include "store/database.h"

namespace slipher::store {

/// Deletes at most `limit` statements that ended before `before` (their ids go to `forgotten`), tokens that expired
/// before it, and as many sessions that were closed before it. Runs inside the writer's transaction.
Result<void> forget_before(Database& database, Timestamp before, std::size_t limit,
                           std::vector<std::string>& forgotten);

}  // namespace slipher::store
