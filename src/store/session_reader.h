#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/store.h"

namespace slipher::store {

/// Reading of sessions; a damaged row is an error when asked for by id, and logged and left out of lists.
Result<std::optional<SessionRecord>> find_session(Database& database, std::string_view id);
Result<std::vector<SessionRecord>> list_sessions(Database& database, const SessionFilter& filter);
/// Those that are not closed, oldest first.
Result<std::vector<SessionRecord>> open_sessions(Database& database);

}  // namespace slipher::store
