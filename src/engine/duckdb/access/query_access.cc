#include "engine/duckdb/access/query_access.h"

#include <algorithm>
#include <map>

#include "duckdb/parser/sql_statement.hpp"
#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/access/privileges.h"
#include "engine/duckdb/access/reference_finder.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/plan/plan_pass.h"
#include "engine/duckdb/session.h"

namespace slipher::engine {
namespace {

/// Decides on the references of one statement.
class QueryCheck {
 public:
  QueryCheck(Session& session, const Identity& who, std::shared_ptr<const Principals> principals,
             const std::vector<RelationReference>& references)
      : session_(session), who_(who), principals_(std::move(principals)), references_(references) {}

  Result<void> check_references() {
    if (auto read = read_books(); !read) return read;
    for (const auto& reference : references_) {
      if (auto allowed = check(reference); !allowed) return allowed;
    }
    return {};
  }

  /// The plan reads nothing else, and of tables with privileges on columns only those.
  Result<void> check_scans(const std::vector<PlanScan>& scans) const {
    for (const auto& scan : scans) {
      if (scan.database == "temp" || scan.database == "system" || scan.schema == kInternalSchema) continue;
      const bool is_named = std::any_of(references_.begin(), references_.end(), [&](const auto& each) {
        return each.database == scan.database && each.schema == scan.schema && each.name == scan.table;
      });
      if (!is_named) return denied(scan.table);
      const auto columns = by_column_.find({scan.database, scan.schema, scan.table});
      if (columns == by_column_.end()) continue;
      for (const auto& column : scan.columns) {
        if (std::find(columns->second.begin(), columns->second.end(), column) == columns->second.end())
          return denied(scan.table);
      }
    }
    return {};
  }

 private:
  static Error denied(const std::string& relation) { return sql_failure("permission denied for relation " + relation); }

  Result<void> read_books() {
    std::map<std::string, std::vector<ObjectKey>> objects;
    for (const auto& each : references_)
      objects[database_of(each)].push_back({each.is_function ? "function" : "relation", each.schema, each.name});
    for (const auto& [database, keys] : objects) {
      auto book = read_rights(session_, database, keys);
      if (!book) return book.error();
      books_.emplace(database, *std::move(book));
    }
    return {};
  }

  const std::string& database_of(const RelationReference& reference) const {
    return reference.database.empty() ? session_.context().database : reference.database;
  }

  // A view's query runs with the rights of the view's owner.
  Identity reader(const RelationReference& reference) const {
    if (reference.through < 0) return who_;
    const auto& view = references_.at(static_cast<std::size_t>(reference.through));
    const auto owner = books_.at(view.database).owner({"relation", view.schema, view.name});
    return owner.empty() ? Identity{} : identity_of(*principals_, owner);
  }

  // A name may stand for several functions, of which DuckDB takes one: it is enough to hold one.
  static Result<void> check_function(const RightsBook& book, const Identity& who, const RelationReference& reference) {
    for (const auto& [object, owner] : book.owners()) {
      if (object.kind == "function" && object.schema == reference.schema &&
          object.name.starts_with(reference.name + "(") && book.may(who, object, "execute"))
        return {};
    }
    return sql_failure("permission denied for function " + reference.name);
  }

  Result<void> check(const RelationReference& reference) {
    const auto who = reader(reference);
    if (who.is_superuser) return {};
    const auto& book = books_.at(database_of(reference));
    if (!book.may(who, {"schema", reference.schema, ""}, "usage"))
      return sql_failure("permission denied for schema " + reference.schema);
    if (reference.is_function) return check_function(book, who, reference);
    const ObjectKey object{"relation", reference.schema, reference.name};
    // External tables belong to nobody: USAGE on their schema is all that reading them takes.
    const bool is_external = reference.is_view && !book.owners().contains(object);
    if (is_external && reference.privilege == "select") return {};
    if (book.may(who, object, reference.privilege)) return {};
    const auto granted = book.columns(who, object, reference.privilege);
    if (granted.empty()) return denied(reference.name);
    if (reference.privilege == "update") {
      const bool all = std::all_of(reference.columns.begin(), reference.columns.end(), [&](const auto& column) {
        return std::find(granted.begin(), granted.end(), column) != granted.end();
      });
      if (!all || reference.columns.empty()) return denied(reference.name);
    } else if (reference.through < 0) {
      // A plan does not tell which columns of a view it takes.
      if (reference.is_view) return denied(reference.name);
      by_column_[{reference.database, reference.schema, reference.name}] = granted;
    }
    return {};
  }

  Session& session_;
  const Identity& who_;
  std::shared_ptr<const Principals> principals_;
  const std::vector<RelationReference>& references_;
  std::map<std::string, RightsBook> books_;
  std::map<std::vector<std::string>, std::vector<std::string>> by_column_;
};

Result<std::vector<PlanScan>> planned_scans(Session& session, const ::duckdb::SQLStatement& statement) {
  const auto facts = PlanFacts::of(*session.connection().context);
  facts->scans.clear();
  facts->wants_scans = true;
  auto prepared = session.connection().Prepare(statement.Copy());
  facts->wants_scans = false;
  if (prepared->HasError()) return to_error(prepared->GetErrorObject());
  return facts->scans;
}

}  // namespace

Result<void> check_query(Session& session, const ::duckdb::SQLStatement& statement) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->is_superuser) return {};
  using Type = ::duckdb::StatementType;
  const bool only_changes_catalog = statement.type == Type::ALTER_STATEMENT || statement.type == Type::DROP_STATEMENT;
  if (only_changes_catalog) return {};  // lowering made it: authorize() has looked
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  ReferenceFinder finder(*session.connection().context);
  session.connection().context->RunFunctionInTransaction([&] { finder.statement(statement); });
  QueryCheck check(session, **who, *principals, finder.references());
  if (auto allowed = check.check_references(); !allowed) return allowed;
  auto scans = planned_scans(session, statement);
  if (!scans) return scans.error();
  return check.check_scans(*scans);
}

}  // namespace slipher::engine
