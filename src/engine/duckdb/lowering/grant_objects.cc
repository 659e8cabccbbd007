#include "engine/duckdb/lowering/grant_objects.h"

#include <algorithm>

#include "duckdb/common/string_util.hpp"
#include "engine/duckdb/access/routines.h"
#include "engine/duckdb/catalog/system_views.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/quoting.h"
#include "sql/tree.h"

namespace slipher::engine {
namespace {

using Kind = sql::GrantTarget::Kind;

struct KindPrivileges {
  std::string_view kind;
  std::vector<std::string_view> privileges;
};

/// (Amazon Redshift, "GRANT".) ALL gives them in this order.
const std::vector<KindPrivileges>& kind_privileges() {
  static const std::vector<KindPrivileges> kAll = {
      {"relation", {"select", "insert", "update", "delete", "references", "drop", "alter", "truncate"}},
      {"tables", {"select", "insert", "update", "delete", "references", "drop", "alter", "truncate"}},
      {"schema", {"create", "usage", "alter", "drop"}},
      {"schemas", {"create", "usage", "alter", "drop"}},
      {"database", {"create", "temp", "usage", "alter"}},
      {"function", {"execute"}},
      {"functions", {"execute"}},
      {"procedure", {"execute"}},
      {"procedures", {"execute"}},
      {"language", {"usage"}},
      {"languages", {"usage"}},
      {"copy jobs", {"alter", "drop"}},
      {"assumerole", {"assumerole"}}};
  return kAll;
}

/// Languages that functions may be written in.
constexpr std::string_view kLanguages[] = {"sql", "plpgsql", "plpythonu", "exfunc", "mlfunc"};

Result<bool> schema_exists(Session& session, const std::string& schema) {
  auto rows = session.runner().fetch(
      "SELECT 1 FROM duckdb_schemas() WHERE database_name = " + quote_text(session.context().database) +
      " AND schema_name = " + quote_text(schema));
  if (!rows) return rows.error();
  return (*rows)->RowCount() > 0;
}

// [database.]schema, which has to be there.
Result<std::string> schema_name(Session& session, const sql::QualifiedName& name) {
  if (name.size() > 2) return sql_failure("improper qualified name");
  if (is_system_schema(name.back())) return name.back();
  auto parts = name;
  parts.push_back("any");
  if (auto allowed = session.resolve_new(parts); !allowed) return allowed.error();
  auto exists = schema_exists(session, name.back());
  if (!exists) return exists.error();
  if (!*exists) return sql_failure("schema \"" + name.back() + "\" does not exist");
  return name.back();
}

Result<void> add_relations(Session& session, const std::string& schema, std::vector<ObjectKey>& objects) {
  const auto in_schema =
      " WHERE database_name = " + quote_text(session.context().database) + " AND schema_name = " + quote_text(schema);
  auto rows = session.runner().fetch("SELECT table_name FROM duckdb_tables()" + in_schema +
                                     " UNION SELECT view_name FROM duckdb_views()" + in_schema +
                                     " AND NOT internal ORDER BY 1");
  if (!rows) return rows.error();
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row)
    objects.push_back({"relation", schema, (*rows)->GetValue(0, row).ToString()});
  return {};
}

Result<std::vector<ObjectKey>> in_schemas(Session& session, const sql::GrantTarget& target) {
  std::vector<ObjectKey> objects;
  for (const auto& name : target.names) {
    auto schema = schema_name(session, name);
    if (!schema) return schema.error();
    if (target.kind == Kind::kTables) {
      if (is_system_schema(*schema)) continue;  // everybody may read its views already
      if (auto done = add_relations(session, *schema, objects); !done) return done.error();
      continue;
    }
    auto routines = routines_in_schema(session, object_kind(target), *schema);
    if (!routines) return routines.error();
    objects.insert(objects.end(), routines->begin(), routines->end());
  }
  return objects;
}

/// The view of the system catalog that a name stands for.
const SystemView* system_view(const sql::QualifiedName& name) {
  const auto schema = name.size() > 1 ? name[name.size() - 2] : std::string();
  if (!schema.empty() && !is_system_schema(schema)) return nullptr;
  const auto* view = find_system_view(schema, name.back());
  return view && view->schema != kFacts ? view : nullptr;
}

// A user's own table with a system view's name.
bool is_shadowed(Session& session, const sql::QualifiedName& name) {
  return name.size() == 1 && session.resolve_existing(name).has_value();
}

Result<ObjectKey> one_object(Session& session, const sql::GrantTarget& target, std::size_t index) {
  const auto& name = target.names[index];
  switch (target.kind) {
    case Kind::kTables: {
      if (const auto* view = system_view(name); view && !is_shadowed(session, name))
        return ObjectKey{"relation", std::string(view->schema), std::string(view->name)};
      auto object = session.resolve_existing(name);
      if (!object) return object.error();
      return ObjectKey{"relation", object->schema, object->name};
    }
    case Kind::kSchemas: {
      auto schema = schema_name(session, name);
      if (!schema) return schema.error();
      return ObjectKey{"schema", *schema, ""};
    }
    case Kind::kLanguages:
      if (std::find(std::begin(kLanguages), std::end(kLanguages), name.back()) == std::end(kLanguages))
        return sql_failure("language \"" + name.back() + "\" does not exist");
      return ObjectKey{"language", "", name.back()};
    case Kind::kFunctions:
    case Kind::kProcedures:
      return existing_routine(session, object_kind(target), name, target.signatures.at(index));
    case Kind::kScope: {
      if (target.in_database) {
        if (name.back() != session.context().database)
          return sql_failure("cross-database GRANT is not supported: connect to database \"" + name.back() + "\"");
        return ObjectKey{target.scope, "", ""};
      }
      auto schema = schema_name(session, name);
      if (!schema) return schema.error();
      return ObjectKey{target.scope, *schema, ""};
    }
    default:
      return ObjectKey{object_kind(target), "", name.back()};
  }
}

}  // namespace

