#include "engine/duckdb/federated/federated_listing.h"

#include "base/log.h"
#include "engine/duckdb/catalog/fact_table.h"
#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/external/object_file_system.h"
#include "engine/duckdb/federated/federated_schema.h"
#include "engine/duckdb/federated/remote_transaction.h"

namespace slipher::engine {
namespace {

using ::duckdb::ClientContext;

std::vector<FederatedListing> of_session(ClientContext& context) {
  const auto* session = find_session(context);
  if (!session) return {};
  return list_federated(context, session->database, [](const std::string&) { return true; });
}

struct TableRow {
  std::string schema;
  std::string table;
};

struct ColumnRow {
  std::string schema;
  std::string table;
  RemoteColumn column;
  std::int32_t position = 0;
};

}  // namespace

std::vector<FederatedListing> list_federated(ClientContext& context, const std::string& database,
                                             const std::function<bool(const std::string& schema)>& wanted) {
  std::vector<FederatedListing> all;
  for (const auto& schema : federated_schemas(context, database)) {
    if (!wanted(schema.name)) continue;
    auto tables =
        RemoteTransactions::of(context, schema.target)->tables(schema.remote_schema, interruption_of(context));
    if (!tables && tables.error().code == ErrorCode::kCanceled) throw_storage_error(tables.error());
    if (!tables) spdlog::warn("external schema {} is shown without tables: {}", schema.name, tables.error().message);
    all.push_back({schema.name, tables ? *std::move(tables) : std::vector<RemoteTable>()});
  }
  return all;
}

::duckdb::TableFunction federated_tables() {
  using Row = TableRow;
  return FactTable<Row>::make("slipher_federated_tables",
                              {fact<Row>("schema_name", [](const Row& row) { return row.schema; }),
                               fact<Row>("table_name", [](const Row& row) { return row.table; })},
                              [](ClientContext& context) {
                                std::vector<Row> rows;
                                for (const auto& listing : of_session(context)) {
                                  for (const auto& table : listing.tables) rows.push_back({listing.schema, table.name});
                                }
                                return rows;
                              });
}

::duckdb::TableFunction federated_columns() {
  using Row = ColumnRow;
  return FactTable<Row>::make("slipher_federated_columns",
                              {fact<Row>("schema_name", [](const Row& row) { return row.schema; }),
                               fact<Row>("table_name", [](const Row& row) { return row.table; }),
                               fact<Row>("column_name", [](const Row& row) { return row.column.name; }),
                               fact<Row>("type_text", [](const Row& row) { return row.column.type_text; }),
                               fact<Row>("position", [](const Row& row) { return row.position; }),
                               fact<Row>("is_nullable", [](const Row& row) { return row.column.nullable; })},
                              [](ClientContext& context) {
                                std::vector<Row> rows;
                                for (const auto& listing : of_session(context)) {
                                  for (const auto& table : listing.tables) {
                                    std::int32_t position = 0;
                                    for (const auto& column : table.columns)
                                      rows.push_back({listing.schema, table.name, column, ++position});
                                  }
                                }
                                return rows;
                              });
}

}  // namespace slipher::engine
