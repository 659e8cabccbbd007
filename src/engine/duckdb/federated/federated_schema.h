#pragma once
#include <optional>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/federated/remote_connection.h"
#include "engine/duckdb/session.h"
#include "sql/tree.h"

namespace slipher::engine {

/// An external schema that stands for a schema of a remote PostgreSQL database.
struct FederatedSchema {
  std::string name;
  RemoteTarget target;
  std::string remote_schema;
};

/// Those of a database, as the transaction of `context` sees them; for code that DuckDB calls.
std::vector<FederatedSchema> federated_schemas(::duckdb::ClientContext& context, const std::string& database);

/// Whether a schema of the connected database, or of another that `database` names, is one; for code that DuckDB does
/// not call.
bool is_federated_schema(const SessionContext& session, const std::string& database, const std::string& schema);

/// Forgets it when its schema is dropped.
Result<void> forget_federated_schema(Session& session, const std::string& schema);

/// Fails when objects are to be made in such a schema: it only shows what is elsewhere.
Result<void> check_makes_nothing_remote(Session& session, const sql::Tree& tree);

}  // namespace slipher::engine
