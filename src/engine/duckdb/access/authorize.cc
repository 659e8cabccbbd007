#include "engine/duckdb/access/authorize.h"

#include <variant>

#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/errors.h"

namespace slipher::engine {
namespace {

using Kind = sql::Drop::Kind;

/// One overload per statement that needs a right of its own; what has none here needs none, or finds out as it runs.
class Authorizing {
 public:
  Authorizing(Session& session, const Identity& who) : session_(session), who_(who) {}

  template <class Statement>
  Result<void> operator()(const Statement&) {
    return {};
  }
  Result<void> operator()(const sql::CreateTable& statement) {
    if (auto may = create(statement.name, statement.temporary, "create table"); !may) return may;
    for (const auto& like : statement.likes) {
      if (auto may = privilege(like.table, "select"); !may) return may;
    }
    for (const auto& column : statement.columns) {
      if (!column.references) continue;
      if (auto may = privilege(column.references->table, "references"); !may) return may;
    }
    for (const auto& constraint : statement.constraints) {
      if (!constraint.references) continue;
      if (auto may = privilege(constraint.references->table, "references"); !may) return may;
    }
    return {};
  }
  Result<void> operator()(const sql::CreateTableAs& statement) {
    return create(statement.name, statement.temporary, "create table");
  }
  Result<void> operator()(const sql::CreateView& statement) {
    if (statement.or_replace) {
      if (auto existing = session_.resolve_existing(statement.name); existing && !existing->schema.empty()) {
        if (auto may = check_relation_owner(session_, *existing, "create or replace view"); !may) return may;
      }
    }
    return create(statement.name, statement.temporary, "create or replace view");
  }
  Result<void> operator()(const sql::CreateMaterializedView& statement) {
    return create(statement.name, false, "create table");
  }
  Result<void> operator()(const sql::RefreshMaterializedView& statement) { return owner(statement.name, {}); }
  Result<void> operator()(const sql::AlterMaterializedView& statement) { return owner(statement.name, "alter table"); }
  Result<void> operator()(const sql::AlterTable& statement);
  Result<void> operator()(const sql::Truncate& statement) {
    return owner(statement.table, "truncate table", "truncate");
  }
  Result<void> operator()(const sql::Drop& statement);
  Result<void> operator()(const sql::CreateFunction& statement) {
    return create(statement.name, false, "create or replace function");
  }
  Result<void> operator()(const sql::CreateProcedure& statement) {
    return create(statement.name, false, "create or replace procedure");
  }
  Result<void> operator()(const sql::CreateExternalSchema&) {
    return who_.has("create schema") ? Result<void>() : check_database_privilege(session_, "create");
  }
  Result<void> operator()(const sql::CreateSharedSchema&) {
    return who_.has("create schema") ? Result<void>() : check_database_privilege(session_, "create");
  }
  // It makes the server open a secret, whoever may read that, and send it to a host of the user's choice.
  Result<void> operator()(const sql::CreateFederatedSchema& statement) {
    return sql_failure("permission denied to create external schema " + statement.name +
                       ": only a superuser may use a secret of the server's");
  }
  Result<void> operator()(const sql::CreateExternalTable& statement) {
    return create(statement.name, false, "create table");
  }
  Result<void> operator()(const sql::AlterExternalTable& statement) {
    auto object = session_.resolve_new(statement.name);
    return object ? check_schema_owner(session_, object->schema, "alter table") : Result<void>();
  }
  Result<void> operator()(const sql::CreateSchema& statement) {
    if (!statement.owner.empty() && statement.owner != who_.user)
      return sql_failure("permission denied to create schema for user " + statement.owner);
    return who_.has("create schema") ? Result<void>() : check_database_privilege(session_, "create");
  }
  Result<void> operator()(const sql::AlterSchema& statement) {
    return check_schema_owner(session_, statement.name.back());
  }
  Result<void> operator()(const sql::CreateDatabase&) {
    return who_.may_create_databases ? Result<void>() : sql_failure("permission denied to create database");
  }
  Result<void> operator()(const sql::AlterDatabase& statement) {
    if (auto may = database_owner(statement.name); !may) return may;
    if (statement.kind != sql::AlterDatabase::Kind::kRename || who_.may_create_databases) return {};
    return sql_failure("permission denied to rename database");
  }
  Result<void> operator()(const sql::Comment& statement);
  Result<void> operator()(const sql::Analyze& statement) {
    return statement.table.empty() ? Result<void>() : owner(statement.table, "analyze");
  }
  Result<void> operator()(const sql::Vacuum& statement) {
    if (statement.table.empty() || database_owner(session_.context().database)) return {};
    return owner(statement.table, "vacuum");
  }
  Result<void> operator()(const sql::LockTables& statement);
  Result<void> operator()(const sql::Merge& statement) {
    return statement.remove_duplicates ? privilege(statement.target, "insert") : Result<void>();
  }
  Result<void> operator()(const sql::CopyStatement& statement) { return privilege(statement.table, "insert"); }

