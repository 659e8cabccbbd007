#include "engine/duckdb/access/acting.h"
#include "engine/duckdb/access/authorize.h"
#include "engine/duckdb/errors.h"

namespace slipher::engine {
namespace {

ObjectKey relation_key(const Session::ObjectName& relation) { return {"relation", relation.schema, relation.name}; }
ObjectKey schema_key(const std::string& schema) { return {"schema", schema, ""}; }

std::string bare_name(const ObjectKey& routine) { return routine.name.substr(0, routine.name.find('(')); }

Result<RightsBook> rights_of(Session& session, const ObjectKey& object) {
  return read_rights(session, session.context().database, {object});
}

}  // namespace

Result<void> check_relation_privilege(Session& session, const Session::ObjectName& relation,
                                      std::string_view privilege) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->is_superuser || relation.schema.empty()) return {};
  auto book = rights_of(session, relation_key(relation));
  if (!book) return book.error();
  if (!book->may(**who, schema_key(relation.schema), "usage"))
    return sql_failure("permission denied for schema " + relation.schema);
  if (!book->may(**who, relation_key(relation), privilege))
    return sql_failure("permission denied for relation " + relation.name);
  return {};
}

Result<void> check_schema_privilege(Session& session, const std::string& schema, std::string_view privilege) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->is_superuser) return {};
  auto book = rights_of(session, schema_key(schema));
  if (!book) return book.error();
  if (!book->may(**who, schema_key(schema), privilege)) return sql_failure("permission denied for schema " + schema);
  return {};
}

Result<void> check_database_privilege(Session& session, std::string_view privilege) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->is_superuser) return {};
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  const auto& database = session.context().database;
  if (is_same_name((*principals)->database_owner(database), (*who)->user)) return {};
  if (privilege == "temp" && (*principals)->has_public_temp(database)) return {};
  for (const auto& grant : (*principals)->grants()) {
    if (grant.kind == "database" && grant.object == database && grant.privilege == privilege &&
        (*who)->grantees.contains(grant.member))
      return {};
  }
  return sql_failure("permission denied for database " + database);
}

Result<void> check_relation_owner(Session& session, const Session::ObjectName& relation,
                                  std::string_view system_privilege, std::string_view privilege) {
  auto who = acting(session);
  if (!who) return who.error();
  if (relation.schema.empty() || (*who)->has(system_privilege)) return {};
  auto book = rights_of(session, relation_key(relation));
  if (!book) return book.error();
  // The owner of a schema may drop what is in it.
  if (privilege == "drop" && book->owns(**who, schema_key(relation.schema))) return {};
  if (!book->may(**who, schema_key(relation.schema), "usage"))
    return sql_failure("permission denied for schema " + relation.schema);
  if (book->owns(**who, relation_key(relation))) return {};
  if (!privilege.empty() && book->may(**who, relation_key(relation), privilege)) return {};
  return sql_failure("must be owner of relation " + relation.name);
}

Result<void> check_schema_owner(Session& session, const std::string& schema, std::string_view system_privilege) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->has(system_privilege)) return {};
  auto book = rights_of(session, schema_key(schema));
  if (!book) return book.error();
  if (book->owns(**who, schema_key(schema))) return {};
  return sql_failure("must be owner of schema " + schema);
}

Result<void> check_superuser(Session& session, std::string_view system_privilege, const std::string& message) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->has(system_privilege)) return {};
  return sql_failure(message);
}

Result<void> check_execute(Session& session, const ObjectKey& routine) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->is_superuser) return {};
  auto book = read_rights(session, session.context().database, {routine, schema_key(routine.schema)});
  if (!book) return book.error();
  if (!book->may(**who, schema_key(routine.schema), "usage"))
    return sql_failure("permission denied for schema " + routine.schema);
  if (!book->may(**who, routine, "execute"))
    return sql_failure("permission denied for " + routine.kind + " " + bare_name(routine));
  return {};
}

Result<void> check_routine_owner(Session& session, const ObjectKey& routine) {
  auto who = acting(session);
  if (!who) return who.error();
  if ((*who)->has("drop " + routine.kind)) return {};
  auto book = rights_of(session, routine);
  if (!book) return book.error();
  if (book->owns(**who, routine)) return {};
  return sql_failure("must be owner of " + routine.kind + " " + bare_name(routine));
}

Result<std::string> owner_of(Session& session, const ObjectKey& object) {
  auto book = rights_of(session, object);
  if (!book) return book.error();
  return book->owner(object);
}

std::string routine_signature(const std::string& name, const std::vector<std::string>& argument_types) {
  std::string out = name + "(";
  for (std::size_t i = 0; i < argument_types.size(); ++i) out += (i ? ", " : "") + argument_types[i];
  return out + ")";
}

}  // namespace slipher::engine
