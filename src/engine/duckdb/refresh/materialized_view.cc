#include "engine/duckdb/refresh/materialized_view.h"

#include <algorithm>
#include <vector>

#include "engine/duckdb/external/shared_schema.h"
#include "engine/duckdb/own_rows.h"

namespace slipher::engine {
namespace {

/// Of own_catalog.cc's table: schema_name, view_name, owner, query_text, engine_text, materialized.
constexpr std::size_t kColumns = 6;

std::string schema_of(const SessionContext& session, const std::string& database, const std::string& name) {
  if (has_own_relation(session, "temp", "main", name)) return {};
  for (const auto& schema : session.search_path) {
    if (has_own_relation(session, database, schema, name)) return schema;
  }
  return {};
}

}  // namespace

bool is_materialized_view(const SessionContext& session, const std::string& database, const std::string& schema,
                          const std::string& name) {
  if (!session.connection) return false;
  const auto& in = database.empty() ? session.database : database;
  std::vector<std::string> schemas;  // that have a materialized view of that name
  auto& context = *session.connection->context;
  context.RunFunctionInTransaction([&] {
    visit_rows(context, in, "views", kColumns, [&](::duckdb::DataChunk& chunk, std::size_t row) {
      if (chunk.GetValue(kColumns - 1, row).GetValue<bool>() && chunk.GetValue(1, row).ToString() == name)
        schemas.push_back(chunk.GetValue(0, row).ToString());
    });
  });
  if (schemas.empty()) return false;
  const auto where = schema.empty() ? schema_of(session, in, name) : schema;
  return std::find(schemas.begin(), schemas.end(), where) != schemas.end();
}

}  // namespace slipher::engine
