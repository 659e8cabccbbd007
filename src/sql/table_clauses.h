#pragma once
#include <string_view>

#include "sql/create_table.h"

namespace slipher::sql {

inline constexpr std::string_view kOneDistributionKey = "only one distribution key column is allowed";

/// Behind the last attribute: fails for DISTSTYLE KEY without its column.
void check_distribution(TokenCursor& cursor, const TableAttributes& attributes);

/// ON COMMIT PRESERVE ROWS of a temporary table, which is what it does anyway.
void accept_on_commit(TokenCursor& cursor, bool temporary);

}  // namespace slipher::sql
