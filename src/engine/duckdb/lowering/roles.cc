#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/statements.h"

namespace slipher::engine {
namespace {

Result<void> check_new_name(Session& session, PrincipalKind kind, const std::string& name) {
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  if (name == "public" || name.starts_with("sys:"))
    return sql_failure(kind_name(kind) + " name \"" + name + "\" is reserved");
  if ((*principals)->find(kind, name)) return sql_failure(kind_name(kind) + " \"" + name + "\" already exists");
  return {};
}

Result<Principal> make(Session& session, PrincipalKind kind, const std::string& name) {
  if (auto free = check_new_name(session, kind, name); !free) return free.error();
  auto id = new_principal_id(session);
  if (!id) return id.error();
  Principal principal;
  principal.kind = kind;
  principal.id = *id;
  principal.name = name;
  principal.owner = session.context().user;
  return principal;
}

Result<void> add_users(Session& session, std::int64_t group, const std::vector<std::string>& users, bool leave) {
  for (const auto& name : users) {
    auto user = existing_principal(session, PrincipalKind::kUser, name);
    if (!user) return user.error();
    const ClusterGrant grant{"group", group, "", "", user->id, false, session.context().user};
    if (auto done = leave ? remove(session, grant) : store(session, grant); !done) return done;
  }
  return {};
}

// Superusers, the role's owner, and roles with the system privilege.
Result<void> check_role_owner(Session& session, const Principal& role, std::string_view system_privilege) {
  if (role.name.starts_with("sys:")) return sql_failure("role \"" + role.name + "\" is system-defined");
  if (role.owner == session.context().user) return {};
  return check_superuser(session, system_privilege, "must be owner of role " + role.name);
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::CreateGroup& statement) {
  if (auto may = check_superuser(session, "", "must be superuser to create groups"); !may) return may.error();
  auto group = make(session, PrincipalKind::kGroup, statement.name);
  if (!group) return group.error();
  if (auto done = store(session, *group); !done) return done.error();
  if (auto done = add_users(session, group->id, statement.users, false); !done) return done.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::AlterGroup& statement) {
  if (auto may = check_superuser(session, "", "must be superuser to alter groups"); !may) return may.error();
  auto group = existing_principal(session, PrincipalKind::kGroup, statement.name);
  if (!group) return group.error();
  if (statement.kind == sql::AlterGroup::Kind::kRename) {
    if (auto free = check_new_name(session, PrincipalKind::kGroup, statement.new_name); !free) return free.error();
    group->name = statement.new_name;
    if (auto done = store(session, *group); !done) return done.error();
    return Outcome{};
  }
  const bool leave = statement.kind == sql::AlterGroup::Kind::kDrop;
  if (auto done = add_users(session, group->id, statement.users, leave); !done) return done.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::CreateRole& statement) {
  if (auto may = check_superuser(session, "create role", "permission denied to create role"); !may) return may.error();
  auto role = make(session, PrincipalKind::kRole, statement.name);
  if (!role) return role.error();
  role->external_id = statement.external_id;
  if (auto done = store(session, *role); !done) return done.error();
  return Outcome{};
}

Result<Outcome> lower_statement(Session& session, const sql::AlterRole& statement) {
  auto role = existing_principal(session, PrincipalKind::kRole, statement.name);
  if (!role) return role.error();
  if (auto may = check_role_owner(session, *role, "create role"); !may) return may.error();
  if (!statement.new_name.empty()) {
    if (auto free = check_new_name(session, PrincipalKind::kRole, statement.new_name); !free) return free.error();
    role->name = statement.new_name;
  }
  if (!statement.owner.empty()) {
    if (auto known = check_new_owner(session, statement.owner); !known) return known.error();
    role->owner = statement.owner;
  }
  if (statement.external_id) role->external_id = *statement.external_id;
  if (auto done = store(session, *role); !done) return done.error();
  return Outcome{};
}

}  // namespace slipher::engine
