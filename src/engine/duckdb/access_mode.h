#pragma once
#include <optional>
#include <string_view>

#include "engine/duckdb/session.h"
#include "sql/tree.h"

namespace slipher::engine {

inline constexpr std::string_view kTransactionReadOnly = "transaction_read_only";

/// Whether the open transaction, or the next statement's own, is one that changes nothing: BEGIN READ ONLY, SET
/// TRANSACTION READ ONLY, or default_transaction_read_only.
bool is_read_only(const SessionContext& session);

Error read_only_error();

/// Fails for what such a transaction refuses before it begins. Whether INSERT, UPDATE, DELETE, MERGE, COPY and EXECUTE
/// change more than temporary tables is seen only when they have run.
Result<void> check_read_only(const std::optional<sql::Tree>& tree, std::string_view text);

/// Whether a statement may change rows or objects; for EXECUTE, what it executes.
bool may_change(const Session& session, const std::optional<sql::Tree>& tree, std::string_view text);

}  // namespace slipher::engine
