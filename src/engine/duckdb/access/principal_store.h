#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb.hpp"
#include "engine/duckdb/access/principals.h"

namespace slipher::engine {

class PrincipalCache;
class Session;

// Principals belong to the whole warehouse, but a transaction can write to one database only, and its commit marker has
// to be in the same one. So each database holds rows of them, written by the sessions that were connected to it; of
// the rows about the same principal, in all databases together, the one with the highest version counts. (Decision 6.)

/// What counts now, as `connection` sees it.
Result<std::shared_ptr<const Principals>> read_principals(::duckdb::Connection& connection,
                                                          const std::vector<std::string>& databases);

/// Writes to the session's database, in its transaction.
Result<void> store(Session& session, const Principal& principal);
Result<void> store(Session& session, const ClusterGrant& grant);
Result<void> remove(Session& session, const Principal& principal);
Result<void> remove(Session& session, const ClusterGrant& grant);

/// A number for a new principal.
Result<std::int64_t> new_principal_id(Session& session);

/// Before `from` is dropped: what it holds goes on in `to`. Doing it twice changes nothing.
Result<void> carry_principals_over(::duckdb::Connection& connection, const std::string& from, const std::string& to);

/// The owner of a database, its limit and the privileges on it go on under its new name. Writes to `to`, in the open
/// transaction of `connection`. Throws what DuckDB throws.
void rename_database_grants(::duckdb::Connection& connection, const std::vector<std::string>& databases,
                            PrincipalCache& principals, const std::string& from, const std::string& to);

}  // namespace slipher::engine
