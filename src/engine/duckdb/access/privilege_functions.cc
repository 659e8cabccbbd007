#include <algorithm>
#include <charconv>
#include <mutex>
#include <set>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/entry_lookup_info.hpp"
#include "duckdb/common/string_util.hpp"
#include "duckdb/execution/expression_executor.hpp"
#include "duckdb/planner/binder.hpp"
#include "engine/duckdb/access/acl_items.h"
#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/access/principal_store.h"
#include "engine/duckdb/access/rights_facts.h"
#include "engine/duckdb/catalog/relations.h"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/rewrite/function_table.h"
#include "sql/parsers.h"

namespace slipher::engine {
namespace {

using ::duckdb::ClientContext;
using ::duckdb::InvalidInputException;
using ::duckdb::StringUtil;

// A view may call them in a statement that does not: then what is committed has to do.
void load_committed(ClientContext& context, RightsFacts& facts, const std::string& database) {
  ::duckdb::Connection connection(*context.db);
  std::vector<std::string> databases;
  const auto names =
      connection.Query("SELECT database_name FROM duckdb_schemas() WHERE schema_name = 'slipher_internal'");
  if (names->HasError()) names->ThrowError();
  for (std::size_t row = 0; row < names->RowCount(); ++row) {
    const auto name = names->GetValue(0, row).ToString();
    if (name.find(' ') == std::string::npos) databases.push_back(name);  // one that is being made
  }
  auto principals = read_principals(connection, databases);
  if (!principals) throw InvalidInputException(principals.error().message);
  auto book = read_rights(connection, database, {});
  if (!book) throw InvalidInputException(book.error().message);
  facts.principals = *std::move(principals);
  facts.book = std::make_shared<RightsBook>(*std::move(book));
  facts.database = database;
}

std::vector<std::string> name_parts(const std::string& text) {
  std::vector<std::string> parts(1);
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"')
      is_quoted = !is_quoted;
    else if (c == '.' && !is_quoted)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  for (auto& part : parts) part = StringUtil::Lower(part);
  return parts;
}

/// One call's question.
struct Question {
  const RightsFacts& facts;
  ClientContext& context;
  Identity who;

  bool on_relation(const std::string& asked, const std::string& column, const std::string& privilege,
                   bool with_option) const {
    const auto object = name_of(asked);
    const auto parts = name_parts(object);
    if (parts.size() > 3) throw InvalidInputException("improper qualified name: " + object);
    auto catalog = parts.size() == 3 ? parts[0] : std::string();
    auto schema = parts.size() > 1 ? parts[parts.size() - 2] : std::string();
    if (schema == "pg_catalog" || schema == "information_schema" || parts.back().starts_with("pg_") ||
        parts.back().starts_with("svv_") || parts.back().starts_with("stl_") || parts.back().starts_with("stv_") ||
        parts.back().starts_with("svl_") || parts.back().starts_with("sys_"))
      return who.is_superuser || privilege == "select";
    ::duckdb::Binder::BindSchemaOrCatalog(context, catalog, schema);
    const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, parts.back());
    const auto entry =
        ::duckdb::Catalog::GetEntry(context, catalog, schema, lookup, ::duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry) throw InvalidInputException("relation \"" + object + "\" does not exist");
    if (who.is_superuser || entry->ParentCatalog().GetName() == "temp") return true;
    const ObjectKey key{"relation", entry->ParentSchema().name, entry->name};
    const auto& of = entry->ParentCatalog().GetName();
    if (of != facts.database) return on_foreign_relation(of, key, privilege, with_option);
    if (with_option) return facts.book->may_grant(who, key, privilege);
    if (facts.book->may(who, key, privilege)) return true;
    if (column.empty()) return false;
    const auto columns = facts.book->columns(who, key, privilege);
    return std::find(columns.begin(), columns.end(), StringUtil::Lower(column)) != columns.end();
  }

