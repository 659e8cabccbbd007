#include "engine/duckdb/access/database_grants.h"

#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/session.h"

namespace slipher::engine {

namespace {

/// What is said of a database stands where a grant has its grantor.
Result<void> say_of_database(Session& session, const char* kind, const std::string& database,
                             const std::string& value) {
  auto done = store(session, ClusterGrant{kind, 0, database, "", 0, false, value});
  if (session.connection().IsAutoCommit()) acting_transaction_ended(session);
  return done;
}

}  // namespace

Result<void> set_database_owner(Session& session, const std::string& database, const std::string& owner) {
  return say_of_database(session, "owner", database, owner);
}

Result<void> set_connection_limit(Session& session, const std::string& database, const std::string& limit) {
  return say_of_database(session, "connection limit", database, limit);
}

Result<void> forget_database_grants(Session& session, const std::string& database) {
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  for (const auto& grant : (*principals)->grants()) {
    const bool is_of_databases = grant.kind == "owner" || grant.kind == "database" || grant.kind == "connection limit";
    if (!is_of_databases || grant.object != database || grant.is_public_temp()) continue;
    if (auto done = remove(session, grant); !done) return done;
  }
  if (!(*principals)->has_public_temp(database)) {
    const ClusterGrant temp{"database", 0, database, "temp", kPublicId, false, session.context().user};
    if (auto done = store(session, temp); !done) return done;
  }
  if (session.connection().IsAutoCommit()) acting_transaction_ended(session);
  return {};
}

}  // namespace slipher::engine
