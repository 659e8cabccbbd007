#include "engine/duckdb/access/routines.h"

#include "engine/duckdb/access/authorize.h"

namespace slipher::engine {
namespace {

// Owners are remembered of every routine.
std::vector<ObjectKey> routines_of(const RightsBook& book, const std::string& kind, const std::string& schema) {
  std::vector<ObjectKey> found;
  for (const auto& [object, owner] : book.owners()) {
    if (object.kind == kind && object.schema == schema) found.push_back(object);
  }
  return found;
}

}  // namespace

Result<ObjectKey> existing_routine(Session& session, const std::string& kind, const std::vector<std::string>& name,
                                   const std::optional<std::vector<std::string>>& argument_types) {
  auto wanted = session.resolve_new(name);
  if (!wanted) return wanted.error();
  const auto schemas = name.size() > 1 ? std::vector{wanted->schema} : session.context().search_path;
  std::vector<ObjectKey> keys;
  for (const auto& schema : schemas) keys.push_back({kind, schema, wanted->name});
  auto book = read_rights(session, session.context().database, keys);
  if (!book) return book.error();
  const auto signature = routine_signature(wanted->name, argument_types.value_or(std::vector<std::string>()));
  for (const auto& schema : schemas) {
    auto found = routines_of(*book, kind, schema);
    std::erase_if(found, [&](const auto& object) {
      return argument_types ? object.name != signature : !object.name.starts_with(wanted->name + "(");
    });
    if (found.size() > 1) return sql_failure(kind + " name \"" + wanted->name + "\" is not unique");
    if (!found.empty()) return found.front();
  }
  return sql_failure(kind + " " + signature + " does not exist");
}

Result<std::vector<ObjectKey>> routines_in_schema(Session& session, const std::string& kind,
                                                  const std::string& schema) {
  auto book = read_rights(session, session.context().database, {});
  if (!book) return book.error();
  return routines_of(*book, kind, schema);
}

}  // namespace slipher::engine
