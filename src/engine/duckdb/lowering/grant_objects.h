#pragma once
#include <string>
#include <vector>

#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/session.h"
#include "sql/grants.h"

namespace slipher::engine {

/// The kind of object that a GRANT's target is in ObjectKey: "relation", "schema" ...; of a scope, its own.
std::string object_kind(const sql::GrantTarget& target);

/// The objects of the session's database that a GRANT names; fails where one is not there. Databases are none.
Result<std::vector<ObjectKey>> target_objects(Session& session, const sql::GrantTarget& target);

/// Which privileges are named, lower case and with their columns; ALL is all of them. Fails for what such objects do
/// not have: `invalid privilege type USAGE for relation`.
Result<std::vector<sql::GrantedPrivilege>> named_privileges(const sql::Grant& grant, const std::string& kind);

}  // namespace slipher::engine
