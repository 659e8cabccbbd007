#include "engine/duckdb/lowering/principal_names.h"

#include "engine/duckdb/access/principal_store.h"

namespace slipher::engine {
namespace {

bool is_at_work(Session& session, const std::string& user) {
  return is_same_name(user, session.context().user) || is_same_name(user, session.context().session_user);
}

}  // namespace

std::string kind_name(PrincipalKind kind) {
  return kind == PrincipalKind::kUser ? "user" : kind == PrincipalKind::kGroup ? "group" : "role";
}

Result<Principal> existing_principal(Session& session, PrincipalKind kind, const std::string& name) {
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  if (const auto* found = (*principals)->find(kind, name)) return *found;
  return sql_failure(kind_name(kind) + " \"" + name + "\" does not exist");
}

Result<std::int64_t> grantee_id(Session& session, const sql::Grantee& grantee) {
  using Kind = sql::Grantee::Kind;
  if (grantee.kind == Kind::kPublic) return kPublicId;
  const auto kind = grantee.kind == Kind::kRole    ? PrincipalKind::kRole
                    : grantee.kind == Kind::kGroup ? PrincipalKind::kGroup
                                                   : PrincipalKind::kUser;
  auto found = existing_principal(session, kind, grantee.name);
  if (found) return found->id;
  if (kind != PrincipalKind::kUser || !is_at_work(session, grantee.name)) return found.error();
  auto id = new_principal_id(session);
  if (!id) return id;
  Principal principal;
  principal.id = *id;
  principal.name = grantee.name;
  principal.is_superuser = true;
  principal.may_create_databases = true;
  principal.syslog_access = "UNRESTRICTED";
  if (auto done = store(session, principal); !done) return done.error();
  return *id;
}

Result<void> check_new_owner(Session& session, const std::string& user) {
  if (is_at_work(session, user)) return {};
  auto found = existing_principal(session, PrincipalKind::kUser, user);
  if (!found) return found.error();
  return {};
}

void record_user_change(Session& session, const Principal& user, std::string_view action, const std::string& old_name) {
  UserChange change;
  change.user_id = user.id;
  change.user = user.name;
  change.old_name = old_name;
  change.action = action;
  change.may_create_databases = user.may_create_databases;
  change.is_superuser = user.is_superuser;
  change.valid_until = user.valid_until;
  change.process_id = session.context().process_id;
  session.warehouse().activity()->add_user_change(std::move(change));
}

}  // namespace slipher::engine
