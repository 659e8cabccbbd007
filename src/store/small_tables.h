#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/records.h"

namespace slipher::store {

/// Reading of the tables that need no planning.
Result<std::optional<TokenRecord>> find_token(Database& database, std::string_view owner, std::string_view token,
                                              Timestamp now);
Result<std::vector<AccessKeyRecord>> access_keys(Database& database);
/// Fails with kInternal when one is damaged: a server without a secret that it was given must not start as if whole.
Result<std::vector<SecretRecord>> secrets(Database& database);
/// Oldest first.
Result<std::vector<OutboxRecord>> outbox(Database& database, std::size_t limit);

}  // namespace slipher::store