 private:
  Result<void> create(const sql::QualifiedName& name, bool temporary, std::string_view system_privilege) {
    if (temporary) return check_database_privilege(session_, "temp");
    if (who_.has(system_privilege)) return {};
    auto object = session_.resolve_new(name);
    if (!object) return object.error();
    return check_schema_privilege(session_, object->schema, "create");
  }
  // What is not there is said later, by the statement itself.
  Result<void> owner(const sql::QualifiedName& name, std::string_view system_privilege,
                     std::string_view privilege = {}) {
    auto object = session_.resolve_existing(name);
    return object ? check_relation_owner(session_, *object, system_privilege, privilege) : Result<void>();
  }
  Result<void> privilege(const sql::QualifiedName& name, std::string_view privilege) {
    auto object = session_.resolve_existing(name);
    return object ? check_relation_privilege(session_, *object, privilege) : Result<void>();
  }
  Result<void> database_owner(const std::string& database) {
    auto principals = principals_of(session_);
    if (!principals) return principals.error();
    if (is_same_name((*principals)->database_owner(database), who_.user)) return {};
    return sql_failure("must be owner of database " + database);
  }

  Session& session_;
  const Identity& who_;
};

Result<void> Authorizing::operator()(const sql::Drop& statement) {
  for (const auto& name : statement.names) {
    Result<void> may;
    if (statement.kind == Kind::kDatabase)
      may = database_owner(name.back());
    else if (statement.kind == Kind::kSchema)
      may = check_schema_owner(session_, name.back(), "drop schema");
    else
      may = owner(name, statement.kind == Kind::kView ? "drop view" : "drop table", "drop");
    if (!may) return may;
  }
  return {};
}

Result<void> Authorizing::operator()(const sql::AlterTable& statement) {
  if (auto may = owner(statement.name, "alter table", "alter"); !may) return may;
  for (const auto& action : statement.actions) {
    if (const auto* move = std::get_if<sql::SetSchema>(&action)) {
      if (auto may = check_schema_privilege(session_, move->schema, "create"); !may) return may;
    }
    const auto* append = std::get_if<sql::AppendFrom>(&action);
    if (!append) continue;
    for (const auto* each : {"select", "delete"}) {
      if (auto may = privilege(append->table, each); !may) return may;
    }
  }
  return {};
}

Result<void> Authorizing::operator()(const sql::Comment& statement) {
  if (statement.kind == "schema") return check_schema_owner(session_, statement.name.back());
  if (statement.kind == "database") return database_owner(statement.name.back());
  auto relation = statement.kind == "constraint" ? statement.on_table : statement.name;
  if (statement.kind == "column" && relation.size() > 1) relation.pop_back();
  return owner(relation, {});
}

Result<void> Authorizing::operator()(const sql::LockTables& statement) {
  for (const auto& table : statement.tables) {
    Result<void> may;
    for (const auto* each : {"select", "insert", "update", "delete"}) {
      may = privilege(table, each);
      if (may) break;
    }
    if (!may) return may;
  }
  return {};
}

}  // namespace

Result<void> authorize(Session& session, const sql::Tree& tree) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->is_superuser) return {};
  return std::visit(Authorizing(session, **who), tree);
}

}  // namespace slipher::engine
