#pragma once
#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "sql/plpgsql/tree.h"

namespace slipher::sql::plpgsql {

/// "The maximum number of variables in a stored procedure is 1,024" (Amazon Redshift, "Stored procedure limitations").
inline constexpr std::size_t kMaxVariables = 1024;
/// Blocks, loops and branches inside each other.
inline constexpr int kMaxDepth = 64;

/// Parses a procedure's body: `text` from `begin` on. Fails with kSql; positions are those of `text`.
Result<Block> parse(std::string_view text, std::size_t begin = 0);

}  // namespace slipher::sql::plpgsql
