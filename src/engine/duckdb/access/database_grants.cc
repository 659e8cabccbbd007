#include "engine/duckdb/access/database_grants.h"

#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/session.h"

namespace slipher::engine {

Result<void> set_database_owner(Session& session, const std::string& database, const std::string& owner) {
  auto done = store(session, ClusterGrant{"owner", 0, database, "", 0, false, owner});
  if (session.connection().IsAutoCommit()) acting_transaction_ended(session);
  return done;
}

Result<void> set_connection_limit(Session& session, const std::string& database, const std::string& limit) {
  auto done = store(session, ClusterGrant{"connection limit", 0, database, "", 0, false, limit});
  if (session.connection().IsAutoCommit()) acting_transaction_ended(session);
  return done;
}

Result<void> forget_database_grants(Session& session, const std::string& database) {
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  for (const auto& grant : (*principals)->grants()) {
    const bool is_of_databases = grant.kind == "owner" || grant.kind == "database" || grant.kind == "connection limit";
    if (!is_of_databases || grant.object != database) continue;
    if (auto done = remove(session, grant); !done) return done;
  }
  if (session.connection().IsAutoCommit()) acting_transaction_ended(session);
  return {};
}

}  // namespace slipher::engine
