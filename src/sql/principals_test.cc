#include "sql/principals.h"

#include <gtest/gtest.h>

#include "sql/tree.h"

namespace slipher::sql {
namespace {

template <class Statement>
Statement parsed(std::string_view text) {
  auto tree = parse(text);
  EXPECT_TRUE(tree) << text << ": " << (tree ? "" : tree.error().message);
  if (!tree || !*tree || !std::holds_alternative<Statement>(**tree)) {
    ADD_FAILURE() << text << " is something else";
    return {};
  }
  return std::get<Statement>(**tree);
}

std::string failure(std::string_view text) {
  auto tree = parse(text);
  return tree ? "" : tree.error().message;
}

std::string refusal(std::string_view text) { return parsed<Unsupported>(text).construct; }

TEST(Principals, CreateUserTakesItsOptionsInAnyOrder) {
  const auto user = parsed<CreateUser>(
      "CREATE USER \"Ann\" WITH IN GROUP a, b PASSWORD 'Abcdefg1' CREATEDB NOCREATEUSER SYSLOG ACCESS UNRESTRICTED "
      "VALID UNTIL '2030-01-01' CONNECTION LIMIT UNLIMITED SESSION TIMEOUT 60 EXTERNALID 'Xy'");
  EXPECT_EQ(user.name, "ann");
  EXPECT_EQ(user.groups, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(user.options.password, "Abcdefg1");
  EXPECT_EQ(user.options.may_create_databases, true);
  EXPECT_EQ(user.options.is_superuser, false);
  EXPECT_EQ(user.options.syslog_access, "unrestricted");
  EXPECT_EQ(user.options.valid_until, "2030-01-01");
  EXPECT_EQ(user.options.connection_limit, -1);
  EXPECT_EQ(user.options.session_timeout, 60);
  EXPECT_EQ(user.options.external_id, "Xy");
  EXPECT_TRUE(parsed<CreateUser>("create user u password disable").options.password_disabled);
  EXPECT_NE(failure("CREATE USER u CREATEDB"), "");
}

TEST(Principals, AlterUser) {
  EXPECT_EQ(parsed<AlterUser>("ALTER USER u RENAME TO w").new_name, "w");
  const auto set = parsed<AlterUser>("ALTER USER u SET search_path TO a, 'B'");
  EXPECT_EQ(set.parameter, "search_path");
  EXPECT_EQ(set.parameter_value, "a, B");
  EXPECT_EQ(parsed<AlterUser>("ALTER USER u RESET x").parameter_value, std::nullopt);
  EXPECT_EQ(parsed<AlterUser>("ALTER USER u RESET SESSION TIMEOUT").options.session_timeout, 0);
  EXPECT_NE(failure("ALTER USER u"), "");
}

TEST(Principals, GroupsAndRoles) {
  EXPECT_EQ(parsed<CreateGroup>("CREATE GROUP g USER a, b").users.size(), 2U);
  EXPECT_EQ(parsed<AlterGroup>("ALTER GROUP g DROP USER a").kind, AlterGroup::Kind::kDrop);
  EXPECT_EQ(parsed<CreateRole>("CREATE ROLE r EXTERNALID \"Big\"").external_id, "Big");
  const auto role = parsed<AlterRole>("ALTER ROLE r WITH RENAME TO s, OWNER TO u EXTERNALID TO 'x'");
  EXPECT_EQ(role.new_name, "s");
  EXPECT_EQ(role.owner, "u");
  EXPECT_EQ(role.external_id, "x");
  const auto drop = parsed<DropPrincipals>("DROP ROLE r FORCE");
  EXPECT_EQ(drop.kind, DropPrincipals::Kind::kRole);
  EXPECT_TRUE(drop.force);
  EXPECT_TRUE(parsed<DropPrincipals>("DROP USER IF EXISTS a, b").if_exists);
}

TEST(Grants, OnObjects) {
  const auto grant =
      parsed<Grant>("GRANT SELECT (a, b), UPDATE ON TABLE s.t, u TO ann WITH GRANT OPTION, ROLE r, GROUP g, PUBLIC");
  EXPECT_EQ(grant.privileges.at(0).columns, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(grant.privileges.at(1).name, "update");
  EXPECT_EQ(grant.target.names, (std::vector<QualifiedName>{{"s", "t"}, {"u"}}));
  ASSERT_EQ(grant.grantees.size(), 4U);
  EXPECT_TRUE(grant.grantees[0].with_option);
  EXPECT_EQ(grant.grantees[1].kind, Grantee::Kind::kRole);
  EXPECT_EQ(grant.grantees[2].kind, Grantee::Kind::kGroup);
  EXPECT_EQ(grant.grantees[3].kind, Grantee::Kind::kPublic);

  using Kind = GrantTarget::Kind;
  EXPECT_TRUE(parsed<Grant>("GRANT ALL ON ALL TABLES IN SCHEMA a, b TO u").target.all_in_schema);
  EXPECT_EQ(parsed<Grant>("REVOKE ALL PRIVILEGES ON DATABASE d FROM u").target.kind, Kind::kDatabases);
  EXPECT_EQ(parsed<Grant>("GRANT USAGE ON LANGUAGE sql TO u").target.kind, Kind::kLanguages);
  EXPECT_TRUE(parsed<Grant>("REVOKE GRANT OPTION FOR SELECT ON t FROM u CASCADE").only_option);
  const auto execute =
      parsed<Grant>("GRANT EXECUTE ON FUNCTION f(x varchar(10), double precision), g() TO ROLE r").target;
  EXPECT_EQ(execute.signatures.at(0), (std::vector<std::string>{"character varying", "double precision"}));
  EXPECT_EQ(execute.signatures.at(1), std::vector<std::string>());
}

TEST(Grants, ScopesRolesAndSystemPrivileges) {
  const auto scope = parsed<Grant>("GRANT SELECT FOR TABLES IN SCHEMA s DATABASE d TO ROLE r");
  EXPECT_EQ(scope.target.scope, "tables");
  EXPECT_EQ(scope.target.names, (std::vector<QualifiedName>{{"d", "s"}}));
  EXPECT_TRUE(parsed<Grant>("REVOKE USAGE FOR SCHEMAS IN DATABASE d FROM u").target.in_database);
  const auto roles = parsed<GrantRoles>("GRANT ROLE a, sys:operator TO u WITH ADMIN OPTION, ROLE r");
  EXPECT_EQ(roles.roles, (std::vector<std::string>{"a", "sys:operator"}));
  EXPECT_TRUE(roles.grantees.at(0).with_option);
  EXPECT_EQ(parsed<GrantRoles>("REVOKE ADMIN OPTION FOR a FROM u").only_option, true);
  const auto system = parsed<GrantSystemPrivileges>("GRANT CREATE OR REPLACE VIEW, VACUUM TO ROLE r");
  EXPECT_EQ(system.privileges, (std::vector<std::string>{"create or replace view", "vacuum"}));
  EXPECT_EQ(parsed<Grant>("GRANT ASSUMEROLE ON DEFAULT TO u FOR ALL").target.commands.size(), 4U);
  const auto assume = parsed<Grant>("GRANT ASSUMEROLE ON 'arn:x' TO u FOR COPY, UNLOAD");
  EXPECT_EQ(assume.target.commands, (std::vector<std::string>{"copy", "unload"}));
}

TEST(Grants, RefusedByName) {
  EXPECT_EQ(refusal("GRANT USAGE ON DATASHARE d TO NAMESPACE 'x'"), "GRANT ON DATASHARE");
  EXPECT_EQ(refusal("REVOKE EXECUTE ON MODEL m FROM u"), "REVOKE ON MODEL");
  EXPECT_EQ(refusal("GRANT SELECT ON t TO RLS POLICY p"), "GRANT TO RLS POLICY");
  EXPECT_NE(failure("GRANT SELECT ON t"), "");
  EXPECT_NE(failure("GRANT SELECT ON t TO u extra"), "");
}

TEST(Grants, DefaultsAndShow) {
  const auto alter = parsed<AlterDefaultPrivileges>(
      "ALTER DEFAULT PRIVILEGES FOR USER a, b IN SCHEMA s REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC RESTRICT");
  EXPECT_EQ(alter.users, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(alter.grant.revoke);
  EXPECT_EQ(alter.grant.target.kind, GrantTarget::Kind::kFunctions);
  const auto show = parsed<ShowGrants>("SHOW GRANTS ON TABLE d.s.t FOR ROLE r LIMIT 5");
  EXPECT_EQ(show.target->names.at(0).size(), 3U);
  EXPECT_EQ(show.grantee->kind, Grantee::Kind::kRole);
  EXPECT_EQ(show.row_limit, 5);
  EXPECT_TRUE(parsed<ShowGrants>("SHOW COLUMN GRANTS ON TABLE t").of_columns);
}

}  // namespace
}  // namespace slipher::sql
