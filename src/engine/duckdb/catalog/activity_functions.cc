#include "engine/duckdb/catalog/activity_functions.h"

#include <filesystem>

#include "duckdb/main/attached_database.hpp"
#include "duckdb/main/database_manager.hpp"
#include "engine/duckdb/catalog/fact_table.h"
#include "engine/duckdb/catalog/session_state.h"

namespace slipher::engine {
namespace {

using ::duckdb::ClientContext;
using ::duckdb::TableFunction;
using ::duckdb::timestamp_t;

std::optional<timestamp_t> moment(std::int64_t microseconds) {
  return microseconds ? std::optional(timestamp_t(microseconds)) : std::nullopt;
}

/// A table of one of Activity's lists.
template <class Row>
TableFunction listing(const char* name, std::vector<FactColumn<Row>> columns,
                      std::vector<Row> (Activity::*list)() const) {
  return FactTable<Row>::make(name, std::move(columns), [list](ClientContext& context) {
    const auto activity = find_activity(context);
    return activity ? (*activity.*list)() : std::vector<Row>();
  });
}

TableFunction sessions() {
  using Row = SessionRecord;
  return listing<Row>(
      "slipher_sessions",
      {fact<Row>("process_id", [](const Row& row) { return row.process_id; }),
       fact<Row>("user_name", [](const Row& row) { return row.user; }),
       fact<Row>("database_name", [](const Row& row) { return row.database; }),
       fact<Row>("started", [](const Row& row) { return moment(row.started); }),
       fact<Row>("ended", [](const Row& row) { return moment(row.ended); }),
       fact<Row>("transaction_id", [](const Row& row) { return row.transaction_id; }),
       fact<Row>("transaction_started", [](const Row& row) { return moment(row.transaction_started); })},
      &Activity::sessions);
}

TableFunction queries() {
  using Row = QueryRecord;
  return listing<Row>("slipher_queries",
                      {fact<Row>("query_id", [](const Row& row) { return row.query_id; }),
                       fact<Row>("transaction_id", [](const Row& row) { return row.transaction_id; }),
                       fact<Row>("process_id", [](const Row& row) { return row.process_id; }),
                       fact<Row>("user_name", [](const Row& row) { return row.user; }),
                       fact<Row>("database_name", [](const Row& row) { return row.database; }),
                       fact<Row>("query_text", [](const Row& row) { return row.text; }),
                       fact<Row>("label", [](const Row& row) { return row.label; }),
                       fact<Row>("query_type", [](const Row& row) { return row.type; }),
                       fact<Row>("started", [](const Row& row) { return moment(row.started); }),
                       fact<Row>("ended", [](const Row& row) { return moment(row.ended); }),
                       fact<Row>("row_count", [](const Row& row) { return row.rows; }),
                       fact<Row>("error", [](const Row& row) { return row.error; }),
                       fact<Row>("canceled", [](const Row& row) { return row.canceled; }),
                       fact<Row>("caller_id", [](const Row& row) { return row.caller_id; })},
                      &Activity::queries);
}

TableFunction scans() {
  using Row = ScanRecord;
  return listing<Row>("slipher_scans",
                      {fact<Row>("query_id", [](const Row& row) { return row.query_id; }),
                       fact<Row>("step", [](const Row& row) { return row.step; }),
                       fact<Row>("database_name", [](const Row& row) { return row.database; }),
                       fact<Row>("schema_name", [](const Row& row) { return row.schema; }),
                       fact<Row>("relation_name", [](const Row& row) { return row.table; })},
                      &Activity::scans);
}

TableFunction transactions() {
  using Row = TransactionRecord;
  return listing<Row>("slipher_transactions",
                      {fact<Row>("transaction_id", [](const Row& row) { return row.transaction_id; }),
                       fact<Row>("user_name", [](const Row& row) { return row.user; }),
                       fact<Row>("started", [](const Row& row) { return moment(row.started); }),
                       fact<Row>("ended", [](const Row& row) { return moment(row.ended); }),
                       fact<Row>("committed", [](const Row& row) { return row.committed; }),
                       fact<Row>("has_statement", [](const Row& row) { return row.has_statement; })},
                      &Activity::transactions);
}

TableFunction refreshes() {
  using Row = RefreshRecord;
  return listing<Row>("slipher_refreshes",
                      {fact<Row>("user_name", [](const Row& row) { return row.user; }),
                       fact<Row>("database_name", [](const Row& row) { return row.database; }),
                       fact<Row>("schema_name", [](const Row& row) { return row.schema; }),
                       fact<Row>("view_name", [](const Row& row) { return row.view; }),
                       fact<Row>("process_id", [](const Row& row) { return row.process_id; }),
                       fact<Row>("transaction_id", [](const Row& row) { return row.transaction_id; }),
                       fact<Row>("is_automatic", [](const Row& row) { return row.is_automatic; }),
                       fact<Row>("status", [](const Row& row) { return row.status; }),
                       fact<Row>("started", [](const Row& row) { return moment(row.started); }),
                       fact<Row>("ended", [](const Row& row) { return moment(row.ended); })},
                      &Activity::refreshes);
}

TableFunction user_changes() {
  using Row = UserChange;
  return listing<Row>("slipher_user_changes",
                      {fact<Row>("user_id", [](const Row& row) { return row.user_id; }),
                       fact<Row>("user_name", [](const Row& row) { return row.user; }),
                       fact<Row>("old_name", [](const Row& row) { return row.old_name; }),
                       fact<Row>("action", [](const Row& row) { return row.action; }),
                       fact<Row>("may_create_databases", [](const Row& row) { return row.may_create_databases; }),
                       fact<Row>("is_superuser", [](const Row& row) { return row.is_superuser; }),
                       fact<Row>("valid_until", [](const Row& row) { return row.valid_until; }),
                       fact<Row>("process_id", [](const Row& row) { return row.process_id; }),
                       fact<Row>("transaction_id", [](const Row& row) { return row.transaction_id; }),
                       fact<Row>("changed", [](const Row& row) { return moment(row.changed); })},
                      &Activity::user_changes);
}

TableFunction maintenance() {
  using Row = MaintenanceRecord;
  return listing<Row>("slipher_maintenance",
                      {fact<Row>("user_name", [](const Row& row) { return row.user; }),
                       fact<Row>("database_name", [](const Row& row) { return row.database; }),
                       fact<Row>("schema_name", [](const Row& row) { return row.schema; }),
                       fact<Row>("relation_name", [](const Row& row) { return row.table; }),
                       fact<Row>("kind", [](const Row& row) { return row.kind; }),
                       fact<Row>("row_count", [](const Row& row) { return row.rows; }),
                       fact<Row>("process_id", [](const Row& row) { return row.process_id; }),
                       fact<Row>("transaction_id", [](const Row& row) { return row.transaction_id; }),
                       fact<Row>("query_id", [](const Row& row) { return row.query_id; }),
                       fact<Row>("started", [](const Row& row) { return moment(row.started); }),
                       fact<Row>("ended", [](const Row& row) { return moment(row.ended); })},
                      &Activity::maintenance);
}

TableFunction locks() {
  using Row = TableLocks::Held;
  return FactTable<Row>::make("slipher_locks",
                              {fact<Row>("process_id", [](const Row& row) { return row.owner; }),
                               fact<Row>("database_name", [](const Row& row) { return row.table.database; }),
                               fact<Row>("schema_name", [](const Row& row) { return row.table.schema; }),
                               fact<Row>("relation_name", [](const Row& row) { return row.table.name; }),
                               fact<Row>("is_lock", [](const Row& row) { return row.is_lock; })},
                              [](ClientContext& context) {
                                const auto state = context.registered_state->Get<SessionState>(SessionState::kKey);
                                return state ? state->locks.held() : std::vector<Row>();
                              });
}

/// In blocks of 1 MB.
struct Disk {
  std::int64_t used = 0;  // by databases
  std::int64_t capacity = 0;
};

std::vector<Disk> disks(ClientContext& context) {
  Disk disk;
  std::uintmax_t bytes = 0;
  for (auto& database : ::duckdb::DatabaseManager::Get(context).GetDatabases(context)) {
    if (database->IsSystem() || database->IsTemporary() || database->GetCatalog().InMemory()) continue;
    const std::filesystem::path path = database->GetCatalog().GetDBPath();
    std::error_code problem;
    const auto size = std::filesystem::file_size(path, problem);
    if (!problem) bytes += size;
    const auto space = std::filesystem::space(path, problem);
    if (!problem) disk.capacity = static_cast<std::int64_t>(space.capacity >> 20);
  }
  disk.used = static_cast<std::int64_t>((bytes + (1U << 20) - 1) >> 20);
  return {disk};
}

TableFunction disk() {
  return FactTable<Disk>::make("slipher_disk",
                               {fact<Disk>("used", [](const Disk& row) { return row.used; }),
                                fact<Disk>("capacity", [](const Disk& row) { return row.capacity; })},
                               disks);
}

}  // namespace

std::vector<TableFunction> activity_functions() {
  return {sessions(), queries(), scans(), transactions(), refreshes(), user_changes(), maintenance(), locks(), disk()};
}

}  // namespace slipher::engine
