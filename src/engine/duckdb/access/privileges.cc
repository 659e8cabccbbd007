#include "engine/duckdb/access/privileges.h"

#include <algorithm>

#include "engine/duckdb/errors.h"
#include "engine/duckdb/lowering/remembered.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {
namespace {

constexpr const char* kPrivileges = "privileges";

const std::vector<ObjectPrivilege> kNone;

std::string literal(bool value) { return value ? "true" : "false"; }

// The kind of FOR TABLES IN SCHEMA that speaks of objects of this kind; "" = there is none.
std::string scope_of(const std::string& kind) {
  if (kind == "relation") return "tables";
  if (kind == "function" || kind == "procedure" || kind == "schema" || kind == "language") return kind + "s";
  return {};
}

std::string list(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ", ") + quote_text(name);
  return out;
}

// Conditions on schema and name that let these objects, and some more, through.
struct Filter {
  std::string schemas;
  std::string names;

  explicit Filter(const std::vector<ObjectKey>& objects) {
    if (objects.empty()) return;
    std::vector<std::string> all_schemas{""};
    std::vector<std::string> all_names{""};
    for (const auto& object : objects) {
      all_schemas.push_back(object.schema);
      all_names.push_back(object.name.substr(0, object.name.find('(')));
    }
    schemas = list(all_schemas);
    names = list(all_names);
  }
  std::string where(const std::string& name_column) const {
    if (schemas.empty()) return {};
    return " WHERE schema_name IN (" + schemas + ")" +
           (name_column.empty() ? "" : " AND " + name_column + " IN (" + names + ")");
  }
};

std::string is_object(const ObjectKey& object) {
  return " WHERE object_kind = " + quote_text(object.kind) + " AND schema_name = " + quote_text(object.schema) +
         " AND object_name = " + quote_text(object.name);
}

std::string identity_row(const ObjectPrivilege& privilege) {
  return quote_text(privilege.object.kind) + ", " + quote_text(privilege.object.schema) + ", " +
         quote_text(privilege.object.name) + ", " + quote_text(privilege.column) + ", " +
         quote_text(privilege.privilege) + ", " + std::to_string(privilege.grantee) + ", " +
         quote_text(privilege.grantor);
}

std::string rows(const std::vector<ObjectPrivilege>& privileges) {
  std::string out;
  for (const auto& privilege : privileges) out += (out.empty() ? "(" : ", (") + identity_row(privilege) + ")";
  return out;
}

// FROM or USING and the condition that pick the rows of `privileges`.
std::string of_those(const char* keyword, const std::vector<ObjectPrivilege>& privileges) {
  return std::string(" ") + keyword + " (VALUES " + rows(privileges) +
         ") AS those(k, s, o, c, p, g, b) WHERE object_kind = k AND schema_name = s AND object_name = o AND "
         "column_name = c AND privilege = p AND grantee = g AND grantor = b";
}

}  // namespace

std::string RightsBook::owner(const ObjectKey& object) const {
  const auto found = owners_.find(object);
  return found == owners_.end() ? std::string() : found->second;
}

const std::vector<ObjectPrivilege>& RightsBook::held(const ObjectKey& object) const {
  const auto found = held_.find(object);
  return found == held_.end() ? kNone : found->second;
}

bool RightsBook::owns(const Identity& who, const ObjectKey& object) const {
  return who.is_superuser || is_same_name(owner(object), who.user);
}

bool RightsBook::held_by(const Identity& who, const ObjectKey& object, std::string_view privilege) const {
  const auto& all = held(object);
  return std::any_of(all.begin(), all.end(), [&](const auto& each) {
    return each.column.empty() && each.privilege == privilege && who.grantees.contains(each.grantee);
  });
}

bool RightsBook::may(const Identity& who, const ObjectKey& object, std::string_view privilege) const {
  if (owns(who, object) || held_by(who, object, privilege)) return true;
  const auto scope = scope_of(object.kind);
  if (scope.empty()) return false;
  return held_by(who, {scope, object.kind == "schema" ? "" : object.schema, ""}, privilege) ||
         held_by(who, {scope, "", ""}, privilege);
}

bool RightsBook::may_grant(const Identity& who, const ObjectKey& object, std::string_view privilege) const {
  if (owns(who, object)) return true;
  const auto& all = held(object);
  return std::any_of(all.begin(), all.end(), [&](const auto& each) {
    return each.privilege == privilege && each.grantable && who.grantees.contains(each.grantee);
  });
}

std::vector<std::string> RightsBook::columns(const Identity& who, const ObjectKey& object,
                                             std::string_view privilege) const {
  std::vector<std::string> columns;
  for (const auto& each : held(object)) {
    if (!each.column.empty() && each.privilege == privilege && who.grantees.contains(each.grantee))
      columns.push_back(each.column);
  }
  return columns;
}

Result<RightsBook> read_rights(Session& session, const std::string& database, const std::vector<ObjectKey>& objects) {
  return read_rights(session.connection(), database, objects);
}

