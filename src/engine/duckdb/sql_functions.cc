#include "engine/duckdb/sql_functions.h"

#include "duckdb.hpp"
#include "duckdb/catalog/catalog.hpp"

namespace slipher::engine {

std::string engine_function_name(std::string_view name) { return "sql function " + std::string(name); }

std::string find_sql_function(const SessionContext& session, std::string_view schema, std::string_view name) {
  if (!session.connection) return {};
  auto& context = *session.connection->context;
  const auto macro = engine_function_name(name);
  const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::SCALAR_FUNCTION_ENTRY, macro);
  std::string found;
  const auto look = [&](const std::string& each) {
    if (found.empty() &&
        ::duckdb::Catalog::GetEntry(context, session.database, each, lookup, ::duckdb::OnEntryNotFound::RETURN_NULL))
      found = each;
  };
  context.RunFunctionInTransaction([&] {
    if (!schema.empty()) return look(std::string(schema));
    for (const auto& each : session.search_path) look(each);
  });
  return found;
}

}  // namespace slipher::engine
