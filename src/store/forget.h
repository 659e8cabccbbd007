#pragma once
#include <string>
#include <vector>

#include "store/database.h"

namespace slipher::store {

/// Deletes at most `limit` statements that ended before `before` (their ids go to `forgotten`), and as many events and
/// closed sessions of before it. Runs inside the writer's transaction.
Result<void> forget_before(Database& database, Timestamp before, std::size_t limit,
                           std::vector<std::string>& forgotten);

/// Deletes at most `limit` tokens that expired at `now`; `count` says how many. Runs inside the writer's transaction.
Result<void> forget_tokens(Database& database, Timestamp now, std::size_t limit, std::size_t& count);

}  // namespace slipher::store
