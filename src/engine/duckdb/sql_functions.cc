#include "engine/duckdb/sql_functions.h"

#include "duckdb.hpp"
#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/scalar_macro_catalog_entry.hpp"
#include "duckdb/function/macro_function.hpp"

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

SqlFunctionParameters parameters_of(const SessionContext& session, const std::string& schema, std::string_view name,
                                    std::size_t arguments) {
  SqlFunctionParameters result;
  result.literals.resize(arguments);
  std::vector<bool> takes_text(arguments, false);
  auto& context = *session.connection->context;
  const auto macro = engine_function_name(name);
  context.RunFunctionInTransaction([&] {
    const auto& entry =
        ::duckdb::Catalog::GetEntry<::duckdb::ScalarMacroCatalogEntry>(context, session.database, schema, macro);
    for (const auto& function : entry.macros) {
      if (function->parameters.size() != arguments) continue;
      result.fits = true;
      for (std::size_t i = 0; i < function->types.size(); ++i) {
        const auto& type = function->types[i];
        if (type.id() == ::duckdb::LogicalTypeId::VARCHAR && type.GetAlias().empty()) takes_text[i] = true;
        // Of several types the first will do: a literal that fits none of them fails all the same.
        if (!result.literals[i] && type.id() != ::duckdb::LogicalTypeId::UNKNOWN) result.literals[i] = type;
      }
    }
  });
  for (std::size_t i = 0; i < arguments; ++i) {
    if (takes_text[i]) result.literals[i].reset();
  }
  return result;
}

}  // namespace slipher::engine
