#pragma once
#include <optional>
#include <string>
#include <utility>

#include "api/paging.h"
#include "base/clock.h"

/// What ListStatements and ListSessions share: newest first, a window of a day, a cursor of time and id.
namespace slipher::api::redshift_data {

/// Entries of a page when MaxResults is absent or 0.
inline constexpr std::size_t kListPageSize = 100;
/// How far back the lists look.
inline constexpr std::chrono::hours kListWindow{24};

using ListKey = std::pair<Timestamp, std::string>;

std::string list_cursor(Timestamp created_at, const std::string& id);
/// The key behind a token; absent for an absent token.
Result<std::optional<ListKey>> list_key(const PageTokens& tokens, const std::optional<std::string>& token);

}  // namespace slipher::api::redshift_data