std::string object_kind(const sql::GrantTarget& target) {
  switch (target.kind) {
    case Kind::kTables:
      return "relation";
    case Kind::kDatabases:
      return "database";
    case Kind::kSchemas:
      return "schema";
    case Kind::kFunctions:
      return "function";
    case Kind::kProcedures:
      return "procedure";
    case Kind::kLanguages:
      return "language";
    case Kind::kAssumeRole:
      return "assumerole";
    case Kind::kScope:
      return target.scope;
  }
  return {};
}

Result<std::vector<ObjectKey>> target_objects(Session& session, const sql::GrantTarget& target) {
  if (target.all_in_schema) return in_schemas(session, target);
  std::vector<ObjectKey> objects;
  for (std::size_t i = 0; i < target.names.size(); ++i) {
    auto object = one_object(session, target, i);
    if (!object) return object.error();
    objects.push_back(*std::move(object));
  }
  return objects;
}

Result<std::vector<sql::GrantedPrivilege>> named_privileges(const sql::Grant& grant, const std::string& kind) {
  const auto& all = kind_privileges();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.kind == kind; });
  if (found == all.end()) return sql::not_supported("GRANT ON TEMPLATE");
  std::vector<sql::GrantedPrivilege> named;
  if (grant.all) {
    const auto columns = grant.privileges.empty() ? std::vector<std::string>() : grant.privileges.front().columns;
    for (const auto privilege : found->privileges) {
      if (!columns.empty() && privilege != "select" && privilege != "update") continue;
      named.push_back({std::string(privilege), columns});
    }
    return named;
  }
  for (auto privilege : grant.privileges) {
    if (privilege.name == "temporary") privilege.name = "temp";
    const bool is_known =
        std::find(found->privileges.begin(), found->privileges.end(), privilege.name) != found->privileges.end();
    const bool takes_columns = kind == "relation" && (privilege.name == "select" || privilege.name == "update");
    if (!is_known || (!privilege.columns.empty() && !takes_columns))
      return sql_failure("invalid privilege type " + ::duckdb::StringUtil::Upper(privilege.name) + " for " +
                         (privilege.columns.empty() ? kind : "column"));
    named.push_back(std::move(privilege));
  }
  return named;
}

}  // namespace slipher::engine
