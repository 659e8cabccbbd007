#include <algorithm>

#include "duckdb/common/string_util.hpp"
#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/like_pattern.h"
#include "engine/duckdb/lowering/grant_objects.h"
#include "engine/duckdb/lowering/principal_names.h"
#include "engine/duckdb/lowering/statements.h"

namespace slipher::engine {
namespace {

using Rows = std::vector<std::vector<std::optional<std::string>>>;
using ::duckdb::StringUtil;

constexpr std::int64_t kMostRows = 10'000;

/// Grants as rows; those that the user may see: a superuser all, others their own.
class GrantRows {
 public:
  GrantRows(Session& session, const Identity& who, const Principals& principals)
      : session_(session), who_(who), principals_(principals) {}

  void only(std::int64_t grantee) { only_ = grantee; }

  void add(const ObjectPrivilege& privilege) {
    if (!is_shown(privilege.grantee)) return;
    auto row = identity(privilege.grantee);
    if (row.empty()) return;
    const auto kind = StringUtil::Upper(privilege.object.kind == "relation" ? "table" : privilege.object.kind);
    const auto& name = privilege.object.name.empty() ? privilege.object.schema : privilege.object.name;
    std::vector<std::optional<std::string>> cells = {session_.context().database, privilege.object.schema, name};
    if (is_of_columns) cells.emplace_back(privilege.column);
    cells.emplace_back(is_of_columns ? "COLUMN" : kind);
    cells.emplace_back(StringUtil::Upper(privilege.privilege));
    cells.insert(cells.end(), row.begin(), row.end());
    cells.emplace_back(privilege.grantable ? "true" : "false");
    cells.emplace_back(is_of_columns ? "COLUMN" : kind);
    cells.emplace_back(privilege.grantor);
    rows.push_back(std::move(cells));
  }
  void add(const ClusterGrant& grant) {
    if (!is_shown(grant.member)) return;
    auto row = identity(grant.member);
    if (row.empty()) return;
    const auto* parent = principals_.find(grant.parent);
    const bool is_database = grant.kind == "database";
    const auto name = is_database ? grant.object : parent ? parent->name : std::string();
    std::vector<std::optional<std::string>> cells = {
        is_database ? std::optional(grant.object) : std::nullopt, std::nullopt, name,
        StringUtil::Upper(grant.kind == "system" ? "cluster" : grant.kind),
        is_database || grant.kind == "system" ? StringUtil::Upper(grant.privilege) : "USAGE"};
    cells.insert(cells.end(), row.begin(), row.end());
    cells.emplace_back(grant.with_option ? "true" : "false");
    cells.emplace_back(StringUtil::Upper(grant.kind));
    cells.emplace_back(grant.grantor);
    rows.push_back(std::move(cells));
  }

  Rows rows;
  bool is_of_columns = false;

 private:
  bool is_shown(std::int64_t grantee) const {
    if (only_ && grantee != *only_) return false;
    return who_.is_superuser || who_.grantees.contains(grantee);
  }
  // {identity_id, identity_name, identity_type}; nothing for one that is gone.
  std::vector<std::optional<std::string>> identity(std::int64_t id) const {
    if (id == kPublicId) return {"0", "public", "public"};
    const auto* principal = principals_.find(id);
    if (!principal) return {};
    return {std::to_string(id), principal->name, kind_name(principal->kind)};
  }

  Session& session_;
  const Identity& who_;
  const Principals& principals_;
  std::optional<std::int64_t> only_;
};

Result<void> add_target(Session& session, const sql::GrantTarget& target, GrantRows& out) {
  auto objects = target_objects(session, target);
  if (!objects) return objects.error();
  if (objects->empty()) return {};
  auto book = read_rights(session, session.context().database, *objects);
  if (!book) return book.error();
  for (const auto& object : *objects) {
    auto held = book->held(object);
    std::sort(held.begin(), held.end(), [](const auto& a, const auto& b) {
      return std::tie(a.privilege, a.column, a.grantee) < std::tie(b.privilege, b.column, b.grantee);
    });
    for (const auto& each : held) {
      if (each.column.empty() != out.is_of_columns) out.add(each);
    }
  }
  return {};
}

Result<void> add_everything(Session& session, const Principals& principals, GrantRows& out) {
  auto book = read_rights(session, session.context().database, {});
  if (!book) return book.error();
  for (const auto& [object, held] : book->all_held()) {
    for (const auto& each : held) out.add(each);
  }
  for (const auto& grant : principals.grants()) {
    if (grant.kind != "owner" && grant.kind != "group" && grant.kind != "connection limit") out.add(grant);
  }
  return {};
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::ShowGrants& statement) {
  auto who = acting(session);
  if (!who) return who.error();
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  GrantRows out(session, **who, **principals);
  out.is_of_columns = statement.of_columns;
  if (statement.row_limit && (*statement.row_limit < 0 || *statement.row_limit > kMostRows))
    return sql_failure("LIMIT must be between 0 and 10000");
  if (statement.grantee) {
    std::int64_t id = kPublicId;
    using Kind = sql::Grantee::Kind;
    if (statement.grantee->kind != Kind::kPublic) {
      const auto kind = statement.grantee->kind == Kind::kRole    ? PrincipalKind::kRole
                        : statement.grantee->kind == Kind::kGroup ? PrincipalKind::kGroup
                                                                  : PrincipalKind::kUser;
      auto principal = existing_principal(session, kind, statement.grantee->name);
      if (!principal) return principal.error();
      id = principal->id;
    }
    out.only(id);
  }
  if (!statement.target) {
    if (auto done = add_everything(session, **principals, out); !done) return done.error();
  } else if (statement.target->kind == sql::GrantTarget::Kind::kDatabases) {
    const auto& database = statement.target->names.front().back();
    if (!session.warehouse().check_database(database))
      return sql_failure("database \"" + database + "\" does not exist");
    for (const auto& grant : (*principals)->grants()) {
      if (grant.kind == "database" && grant.object == database) out.add(grant);
    }
  } else if (auto done = add_target(session, *statement.target, out); !done) {
    return done.error();
  }
  auto rows = std::move(out.rows);
  if (statement.like) std::erase_if(rows, [&](const auto& row) { return !matches_like(*row[2], *statement.like); });
  const auto limit = statement.row_limit.value_or(kMostRows);
  if (rows.size() > static_cast<std::size_t>(limit)) {
    if (!statement.row_limit) return sql_failure("SHOW GRANTS has more than 10000 rows: use LIMIT");
    rows.resize(static_cast<std::size_t>(limit));
  }
  std::vector<std::string> names = {"database_name", "schema_name", "object_name"};
  if (statement.of_columns) names = {"database_name", "schema_name", "table_name", "column_name"};
  for (const auto* name : {"object_type", "privilege_type", "identity_id", "identity_name", "identity_type",
                           "admin_option", "privilege_scope", "grantor_name"})
    names.emplace_back(name);
  return text_rows(std::move(names), std::move(rows));
}

}  // namespace slipher::engine
