#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/own_catalog.h"

namespace slipher::engine {
namespace {

/// Why a principal cannot go; nothing when it can.
struct Dependency {
  std::string reason;  // "owns some object"
  std::string detail;
};

std::string shown_object(::duckdb::MaterializedQueryResult& rows) {
  std::string object;
  for (std::size_t column = 0; column < 3; ++column) {
    const auto part = rows.GetValue(column, 0).ToString();
    if (part.empty()) continue;
    object += (object.empty() ? "" : column == 2 && object.find(' ') != std::string::npos ? "." : " ") + part;
  }
  return object;
}

std::optional<Dependency> owned_database(const Principals& principals, const Principal& principal) {
  for (const auto& grant : principals.grants()) {
    if (principal.kind == PrincipalKind::kUser && grant.kind == "owner" && is_same_name(grant.grantor, principal.name))
      return Dependency{"owns some object", "owner of database " + grant.object};
    if (grant.kind == "database" && grant.member == principal.id)
      return Dependency{"has a privilege on some object", "privileges for database " + grant.object};
  }
  return std::nullopt;
}

// Of every database, since none of them may keep speaking of a principal that is gone.
Result<std::optional<Dependency>> first_dependency(Session& session, const Principals& principals,
                                                   const Principal& principal) {
  auto databases = session.warehouse().list_databases();
  if (!databases) return databases.error();
  const auto id = std::to_string(principal.id);
  for (const auto& database : *databases) {
    if (principal.kind == PrincipalKind::kUser) {
      auto owned = owned_objects(session, database, principal.name);
      if (!owned) return owned.error();
      if (!owned->empty()) return std::optional(Dependency{"owns some object", "owner of " + owned->front()});
    }
    auto rows = session.runner().fetch(
        "SELECT object_kind, schema_name, object_name FROM " + internal_table(database, "privileges") +
        " WHERE grantee = " + id + " UNION ALL SELECT 'default privileges of user', '', owner FROM " +
        internal_table(database, "default_privileges") + " WHERE grantee = " + id + " LIMIT 1");
    if (!rows) return rows.error();
    if ((*rows)->RowCount() > 0)
      return std::optional(Dependency{"has a privilege on some object", "privileges for " + shown_object(**rows)});
  }
  return owned_database(principals, principal);
}

// The user's own memberships, or what a group or role has given and has.
Result<void> forget_grants(Session& session, const Principals& principals, const Principal& principal) {
  for (const auto& grant : principals.grants()) {
    if (grant.member != principal.id && grant.parent != principal.id) continue;
    if (auto done = remove(session, grant); !done) return done;
  }
  const auto id = std::to_string(principal.id);
  return run_all(session, {"DELETE FROM " + internal(session, "privileges") + " WHERE grantee = " + id,
                           "DELETE FROM " + internal(session, "default_privileges") + " WHERE grantee = " + id});
}

// A role that others have, or that has roles, goes only with FORCE.
bool is_granted(const Principals& principals, const Principal& role) {
  for (const auto& grant : principals.grants()) {
    if (grant.kind == "role" && (grant.parent == role.id || grant.member == role.id)) return true;
  }
  return false;
}

Result<void> check_may_drop(Session& session, const Principal& principal) {
  switch (principal.kind) {
    case PrincipalKind::kUser: {
      auto may = check_superuser(session, principal.is_superuser ? "" : "drop user", "must be superuser to drop users");
      if (!may) return may;
      if (principal.name == session.context().user || principal.name == session.context().session_user)
        return sql_failure("current user cannot be dropped");
      if (principal.name == kServiceUser || principal.name == kAdministrator)
        return sql_failure("user \"" + principal.name + "\" cannot be dropped");
      return {};
    }
    case PrincipalKind::kGroup:
      return check_superuser(session, "", "must be superuser to drop groups");
    case PrincipalKind::kRole:
      if (principal.name.starts_with("sys:")) return sql_failure("role \"" + principal.name + "\" is system-defined");
      if (principal.owner == session.context().user) return {};
      return check_superuser(session, "drop role", "must be owner of role " + principal.name);
  }
  return {};
}

Result<void> drop(Session& session, const Principal& principal, bool force) {
  if (auto may = check_may_drop(session, principal); !may) return may;
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  const bool is_role = principal.kind == PrincipalKind::kRole;
  if (is_role && !force && is_granted(**principals, principal))
    return sql_failure("cannot drop role " + principal.name +
                       " because other objects depend on it\n  Hint: Use DROP ROLE ... FORCE to revoke it too.");
  if (!is_role || !force) {
    auto dependency = first_dependency(session, **principals, principal);
    if (!dependency) return dependency.error();
    const auto kind = kind_name(principal.kind);
    if (*dependency)
      return sql_failure(kind + " \"" + principal.name + "\" can't be dropped because the " + kind + " " +
                         (*dependency)->reason + "\n  Detail: " + (*dependency)->detail);
  }
  if (auto done = forget_grants(session, **principals, principal); !done) return done;
  return remove(session, principal);
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::DropPrincipals& statement) {
  using Kind = sql::DropPrincipals::Kind;
  const auto kind = statement.kind == Kind::kUser    ? PrincipalKind::kUser
                    : statement.kind == Kind::kGroup ? PrincipalKind::kGroup
                                                     : PrincipalKind::kRole;
  for (const auto& name : statement.names) {
    auto principal = existing_principal(session, kind, name);
    if (!principal && statement.if_exists) continue;
    if (!principal) return principal.error();
    if (auto done = drop(session, *principal, statement.force); !done) return done.error();
    if (kind == PrincipalKind::kUser) record_user_change(session, *principal, "Drop");
  }
  return Outcome{};
}

}  // namespace slipher::engine
