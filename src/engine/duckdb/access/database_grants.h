#pragma once
#include <string>

#include "base/result.h"

namespace slipher::engine {

class Session;

// CREATE and DROP DATABASE run outside of transactions; what they say of privileges is written in one of its own. A
// server that is killed between the two leaves a database that belongs to the superusers.

Result<void> set_database_owner(Session& session, const std::string& database, const std::string& owner);
/// Kept for the catalog: it limits nothing.
Result<void> set_connection_limit(Session& session, const std::string& database, const std::string& limit);
/// Its owner, limit and privileges: another one of that name begins without them.
Result<void> forget_database_grants(Session& session, const std::string& database);

}  // namespace slipher::engine
