#include "store/session_reader.h"

#include <string>

#include "base/log.h"
#include "store/record_codec.h"
#include "store/statement_list.h"

namespace slipher::store {
namespace {

const std::string kColumns =
    "id, owner, warehouse, is_workgroup, database, created_at, updated_at, closed, body FROM sessions ";

bool read_row(const Query& row, SessionRecord& record) {
  record.id = row.text(0);
  record.owner = row.text(1);
  record.warehouse = row.text(2);
  record.is_workgroup = row.integer(3) != 0;
  record.database = row.text(4);
  record.created_at = row.time(5);
  record.updated_at = row.time(6);
  record.closed = row.integer(7) != 0;
  return decode_session(row.bytes(8), record);
}

std::string damaged(const Database& database, const std::string& id) {
  return "store " + database.file() + ": the record of session " + id + " is damaged";
}

Result<std::vector<SessionRecord>> read_all(Database& database, Query& query) {
  std::vector<SessionRecord> records;
  while (query.next()) {
    SessionRecord record;
    if (read_row(query, record)) {
      records.push_back(std::move(record));
    } else {
      spdlog::error("{}", damaged(database, record.id));
    }
  }
  if (auto status = query.status(); !status) return std::move(status).error();
  return records;
}

}  // namespace

Result<std::optional<SessionRecord>> find_session(Database& database, std::string_view id) {
  Query query(database, "SELECT " + kColumns + "WHERE id = ?1", id);
  std::optional<SessionRecord> record;
  if (query.next() && !read_row(query, record.emplace())) {
    return Error(ErrorCode::kInternal, damaged(database, record->id));
  }
  if (auto status = query.status(); !status) return std::move(status).error();
  return record;
}

Result<std::vector<SessionRecord>> list_sessions(Database& database, const SessionFilter& filter) {
  ListQuery list{"SELECT " + kColumns + "WHERE created_at >= ?", {filter.created_from.time_since_epoch().count()}};
  const auto add = [&](const char* condition, std::variant<std::int64_t, std::string> argument) {
    list.sql.append(" AND ").append(condition);
    list.arguments.push_back(std::move(argument));
  };
  if (filter.owner) add("owner = ?", *filter.owner);
  if (filter.database) add("database = ?", *filter.database);
  if (filter.warehouse) add("warehouse = ?", *filter.warehouse);
  if (filter.is_workgroup) add("is_workgroup = ?", *filter.is_workgroup ? 1 : 0);
  if (filter.after) {
    add("(created_at, id) < (?", filter.after->first.time_since_epoch().count());
    list.sql += ", ?)";
    list.arguments.emplace_back(filter.after->second);
  }
  list.sql += " ORDER BY created_at DESC, id DESC LIMIT ?";
  list.arguments.emplace_back(static_cast<std::int64_t>(filter.limit));
  Query query(database, list.sql);
  bind_all(query, list);
  return read_all(database, query);
}

Result<std::vector<SessionRecord>> open_sessions(Database& database) {
  Query query(database, "SELECT " + kColumns + "INDEXED BY sessions_open WHERE closed = 0 ORDER BY created_at, seq");
  return read_all(database, query);
}

}  // namespace slipher::store
