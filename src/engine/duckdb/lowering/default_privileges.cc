#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/lowering/grant_objects.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

struct Defaults {
  std::string owner;
  std::string schema;  // "" = every schema
  std::string kind;
};

Result<void> change(Session& session, const Defaults& defaults, const std::string& privilege, std::int64_t grantee,
                    const sql::AlterDefaultPrivileges& statement, bool with_option) {
  const auto table = internal(session, "default_privileges");
  const auto where = " WHERE owner = " + quote_text(defaults.owner) +
                     " AND schema_name = " + quote_text(defaults.schema) +
                     " AND object_kind = " + quote_text(defaults.kind) + " AND grantee = " + std::to_string(grantee) +
                     " AND privilege IN (";
  const bool is_public_execute = defaults.kind == "function" && grantee == kPublicId;
  const auto insert = [&](const std::string& what, bool grantable) {
    return "INSERT INTO " + table + " VALUES (" + quote_text(defaults.owner) + ", " + quote_text(defaults.schema) +
           ", " + quote_text(defaults.kind) + ", " + quote_text(what) + ", " + std::to_string(grantee) + ", " +
           (grantable ? "true" : "false") + ")";
  };
  if (statement.grant.only_option)
    return run_all(session, {"UPDATE " + table + " SET grantable = false" + where + quote_text(privilege) + ")"});
  std::vector<std::string> texts = {"DELETE FROM " + table + where + quote_text(privilege) +
                                    (is_public_execute ? ", " + quote_text(kNoPrivilege) : "") + ")"};
  if (!statement.grant.revoke)
    texts.push_back(insert(privilege, with_option));
  else if (is_public_execute)
    texts.push_back(insert(kNoPrivilege, false));
  return run_all(session, texts);
}

Result<std::vector<Defaults>> places(Session& session, const sql::AlterDefaultPrivileges& statement) {
  auto users = statement.users;
  if (users.empty()) users.push_back(session.context().user);
  auto schemas = statement.schemas;
  if (schemas.empty()) schemas.emplace_back();
  std::vector<Defaults> all;
  for (const auto& user : users) {
    if (auto known = check_new_owner(session, user); !known) return known.error();
    if (user != session.context().user) {
      auto may = check_superuser(session, "alter default privileges", "permission denied to alter default privileges");
      if (!may) return may.error();
    }
    for (const auto& schema : schemas) {
      if (!schema.empty()) {
        auto known = target_objects(session, {.kind = sql::GrantTarget::Kind::kSchemas, .names = {{schema}}});
        if (!known) return known.error();
      }
      all.push_back({user, schema, object_kind(statement.grant.target)});
    }
  }
  return all;
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::AlterDefaultPrivileges& statement) {
  auto privileges = named_privileges(statement.grant, object_kind(statement.grant.target));
  if (!privileges) return privileges.error();
  auto all = places(session, statement);
  if (!all) return all.error();
  for (const auto& grantee : statement.grant.grantees) {
    auto id = grantee_id(session, grantee);
    if (!id) return id.error();
    for (const auto& defaults : *all) {
      for (const auto& privilege : *privileges) {
        auto done = change(session, defaults, privilege.name, *id, statement, grantee.with_option);
        if (!done) return done.error();
      }
    }
  }
  return Outcome{};
}

}  // namespace slipher::engine
