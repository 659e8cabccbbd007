#include "engine/duckdb/external/shared_schema.h"

#include "duckdb.hpp"
#include "duckdb/catalog/catalog.hpp"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"

namespace slipher::engine {

bool has_own_relation(const SessionContext& session, const std::string& database, const std::string& schema,
                      const std::string& relation) {
  if (!session.connection) return false;
  auto& context = *session.connection->context;
  const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, relation);
  bool found = false;
  context.RunFunctionInTransaction([&] {
    found = ::duckdb::Catalog::GetEntry(context, database, schema, lookup, ::duckdb::OnEntryNotFound::RETURN_NULL) !=
            nullptr;
  });
  return found;
}

std::optional<SharedSchema> find_shared_schema(const SessionContext& session, const std::string& schema) {
  if (!session.connection) return std::nullopt;
  const auto rows = session.connection->Query("SELECT source_database, source_schema FROM " +
                                              internal_table(session.database, "shared_schemas") +
                                              " WHERE schema_name = " + quote_text(schema));
  if (rows->HasError() || rows->RowCount() == 0) return std::nullopt;
  return SharedSchema{rows->GetValue(0, 0).ToString(), rows->GetValue(1, 0).ToString()};
}

}  // namespace slipher::engine