  // Of another database; what is committed counts.
  bool on_foreign_relation(const std::string& database, const ObjectKey& key, const std::string& privilege,
                           bool with_option) const {
    ::duckdb::Connection connection(*context.db);
    const auto book = read_rights(connection, database, {key});
    if (!book) throw InvalidInputException(book.error().message);
    return with_option ? book->may_grant(who, key, privilege) : book->may(who, key, privilege);
  }

  // Tools ask by the number that pg_class gives.
  std::string name_of(const std::string& object) const {
    std::int64_t oid = 0;
    const auto [end, problem] = std::from_chars(object.data(), object.data() + object.size(), oid);
    if (problem != std::errc() || end != object.data() + object.size()) return object;
    for (const auto& relation : visible_relations(context, facts.database)) {
      if (relation.oid == oid) return "\"" + relation.schema + "\".\"" + relation.name + "\"";
    }
    throw InvalidInputException("relation with OID " + object + " does not exist");
  }

  bool on_schema(const std::string& object, const std::string& privilege, bool with_option) const {
    const auto name = name_parts(object).back();
    if (name == "pg_catalog" || name == "information_schema") return who.is_superuser || privilege == "usage";
    // Those that pg_namespace lists besides: Redshift's own, and where temporary tables are.
    if (name == "pg_internal" || name.starts_with("pg_temp_")) return who.is_superuser;
    const auto entry =
        ::duckdb::Catalog::GetSchema(context, facts.database, name, ::duckdb::OnEntryNotFound::RETURN_NULL);
    if (!entry) throw InvalidInputException("schema \"" + object + "\" does not exist");
    const ObjectKey key{"schema", name, ""};
    return with_option ? facts.book->may_grant(who, key, privilege) : facts.book->may(who, key, privilege);
  }

  bool on_database(const std::string& object, const std::string& privilege, bool with_option) const {
    const auto name = name_parts(object).back();
    if (!::duckdb::Catalog::GetCatalogEntry(context, name) || name == "system" || name == "temp")
      throw InvalidInputException("database \"" + object + "\" does not exist");
    const auto& principals = *facts.principals;
    if (who.is_superuser || is_same_name(principals.database_owner(name), who.user)) return true;
    if (privilege == "usage" && !with_option) return true;  // whoever is there may connect
    if (privilege == "temp" && principals.has_public_temp(name) && !with_option) return true;
    const auto& grants = principals.grants();
    return std::any_of(grants.begin(), grants.end(), [&](const auto& grant) {
      return grant.kind == "database" && grant.object == name && grant.privilege == privilege &&
             (!with_option || grant.with_option) && who.grantees.contains(grant.member);
    });
  }

  // "s.f(int, varchar)"; a name alone stands for every routine of that name.
  bool on_routine(const std::string& object) const {
    const auto parenthesis = object.find('(');
    const auto parts = name_parts(object.substr(0, parenthesis));
    auto name = parts.back() + "(";
    if (parenthesis != std::string::npos) {
      const auto types = object.substr(parenthesis);
      sql::TokenCursor cursor(types);
      name = routine_signature(parts.back(), sql::parse_argument_types(cursor));
      if (cursor.failed()) throw InvalidInputException("expected a list of argument types: " + object);
    }
    bool is_known = false;
    for (const auto& [key, owner] : facts.book->owners()) {
      if (key.kind != "function" && key.kind != "procedure") continue;
      if (parts.size() > 1 && key.schema != parts[parts.size() - 2]) continue;
      if (parenthesis == std::string::npos ? !key.name.starts_with(name) : key.name != name) continue;
      is_known = true;
      if (facts.book->may(who, key, "execute")) return true;
    }
    // The system's own belong to everybody.
    const bool may_be_system = parts.size() == 1 || parts[parts.size() - 2] == "pg_catalog";
    if (!is_known && may_be_system && is_system_function(parts.back())) return true;
    if (!is_known) throw InvalidInputException("function \"" + object + "\" does not exist");
    return false;
  }

  bool is_system_function(const std::string& name) const {
    const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::SCALAR_FUNCTION_ENTRY, name);
    return find_function(name) ||
           ::duckdb::Catalog::GetEntry(context, "system", "main", lookup, ::duckdb::OnEntryNotFound::RETURN_NULL);
  }
};

