#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/session.h"
#include "sql/tree.h"

namespace slipher::engine {

/// Whether the session's user may run a statement that sql::parse() made a tree of, as far as that can be told before
/// it runs; queries inside of it are looked at by check_query(). Free for superusers.
Result<void> authorize(Session& session, const sql::Tree& tree);

// For statements that find out later what they need. All are free for superusers.

/// `permission denied for relation t` ...; USAGE on the schema too.
Result<void> check_relation_privilege(Session& session, const Session::ObjectName& relation,
                                      std::string_view privilege);
/// `permission denied for schema s`: CREATE, USAGE.
Result<void> check_schema_privilege(Session& session, const std::string& schema, std::string_view privilege);
/// `permission denied for database d`: CREATE, TEMP, of the session's database.
Result<void> check_database_privilege(Session& session, std::string_view privilege);
/// `must be owner of relation t`; a role with `system_privilege`, and who holds `privilege` on it, may too.
Result<void> check_relation_owner(Session& session, const Session::ObjectName& relation,
                                  std::string_view system_privilege, std::string_view privilege = {});
/// `must be owner of schema s`.
Result<void> check_schema_owner(Session& session, const std::string& schema, std::string_view system_privilege = {});
/// Fails with `message` unless the user is a superuser or has a role with `system_privilege`.
Result<void> check_superuser(Session& session, std::string_view system_privilege, const std::string& message);

// Routines: ObjectKey{"function" | "procedure", schema, "f(integer, character varying)"}; their owners are remembered
// with them.

/// `permission denied for procedure p` unless the user may call it; USAGE on its schema too.
Result<void> check_execute(Session& session, const ObjectKey& routine);
/// `must be owner of function f`.
Result<void> check_routine_owner(Session& session, const ObjectKey& routine);
/// "" = there is none of that name, or nobody but the superusers owns it.
Result<std::string> owner_of(Session& session, const ObjectKey& object);

/// "f(integer, character varying)": how a routine is named in ObjectKey.
std::string routine_signature(const std::string& name, const std::vector<std::string>& argument_types);

}  // namespace slipher::engine
