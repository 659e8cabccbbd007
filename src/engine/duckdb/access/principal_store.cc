#include "engine/duckdb/access/principal_store.h"

#include <algorithm>

#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/access/principal_cache.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/session.h"

namespace slipher::engine {
namespace {

constexpr const char* kPrincipals = "principals";
constexpr const char* kGrants = "cluster_grants";

std::string literal(bool value) { return value ? "true" : "false"; }

std::string kind_text(PrincipalKind kind) {
  return kind == PrincipalKind::kUser ? "user" : kind == PrincipalKind::kGroup ? "group" : "role";
}

PrincipalKind kind_of(const std::string& text) {
  return text == "user" ? PrincipalKind::kUser : text == "group" ? PrincipalKind::kGroup : PrincipalKind::kRole;
}

// The rows that count, removed ones too.
std::string newest(const std::vector<std::string>& databases, const char* table, const std::string& key) {
  std::string all;
  for (const auto& database : databases)
    all += (all.empty() ? "SELECT * FROM " : " UNION ALL SELECT * FROM ") + internal_table(database, table);
  return "SELECT * FROM (" + all + ") QUALIFY row_number() OVER (PARTITION BY " + key + " ORDER BY version DESC) = 1";
}

std::string newest_principals(const std::vector<std::string>& databases) {
  return newest(databases, kPrincipals, "id");
}

std::string newest_grants(const std::vector<std::string>& databases) {
  return newest(databases, kGrants, "kind, parent, object, privilege, member");
}

std::string grant_row(const ClusterGrant& grant, std::int64_t version, bool is_removed) {
  return "(" + quote_text(grant.kind) + ", " + std::to_string(grant.parent) + ", " + quote_text(grant.object) + ", " +
         quote_text(grant.privilege) + ", " + std::to_string(grant.member) + ", " + literal(grant.with_option) + ", " +
         quote_text(grant.grantor) + ", " + std::to_string(version) + ", " + literal(is_removed) + ")";
}

std::string text_of(const ::duckdb::Value& value) { return value.IsNull() ? std::string() : value.ToString(); }

void add_principals(Principals& principals, ::duckdb::MaterializedQueryResult& rows) {
  for (std::size_t row = 0; row < rows.RowCount(); ++row) {
    const auto text = [&](std::size_t column) { return text_of(rows.GetValue(column, row)); };
    const auto number = [&](std::size_t column) { return rows.GetValue(column, row).GetValue<std::int64_t>(); };
    const auto flag = [&](std::size_t column) { return rows.GetValue(column, row).GetValue<bool>(); };
    Principal principal;
    principal.kind = kind_of(text(0));
    principal.id = number(1);
    principal.name = text(2);
    principal.is_superuser = flag(3);
    principal.may_create_databases = flag(4);
    principal.password = text(5);
    principal.valid_until = text(6);
    principal.connection_limit = number(7);
    principal.syslog_access = text(8);
    principal.session_timeout = number(9);
    principal.external_id = text(10);
    principal.owner = text(11);
    principal.settings = text(12);
    principals.add(std::move(principal));
  }
}

ClusterGrant grant_of(::duckdb::MaterializedQueryResult& rows, std::size_t row) {
  ClusterGrant grant;
  grant.kind = text_of(rows.GetValue(0, row));
  grant.parent = rows.GetValue(1, row).GetValue<std::int64_t>();
  grant.object = text_of(rows.GetValue(2, row));
  grant.privilege = text_of(rows.GetValue(3, row));
  grant.member = rows.GetValue(4, row).GetValue<std::int64_t>();
  grant.with_option = rows.GetValue(5, row).GetValue<bool>();
  grant.grantor = text_of(rows.GetValue(6, row));
  return grant;
}

bool is_removed(::duckdb::MaterializedQueryResult& rows, std::size_t row) {
  return rows.GetValue(8, row).GetValue<bool>();
}

void add_grants(Principals& principals, ::duckdb::MaterializedQueryResult& rows) {
  for (std::size_t row = 0; row < rows.RowCount(); ++row) {
    auto grant = grant_of(rows, row);
    if (!is_removed(rows, row))
      principals.add(std::move(grant));
    else if (grant.is_public_temp())
      principals.mark_public_temp_revoked(grant.object);
  }
}

/// A query of the highest value of a column, wherever it is.
std::string highest_text(const std::vector<std::string>& databases, const char* column) {
  const bool of_both = std::string_view(column) == "version";
  std::string all;
  for (const auto& database : databases) {
    const auto add = [&](const char* table) {
      all += (all.empty() ? "SELECT " : " UNION ALL SELECT ") + std::string("max(") + column + ") AS highest FROM " +
             internal_table(database, table);
    };
    add(kPrincipals);
    if (of_both) add(kGrants);
  }
  return "SELECT coalesce(max(highest), 0)::BIGINT FROM (" + all + ")";
}

Result<std::int64_t> highest(Session& session, const char* column) {
  auto databases = session.warehouse().list_databases();
  if (!databases) return databases.error();
  auto rows = session.runner().fetch(highest_text(*databases, column));
  if (!rows) return rows.error();
  return (*rows)->GetValue(0, 0).GetValue<std::int64_t>();
}

Result<std::int64_t> next_version(Session& session) {
  auto last = highest(session, "version");
  if (!last) return last.error();
  return session.warehouse().principals().next_version(*last);
}

Result<void> write(Session& session, const Principal& principal, bool is_removed) {
  auto version = next_version(session);
  if (!version) return version.error();
  const auto table = internal(session, kPrincipals);
  acting_changed(session);
  return run_all(
      session, {"DELETE FROM " + table + " WHERE id = " + std::to_string(principal.id),
                "INSERT INTO " + table + " VALUES (" + quote_text(kind_text(principal.kind)) + ", " +
                    std::to_string(principal.id) + ", " + quote_text(principal.name) + ", " +
                    literal(principal.is_superuser) + ", " + literal(principal.may_create_databases) + ", " +
                    quote_text_or_null(principal.password) + ", " + quote_text_or_null(principal.valid_until) + ", " +
                    std::to_string(principal.connection_limit) + ", " + quote_text(principal.syslog_access) + ", " +
                    std::to_string(principal.session_timeout) + ", " + quote_text_or_null(principal.external_id) +
                    ", " + quote_text_or_null(principal.owner) + ", " + quote_text_or_null(principal.settings) + ", " +
                    std::to_string(*version) + ", " + literal(is_removed) + ")"});
}

Result<void> write(Session& session, const ClusterGrant& grant, bool is_removed) {
  auto version = next_version(session);
  if (!version) return version.error();
  const auto table = internal(session, kGrants);
  const auto parent = std::to_string(grant.parent);
  const auto member = std::to_string(grant.member);
  acting_changed(session);
  return run_all(session, {"DELETE FROM " + table + " WHERE kind = " + quote_text(grant.kind) +
                               " AND parent = " + parent + " AND object = " + quote_text(grant.object) +
                               " AND privilege = " + quote_text(grant.privilege) + " AND member = " + member,
                           "INSERT INTO " + table + " VALUES " + grant_row(grant, *version, is_removed)});
}

}  // namespace

Result<std::shared_ptr<const Principals>> read_principals(::duckdb::Connection& connection,
                                                          const std::vector<std::string>& databases) {
  return guarded([&]() -> Result<std::shared_ptr<const Principals>> {
    auto principals = std::make_shared<Principals>();
    const auto users = connection.Query("FROM (" + newest_principals(databases) + ") WHERE NOT removed ORDER BY id");
    if (users->HasError()) return to_error(users->GetErrorObject());
    add_principals(*principals, *users);
    add_system_principals(*principals);
    const auto grants = connection.Query("FROM (" + newest_grants(databases) + ") ORDER BY version");
    if (grants->HasError()) return to_error(grants->GetErrorObject());
    add_grants(*principals, *grants);
    return std::shared_ptr<const Principals>(std::move(principals));
  });
}

Result<void> store(Session& session, const Principal& principal) { return write(session, principal, false); }
Result<void> store(Session& session, const ClusterGrant& grant) { return write(session, grant, false); }
Result<void> remove(Session& session, const Principal& principal) { return write(session, principal, true); }
Result<void> remove(Session& session, const ClusterGrant& grant) { return write(session, grant, true); }

Result<std::int64_t> new_principal_id(Session& session) {
  auto last = highest(session, "id");
  if (!last) return last.error();
  return session.warehouse().principals().next_id(std::max(*last, kFirstPrincipalId - 1));
}

Result<void> carry_principals_over(::duckdb::Connection& connection, const std::string& from, const std::string& to) {
  return guarded([&]() -> Result<void> {
    for (const auto* table : {kPrincipals, kGrants}) {
      const auto target = internal_table(to, table);
      // Versions are unique: a row that is there already is the same one.
      const auto result = connection.Query("INSERT INTO " + target + " FROM " + internal_table(from, table) +
                                           " WHERE version NOT IN (SELECT version FROM " + target + ")");
      if (result->HasError()) return to_error(result->GetErrorObject());
    }
    return {};
  });
}

void rename_database_grants(::duckdb::Connection& connection, const std::vector<std::string>& databases,
                            PrincipalCache& principals, const std::string& from, const std::string& to) {
  const auto query = [&](const std::string& text) {
    auto result = connection.Query(text);
    if (result->HasError()) result->ThrowError();
    return result;
  };
  const auto last = query(highest_text(databases, "version"))->GetValue(0, 0).GetValue<std::int64_t>();
  const auto rows = query("FROM (" + newest_grants(databases) + ") WHERE object = " + quote_text(from) +
                          " AND kind IN ('owner', 'database', 'connection limit') ORDER BY version");
  const auto table = internal_table(to, kGrants);
  for (std::size_t row = 0; row < rows->RowCount(); ++row) {
    auto grant = grant_of(*rows, row);
    // Another database of the old name begins without them.
    const auto gone = grant_row(grant, principals.next_version(last), !grant.is_public_temp());
    grant.object = to;
    query("INSERT INTO " + table + " VALUES " + gone + ", " +
          grant_row(grant, principals.next_version(last), is_removed(*rows, row)));
  }
}

}  // namespace slipher::engine
