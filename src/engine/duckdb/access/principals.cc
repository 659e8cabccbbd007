#include "engine/duckdb/access/principals.h"

#include "duckdb/common/string_util.hpp"

namespace slipher::engine {
namespace {

constexpr std::int64_t kServiceUserId = 1;
constexpr std::int64_t kAdministratorId = 100;

/// The roles that every warehouse has (Amazon Redshift, "Redshift system-defined roles").
struct SystemRole {
  std::int64_t id;
  std::string_view name;
  std::vector<std::string_view> privileges;
};

const std::vector<SystemRole>& system_roles() {
  static const std::vector<SystemRole> kRoles = {
      {11, "sys:monitor", {"access catalog", "access system table"}},
      {12, "sys:operator", {"access catalog", "access system table", "vacuum", "analyze", "cancel"}},
      {13,
       "sys:dba",
       {"access catalog",
        "access system table",
        "vacuum",
        "analyze",
        "cancel",
        "create schema",
        "drop schema",
        "create table",
        "drop table",
        "alter table",
        "truncate table",
        "create or replace function",
        "drop function",
        "create or replace procedure",
        "drop procedure",
        "create or replace view",
        "drop view",
        "create model",
        "drop model",
        "create library",
        "drop library",
        "create datashare",
        "alter datashare",
        "drop datashare",
        "create or replace external function",
        "alter default privileges"}},
      {14, "sys:superuser", {}},
      {15,
       "sys:secadmin",
       {"access catalog", "access system table", "create user", "drop user", "alter user", "create role", "drop role",
        "explain rls", "ignore rls", "explain masking"}},
  };
  return kRoles;
}

}  // namespace

bool is_same_name(std::string_view one, std::string_view other) {
  return ::duckdb::StringUtil::CIEquals(std::string(one), std::string(other));
}

void Principals::add(Principal principal) {
  const auto id = principal.id;
  by_id_.insert_or_assign(id, std::move(principal));
}

const Principal* Principals::find(PrincipalKind kind, std::string_view name) const {
  for (const auto& [id, principal] : by_id_) {
    if (principal.kind == kind && is_same_name(principal.name, name)) return &principal;
  }
  return nullptr;
}

const Principal* Principals::find(std::int64_t id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

std::string Principals::database_owner(const std::string& database) const {
  for (const auto& grant : grants_) {
    if (grant.kind == "owner" && grant.object == database) return grant.grantor;
  }
  return {};
}

void add_system_principals(Principals& principals) {
  for (const auto& role : system_roles()) {
    Principal principal;
    principal.kind = PrincipalKind::kRole;
    principal.id = role.id;
    principal.name = role.name;
    principal.owner = kServiceUser;
    principals.add(std::move(principal));
    for (const auto privilege : role.privileges) {
      ClusterGrant grant;
      grant.kind = "system";
      grant.privilege = privilege;
      grant.member = role.id;
      grant.grantor = kServiceUser;
      principals.add(std::move(grant));
    }
  }
  for (const auto& [id, name] :
       {std::pair(kServiceUserId, kServiceUser), std::pair(kAdministratorId, kAdministrator)}) {
    if (principals.find(PrincipalKind::kUser, name)) continue;
    Principal principal;
    principal.id = id;
    principal.name = name;
    principal.is_superuser = true;
    principal.may_create_databases = true;
    principal.syslog_access = "UNRESTRICTED";
    principals.add(std::move(principal));
  }
}

std::set<std::int64_t> roles_of(const Principals& principals, std::int64_t id) {
  std::set<std::int64_t> found{id};
  // Roles may have roles; groups have users only. As many rounds as the longest chain.
  for (bool grew = true; grew;) {
    grew = false;
    for (const auto& grant : principals.grants()) {
      if ((grant.kind != "group" && grant.kind != "role") || !found.contains(grant.member)) continue;
      if (!principals.find(grant.parent)) continue;
      grew = found.insert(grant.parent).second || grew;
    }
  }
  return found;
}

Identity identity_of(const Principals& principals, const std::string& user) {
  Identity identity;
  identity.user = user;
  identity.id = implicit_user_id(user);
  const auto* self = principals.find(PrincipalKind::kUser, user);
  identity.grantees = {kPublicId};
  if (!self) return identity;
  identity.id = self->id;
  identity.is_superuser = self->is_superuser;
  identity.may_create_databases = self->may_create_databases || self->is_superuser;
  identity.grantees.merge(roles_of(principals, self->id));
  for (const auto& grant : principals.grants()) {
    if (grant.kind == "system" && identity.grantees.contains(grant.member))
      identity.system_privileges.insert(grant.privilege);
  }
  const auto* all_powerful = principals.find(PrincipalKind::kRole, "sys:superuser");
  if (all_powerful && identity.grantees.contains(all_powerful->id)) identity.is_superuser = true;
  return identity;
}

std::int64_t implicit_user_id(std::string_view user) {
  if (user == kServiceUser) return kServiceUserId;
  if (user == kAdministrator) return kAdministratorId;
  // FNV-1a: the same number in every run, out of the way of those that are given out.
  std::uint32_t hash = 2166136261U;
  for (const char c : user) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return 1'000'000'000 + static_cast<std::int64_t>(hash % 1'000'000'000U);
}

}  // namespace slipher::engine
