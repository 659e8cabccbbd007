#include <algorithm>

#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/statements.h"
#include "sql/system_privileges.h"

namespace slipher::engine {
namespace {

// Superusers, the role's owner, and who has it WITH ADMIN OPTION.
Result<void> check_may_grant(Session& session, const Principal& role) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->is_superuser || role.owner == (*who)->user) return {};
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  for (const auto& grant : (*principals)->grants()) {
    if (grant.kind == "role" && grant.parent == role.id && grant.with_option && (*who)->grantees.contains(grant.member))
      return {};
  }
  return sql_failure("permission denied for role " + role.name);
}

// Without ROLE before it, a name that is no role's is looked for among users.
Result<Principal> receiver(Session& session, const sql::Grantee& grantee) {
  using Kind = sql::Grantee::Kind;
  if (grantee.kind == Kind::kPublic || grantee.kind == Kind::kGroup)
    return sql_failure("roles can only be granted to users and roles");
  if (grantee.kind == Kind::kRole) return existing_principal(session, PrincipalKind::kRole, grantee.name);
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  const auto* role = (*principals)->find(PrincipalKind::kRole, grantee.name);
  if (role && !(*principals)->find(PrincipalKind::kUser, grantee.name)) return *role;
  auto id = grantee_id(session, grantee);
  if (!id) return id.error();
  return existing_principal(session, PrincipalKind::kUser, grantee.name);
}

// Whether `role` is had, at any distance, by `by`: granting it the other way round would close a circle.
bool is_had_by(const Principals& principals, std::int64_t role, std::int64_t by) {
  if (role == by) return true;
  for (const auto& grant : principals.grants()) {
    if (grant.kind == "role" && grant.member == by && is_had_by(principals, role, grant.parent)) return true;
  }
  return false;
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::GrantRoles& statement) {
  for (const auto& name : statement.roles) {
    auto role = existing_principal(session, PrincipalKind::kRole, name);
    if (!role) return role.error();
    if (auto may = check_may_grant(session, *role); !may) return may.error();
    for (const auto& grantee : statement.grantees) {
      auto member = receiver(session, grantee);
      if (!member) return member.error();
      ClusterGrant grant{"role", role->id, "", "", member->id, grantee.with_option, session.context().user};
      if (statement.revoke && !statement.only_option) {
        if (auto done = remove(session, grant); !done) return done.error();
        continue;
      }
      if (grant.with_option && member->kind == PrincipalKind::kRole)
        return sql_failure("ADMIN OPTION can only be granted to users");
      auto principals = principals_of(session);
      if (!principals) return principals.error();
      if (is_had_by(**principals, member->id, role->id))
        return sql_failure("role \"" + role->name + "\" is a member of role \"" + member->name + "\"");
      if (statement.only_option) grant.with_option = false;
      if (auto done = store(session, grant); !done) return done.error();
    }
  }
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::GrantSystemPrivileges& statement) {
  if (auto may = check_superuser(session, "", "must be superuser to grant system privileges"); !may) return may.error();
  for (const auto& grantee : statement.grantees) {
    const bool is_role = grantee.kind == sql::Grantee::Kind::kRole;
    if (!is_role) return sql_failure("system privileges can only be granted to roles");
    auto role = existing_principal(session, PrincipalKind::kRole, grantee.name);
    if (!role) return role.error();
    if (role->name.starts_with("sys:")) return sql_failure("role \"" + role->name + "\" is system-defined");
    for (const auto& privilege : statement.privileges) {
      const ClusterGrant grant{"system", 0, "", privilege, role->id, false, session.context().user};
      if (auto done = statement.revoke ? remove(session, grant) : store(session, grant); !done) return done.error();
    }
  }
  return Outcome{};
}

}  // namespace slipher::engine