Result<RightsBook> read_rights(::duckdb::Connection& connection, const std::string& database,
                               const std::vector<ObjectKey>& objects) {
  const Filter filter(objects);
  const auto table = [&](const char* name) { return internal_table(database, name); };
  const std::string no_privilege = ", '' AS column_name, '' AS privilege, 0 AS grantee, false AS grantable, ";
  const auto read = connection.Query(
      "SELECT 'relation' AS kind, schema_name, table_name AS name" + no_privilege +
      "owner AS person, true AS is_owner FROM " + table("tables") + filter.where("table_name") +
      " UNION ALL SELECT 'relation', schema_name, view_name" + no_privilege + "owner, true FROM " + table("views") +
      filter.where("view_name") +
      " UNION ALL SELECT 'function', schema_name, function_name || '(' || argument_types || ')'" + no_privilege +
      "owner, true FROM " + table("functions") + filter.where("function_name") +
      " UNION ALL SELECT 'procedure', schema_name, procedure_name || '(' || input_types || ')'" + no_privilege +
      "owner, true FROM " + table("procedures") + filter.where("procedure_name") +
      " UNION ALL SELECT 'schema', schema_name, ''" + no_privilege + "owner, true FROM " + table("schemas") +
      filter.where("") + " UNION ALL SELECT object_kind, schema_name, object_name, column_name, privilege, grantee, " +
      "grantable, grantor, false FROM " + table(kPrivileges) + filter.where("split_part(object_name, '(', 1)"));
  if (read->HasError()) return to_error(read->GetErrorObject());
  RightsBook book;
  for (std::size_t row = 0; row < read->RowCount(); ++row) {
    const auto text = [&](std::size_t column) {
      const auto value = read->GetValue(column, row);
      return value.IsNull() ? std::string() : value.ToString();
    };
    const ObjectKey object{text(0), text(1), text(2)};
    if (read->GetValue(8, row).GetValue<bool>())
      book.set_owner(object, text(7));
    else
      book.add({object, text(3), text(4), read->GetValue(5, row).GetValue<std::int64_t>(),
                read->GetValue(6, row).GetValue<bool>(), text(7)});
  }
  return book;
}

Result<void> add_privileges(Session& session, const std::vector<ObjectPrivilege>& privileges) {
  if (privileges.empty()) return {};
  std::string values;
  for (const auto& privilege : privileges)
    values += (values.empty() ? "(" : ", (") + identity_row(privilege) + ", " + literal(privilege.grantable) + ")";
  const auto table = internal(session, kPrivileges);
  return run_all(session,
                 {"DELETE FROM " + table + of_those("USING", privileges),
                  "INSERT INTO " + table +
                      " (object_kind, schema_name, object_name, column_name, privilege, grantee, grantor, grantable) "
                      "VALUES " +
                      values});
}

Result<void> remove_privileges(Session& session, const std::vector<ObjectPrivilege>& privileges, bool only_option) {
  if (privileges.empty()) return {};
  const auto table = internal(session, kPrivileges);
  return run_all(session, {only_option ? "UPDATE " + table + " SET grantable = false" + of_those("FROM", privileges)
                                       : "DELETE FROM " + table + of_those("USING", privileges)});
}

Result<void> give_default_privileges(Session& session, const ObjectKey& object) {
  const auto table = internal(session, kPrivileges);
  const auto place = quote_text(object.kind) + ", " + quote_text(object.schema) + ", " + quote_text(object.name);
  const auto applies = " FROM " + internal(session, "default_privileges") +
                       " WHERE object_kind = " + quote_text(object.kind) +
                       " AND owner = " + quote_text(session.context().user) + " AND schema_name IN ('', " +
                       quote_text(object.schema) + ")";
  std::vector<std::string> texts = {"INSERT INTO " + table + " SELECT " + place +
                                    ", '', privilege, grantee, bool_or(grantable), any_value(owner)" + applies +
                                    " AND privilege <> " + quote_text(kNoPrivilege) + " GROUP BY privilege, grantee"};
  // Everybody may call a function, unless its owner has said otherwise beforehand.
  if (object.kind == "function")
    texts.push_back("INSERT INTO " + table + " SELECT " + place + ", '', 'execute', 0, false, " +
                    quote_text(session.context().user) + " WHERE NOT EXISTS (SELECT 1" + applies + " AND grantee = 0)");
  return run_all(session, texts);
}

Result<void> forget_privileges(Session& session, const ObjectKey& object) {
  return run_all(session, {"DELETE FROM " + internal(session, kPrivileges) + is_object(object)});
}

Result<void> rename_privileges(Session& session, const ObjectKey& from, const ObjectKey& to) {
  return run_all(session, {"UPDATE " + internal(session, kPrivileges) + " SET schema_name = " + quote_text(to.schema) +
                           ", object_name = " + quote_text(to.name) + is_object(from)});
}

Result<std::vector<std::string>> owned_objects(Session& session, const std::string& database, const std::string& user) {
  const auto is_owner = " WHERE owner = " + quote_text(user);
  auto rows = session.runner().fetch(
      "SELECT 'table ' || schema_name || '.' || table_name FROM " + internal_table(database, "tables") + is_owner +
      " UNION SELECT 'view ' || schema_name || '.' || view_name FROM " + internal_table(database, "views") + is_owner +
      " AND NOT materialized UNION SELECT 'schema ' || schema_name FROM " + internal_table(database, "schemas") +
      is_owner + " UNION SELECT 'function ' || schema_name || '.' || function_name FROM " +
      internal_table(database, "functions") + is_owner +
      " UNION SELECT 'procedure ' || schema_name || '.' || procedure_name FROM " +
      internal_table(database, "procedures") + is_owner + " ORDER BY 1");
  if (!rows) return rows.error();
  std::vector<std::string> names;
  for (std::size_t row = 0; row < (*rows)->RowCount(); ++row) names.push_back((*rows)->GetValue(0, row).ToString());
  return names;
}

}  // namespace slipher::engine
