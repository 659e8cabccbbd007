#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/lowering/grant_objects.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/revoke.h"
#include "engine/duckdb/lowering/statements.h"
#include "engine/duckdb/lowering/table_checks.h"

namespace slipher::engine {
namespace {

struct Receiver {
  std::int64_t id;
  bool with_option;
};

Result<std::vector<Receiver>> receivers(Session& session, const std::vector<sql::Grantee>& grantees) {
  std::vector<Receiver> all;
  for (const auto& grantee : grantees) {
    if (grantee.with_option && grantee.kind != sql::Grantee::Kind::kUser)
      return sql_failure("grant options can only be granted to individual users");
    auto id = grantee_id(session, grantee);
    if (!id) return id.error();
    all.push_back({*id, grantee.with_option});
  }
  return all;
}

std::string display_name(const ObjectKey& object) { return object.name.empty() ? object.schema : object.name; }

Result<void> check_grantor(Session& session, const std::vector<ObjectKey>& objects,
                           const std::vector<sql::GrantedPrivilege>& privileges) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->is_superuser || objects.empty()) return {};
  auto book = read_rights(session, session.context().database, objects);
  if (!book) return book.error();
  for (const auto& object : objects) {
    const bool in_own_schema = object.kind != "schema" && !object.schema.empty() &&
                               book->owns(**who, {"schema", object.schema, ""}) && object.kind != "relation";
    for (const auto& privilege : privileges) {
      if (object.schema.empty() && object.kind == "relation") continue;  // temporary
      if (in_own_schema || book->may_grant(**who, object, privilege.name)) continue;
      return sql_failure("permission denied for " + object.kind + " " + display_name(object));
    }
  }
  return {};
}

// One row per object, column, privilege and receiver.
Result<std::vector<ObjectPrivilege>> rows_of(Session& session, const std::vector<ObjectKey>& objects,
                                             const std::vector<sql::GrantedPrivilege>& privileges,
                                             const std::vector<Receiver>& all) {
  std::vector<ObjectPrivilege> rows;
  for (const auto& object : objects) {
    if (object.kind == "relation" && object.schema.empty()) continue;  // nobody else sees a temporary table
    for (const auto& privilege : privileges) {
      if (!privilege.columns.empty()) {
        if (auto known = check_columns(session, {object.schema, object.name}, privilege.columns); !known)
          return known.error();
      }
      const auto columns = privilege.columns.empty() ? std::vector<std::string>{""} : privilege.columns;
      for (const auto& column : columns) {
        for (const auto& receiver : all)
          rows.push_back({object, column, privilege.name, receiver.id, receiver.with_option, {}});
      }
    }
  }
  return rows;
}

// Databases are the warehouse's.
Result<Outcome> grant_on_databases(Session& session, const sql::Grant& grant) {
  auto who = acting(session);
  if (!who) return who.error();
  auto privileges = named_privileges(grant, "database");
  if (!privileges) return privileges.error();
  auto all = receivers(session, grant.grantees);
  if (!all) return all.error();
  for (const auto& name : grant.target.names) {
    const auto& database = name.back();
    if (!session.warehouse().check_database(database))
      return sql_failure("database \"" + database + "\" does not exist");
    auto principals = principals_of(session);
    if (!principals) return principals.error();
    if (!(*who)->is_superuser && !is_same_name((*principals)->database_owner(database), (*who)->user))
      return sql_failure("permission denied for database " + database);
    for (const auto& privilege : *privileges) {
      for (const auto& receiver : *all) {
        const ClusterGrant row{"database",
                               0,
                               database,
                               privilege.name,
                               receiver.id,
                               receiver.with_option && !grant.only_option,
                               session.context().user};
        const bool takes = grant.revoke && !grant.only_option;
        if (auto done = takes ? remove(session, row) : store(session, row); !done) return done.error();
      }
    }
  }
  return Outcome{};
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::Grant& statement) {
  using Kind = sql::GrantTarget::Kind;
  if (statement.target.kind == Kind::kDatabases) return grant_on_databases(session, statement);
  auto privileges = named_privileges(statement, object_kind(statement.target));
  if (!privileges) return privileges.error();
  auto objects = target_objects(session, statement.target);
  if (!objects) return objects.error();
  if (statement.target.kind == Kind::kAssumeRole) {
    privileges->clear();
    for (const auto& command : statement.target.commands) privileges->push_back({command, {}});
  }
  auto all = receivers(session, statement.grantees);
  if (!all) return all.error();
  if (auto may = check_grantor(session, *objects, *privileges); !may) return may.error();
  auto rows = rows_of(session, *objects, *privileges, *all);
  if (!rows) return rows.error();
  auto done = statement.revoke ? take_privileges(session, *rows, statement.only_option, statement.cascade)
                               : give_privileges(session, *std::move(rows));
  if (!done) return done.error();
  return Outcome{};
}

}  // namespace slipher::engine
