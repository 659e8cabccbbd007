#include "engine/duckdb/access/principals.h"

#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

class PrincipalsTest : public WarehouseTest {
 protected:
  std::unique_ptr<Connection> connect_as(const std::string& user, const std::string& database = "dev") {
    return *warehouse()->connect({database, user});
  }
};

Principal principal(PrincipalKind kind, std::int64_t id, const std::string& name) {
  Principal made;
  made.kind = kind;
  made.id = id;
  made.name = name;
  return made;
}

ClusterGrant grant(const std::string& kind, std::int64_t parent, std::int64_t member,
                   const std::string& privilege = {}) {
  return {kind, parent, "", privilege, member, false, "rdsdb"};
}

TEST(Principals, SomebodyUnknownIsASuperuser) {
  const auto identity = identity_of(Principals(), "anyone");
  EXPECT_TRUE(identity.is_superuser);
  EXPECT_EQ(identity.id, implicit_user_id("anyone"));
  EXPECT_EQ(implicit_user_id("awsuser"), 100);
}

TEST(Principals, RolesComeByWayOfRoles) {
  Principals principals;
  principals.add(principal(PrincipalKind::kUser, 101, "ann"));
  principals.add(principal(PrincipalKind::kRole, 102, "near"));
  principals.add(principal(PrincipalKind::kRole, 103, "far"));
  principals.add(principal(PrincipalKind::kRole, 104, "other"));
  principals.add(grant("role", 103, 102));
  principals.add(grant("role", 102, 101));
  principals.add(grant("role", 105, 101));  // is gone
  principals.add(grant("system", 0, 103, "vacuum"));
  principals.add(grant("system", 0, 104, "create user"));
  const auto identity = identity_of(principals, "ann");
  EXPECT_FALSE(identity.is_superuser);
  EXPECT_EQ(identity.grantees, (std::set<std::int64_t>{kPublicId, 101, 102, 103}));
  EXPECT_TRUE(identity.has("vacuum"));
  EXPECT_FALSE(identity.has("create user"));
}

TEST_F(PrincipalsTest, AreTheSameInEveryDatabaseAndAfterReopening) {
  must("create database other");
  auto there = connect("other");
  EXPECT_EQ(run(*there, "create user ann password disable"), Lines({"rows: 0"}));
  must("create table t (a int)");
  must("grant select on t to ann");
  auto ann = connect_as("ann");
  EXPECT_EQ(run(*ann, "select count(*) from t"), Lines({"0"}));
  EXPECT_NE(run(*ann, "insert into t values (1)").at(0).find("permission denied for relation t"), std::string::npos);
  ann.reset();
  there.reset();
  reopen();
  ann = connect_as("ann");
  EXPECT_EQ(run(*ann, "select count(*) from t"), Lines({"0"}));
  must("alter user ann createuser");  // from dev: the newer row counts
  EXPECT_EQ(run(*ann, "insert into t values (1)"), Lines({"rows: 1"}));
}

TEST_F(PrincipalsTest, OutliveTheDatabaseThatTheyWereMadeIn) {
  must("create database other");
  auto there = connect("other");
  EXPECT_EQ(run(*there, "create user ann password disable"), Lines({"rows: 0"}));
  EXPECT_EQ(run(*there, "create group readers with user ann"), Lines({"rows: 0"}));
  there.reset();
  must("create table t (a int)");
  must("grant select on t to group readers");
  must("drop database other");
  auto ann = connect_as("ann");
  EXPECT_EQ(run(*ann, "select count(*) from t"), Lines({"0"}));
  EXPECT_NE(run(*ann, "drop table t").at(0).find("must be owner of relation t"), std::string::npos);
  EXPECT_NE(error_of("create user ann password disable").find("user \"ann\" already exists"), std::string::npos);
}

TEST_F(PrincipalsTest, ATransactionInAnotherDatabaseMayDoBoth) {
  must("create database other");
  auto there = connect("other");
  for (const auto* text :
       {"begin", "create table t (a int)", "create user ann password disable", "grant select on t to ann", "commit"})
    EXPECT_EQ(run(*there, text), Lines({"rows: 0"})) << text;
  auto ann = connect_as("ann", "other");
  EXPECT_EQ(run(*ann, "select count(*) from t"), Lines({"0"}));
  // Read across, with the rights that hold over there.
  auto near = connect_as("ann");
  EXPECT_EQ(run(*near, "select count(*) from other.public.t"), Lines({"0"}));
  EXPECT_EQ(run(*there, "revoke select on t from ann"), Lines({"rows: 0"}));
  EXPECT_NE(run(*near, "select count(*) from other.public.t").at(0).find("permission denied for relation t"),
            std::string::npos);
}

TEST_F(PrincipalsTest, ANewDatabaseOfAnOldNameGivesNothing) {
  must("create user ann password disable");
  must("create database other");
  must("grant create on database other to ann");
  auto ann = connect_as("ann", "other");
  EXPECT_EQ(run(*ann, "create schema s"), Lines({"rows: 0"}));
  ann.reset();
  must("drop database other");
  must("create database other");
  ann = connect_as("ann", "other");
  EXPECT_NE(run(*ann, "create schema s").at(0).find("permission denied for database other"), std::string::npos);
}

}  // namespace
}  // namespace slipher::engine
