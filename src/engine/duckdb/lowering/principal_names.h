#pragma once
#include <string>

#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/session.h"
#include "sql/grants.h"

namespace slipher::engine {

// Names in statements -> principals; all fail with `user "x" does not exist` and the like.

Result<Principal> existing_principal(Session& session, PrincipalKind kind, const std::string& name);
/// Whom GRANT names. Somebody who works here without having been created is made a superuser of record first.
Result<std::int64_t> grantee_id(Session& session, const sql::Grantee& grantee);
/// An owner-to-be: a created user, or one who works here without having been created.
Result<void> check_new_owner(Session& session, const std::string& user);
/// "user", "group", "role".
std::string kind_name(PrincipalKind kind);

/// For stl_userlog: "Create", "Alter", "Rename", "Drop"; `old_name` of RENAME.
void record_user_change(Session& session, const Principal& user, std::string_view action,
                        const std::string& old_name = {});

}  // namespace slipher::engine
