#include "engine/duckdb/own_rows.h"

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/storage/data_table.hpp"
#include "duckdb/storage/table/scan_state.hpp"
#include "duckdb/transaction/duck_transaction.hpp"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {

void visit_rows(::duckdb::ClientContext& context, const std::string& database, const std::string& table,
                std::size_t columns, const std::function<void(::duckdb::DataChunk& chunk, std::size_t row)>& visit) {
  auto entry = ::duckdb::Catalog::GetEntry<::duckdb::TableCatalogEntry>(context, database, std::string(kInternalSchema),
                                                                        table, ::duckdb::OnEntryNotFound::RETURN_NULL);
  if (!entry) return;
  auto& storage = entry->GetStorage();
  auto& transaction = ::duckdb::DuckTransaction::Get(context, entry->ParentCatalog());
  ::duckdb::vector<::duckdb::StorageIndex> indexes;
  ::duckdb::vector<::duckdb::LogicalType> types;
  for (std::size_t i = 0; i < columns; ++i) {
    indexes.emplace_back(i);
    types.push_back(entry->GetColumn(::duckdb::LogicalIndex(i)).Type());
  }
  ::duckdb::TableScanState state;
  storage.InitializeScan(context, transaction, state, indexes);
  ::duckdb::DataChunk chunk;
  chunk.Initialize(context, types);
  for (storage.Scan(transaction, chunk, state); chunk.size() > 0; storage.Scan(transaction, chunk, state)) {
    for (std::size_t row = 0; row < chunk.size(); ++row) visit(chunk, row);
    chunk.Reset();
  }
}

}  // namespace slipher::engine