const std::set<std::string>& privileges_of(const std::string& kind) {
  static const std::set<std::string> kTable = {"select", "insert", "update",  "delete",   "drop",
                                               "rule",   "alter",  "trigger", "truncate", "references"};
  static const std::set<std::string> kColumn = {"select", "insert", "update", "references"};
  static const std::set<std::string> kSchema = {"create", "usage", "alter", "drop"};
  static const std::set<std::string> kDatabase = {"create", "temp", "temporary", "usage", "alter", "connect"};
  static const std::set<std::string> kRoutine = {"execute"};
  if (kind == "table") return kTable;
  if (kind == "column") return kColumn;
  if (kind == "schema") return kSchema;
  return kind == "database" ? kDatabase : kRoutine;
}

bool has_one(const Question& question, const std::string& kind, const std::string& object, const std::string& column,
             std::string privilege) {
  StringUtil::Trim(privilege);
  privilege = StringUtil::Lower(privilege);
  const std::string option = " with grant option";
  const bool with_option = StringUtil::EndsWith(privilege, option);
  if (with_option) privilege.resize(privilege.size() - option.size());
  if (!privileges_of(kind).contains(privilege))
    throw InvalidInputException("unrecognized privilege type: \"" + privilege + "\"");
  if (privilege == "temporary") privilege = "temp";
  if (kind == "schema") return question.on_schema(object, privilege, with_option);
  if (kind == "database") return question.on_database(object, privilege, with_option);
  if (kind == "function") return question.on_routine(object);
  return question.on_relation(object, column, privilege, with_option);
}

Identity asked_user(const RightsFacts& facts, const std::string& name) {
  if (name == "public") {
    Identity everybody;
    everybody.user = name;
    everybody.is_superuser = false;
    everybody.may_create_databases = false;
    everybody.grantees = {kPublicId};
    return everybody;
  }
  return identity_of(*facts.principals, name);
}

const RightsFacts& loaded(ClientContext& context) {
  static std::mutex mutex;  // a query's threads come here together
  std::lock_guard lock(mutex);
  const auto facts = RightsFacts::of(context);
  if (!facts->book) load_committed(context, *facts, ::duckdb::Catalog::GetCatalog(context, "").GetName());
  return *facts;
}

// (kind, user, object, column, privilege[, privilege ...])
void has_privilege(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState& state, ::duckdb::Vector& result) {
  auto& context = state.GetContext();
  const auto& facts = loaded(context);
  std::map<std::string, Identity> users;
  for (::duckdb::idx_t row = 0; row < arguments.size(); ++row) {
    std::vector<std::string> texts;
    bool is_null = false;
    for (::duckdb::idx_t column = 0; column < arguments.ColumnCount(); ++column) {
      const auto value = arguments.GetValue(column, row);
      is_null = is_null || value.IsNull();
      texts.push_back(value.IsNull() ? std::string() : value.ToString());
    }
    if (is_null) {
      result.SetValue(row, ::duckdb::Value(::duckdb::LogicalType::BOOLEAN));
      continue;
    }
    auto [user, is_new] = users.try_emplace(texts[1]);
    if (is_new) user->second = asked_user(facts, StringUtil::Lower(texts[1]));
    const Question question{facts, context, user->second};
    bool has = false;
    for (const auto& privilege : StringUtil::Split(texts[4], ','))
      has = has_one(question, texts[0], texts[2], texts[3], privilege) || has;
    result.SetValue(row, ::duckdb::Value::BOOLEAN(has));
  }
}

void implicit_id(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  for (::duckdb::idx_t row = 0; row < arguments.size(); ++row) {
    const auto value = arguments.GetValue(0, row);
    const auto id = value.IsNull() ? 0 : implicit_user_id(value.ToString());
    result.SetValue(row, value.IsNull() ? ::duckdb::Value(::duckdb::LogicalType::INTEGER)
                                        : ::duckdb::Value::INTEGER(static_cast<std::int32_t>(id)));
  }
}

void user_id(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState& state, ::duckdb::Vector& result) {
  const auto& facts = loaded(state.GetContext());
  for (::duckdb::idx_t row = 0; row < arguments.size(); ++row) {
    const auto value = arguments.GetValue(0, row);
    result.SetValue(row, value.IsNull() ? ::duckdb::Value(::duckdb::LogicalType::INTEGER)
                                        : ::duckdb::Value::INTEGER(static_cast<std::int32_t>(
                                              identity_of(*facts.principals, value.ToString()).id)));
  }
}

// (user, number of a user, group or role): "Other users can only see identities they have access to or own."
void sees_identity(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState& state, ::duckdb::Vector& result) {
  const auto& facts = loaded(state.GetContext());
  std::map<std::string, Identity> users;
  for (::duckdb::idx_t row = 0; row < arguments.size(); ++row) {
    const auto name = arguments.GetValue(0, row).ToString();
    const auto id = arguments.GetValue(1, row);
    auto [user, is_new] = users.try_emplace(name);
    if (is_new) user->second = identity_of(*facts.principals, name);
    const auto& who = user->second;
    const bool sees =
        who.has("access system table") || (!id.IsNull() && who.grantees.contains(id.GetValue<std::int64_t>()));
    result.SetValue(row, ::duckdb::Value::BOOLEAN(sees));
  }
}

// (user | role, name, role or group)
void is_member(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState& state, ::duckdb::Vector& result) {
  const auto& facts = loaded(state.GetContext());
  const auto& principals = *facts.principals;
  for (::duckdb::idx_t row = 0; row < arguments.size(); ++row) {
    const auto kind = arguments.GetValue(0, row).ToString();
    const auto member = StringUtil::Lower(arguments.GetValue(1, row).ToString());
    const auto of = StringUtil::Lower(arguments.GetValue(2, row).ToString());
    const auto* role = principals.find(PrincipalKind::kRole, of);
    if (!role && kind == "user") role = principals.find(PrincipalKind::kGroup, of);
    if (!role) throw InvalidInputException("role \"" + of + "\" does not exist");
    std::set<std::int64_t> grantees;
    if (kind == "user") {
      grantees = identity_of(principals, member).grantees;
    } else {
      const auto* start = principals.find(PrincipalKind::kRole, member);
      if (!start) throw InvalidInputException("role \"" + member + "\" does not exist");
      grantees = roles_of(principals, start->id);
    }
    result.SetValue(row, ::duckdb::Value::BOOLEAN(grantees.contains(role->id)));
  }
}

}  // namespace

void register_privilege_functions(::duckdb::DatabaseInstance& database) {
  using ::duckdb::LogicalType;
  const LogicalType text = LogicalType::VARCHAR;
  functions::Registry registry;
  const auto add = [&](const char* name, functions::Types types, LogicalType type, auto body) {
    auto& function = registry.add(name, std::move(types), std::move(type), body);
    function.stability = ::duckdb::FunctionStability::CONSISTENT_WITHIN_QUERY;
    function.null_handling = ::duckdb::FunctionNullHandling::SPECIAL_HANDLING;
    function.errors = ::duckdb::FunctionErrors::CAN_THROW_RUNTIME_ERROR;
  };
  add("rs_has_privilege", {text, text, text, text, text}, LogicalType::BOOLEAN, has_privilege);
  add("rs_implicit_user_id", {text}, LogicalType::INTEGER, implicit_id);
  add("rs_user_id", {text}, LogicalType::INTEGER, user_id);
  add("rs_sees_identity", {text, LogicalType::BIGINT}, LogicalType::BOOLEAN, sees_identity);
  add("rs_is_member", {text, text, text}, LogicalType::BOOLEAN, is_member);
  registry.add("rs_acl_contains", {text, text}, LogicalType::BOOLEAN,
               functions::per_row([](const functions::Row& row) { return acl_contains(row.text(0), row.text(1)); }));
  registry.commit(database);
}

}  // namespace slipher::engine
