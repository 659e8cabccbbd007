#include "store/changes.h"

#include <algorithm>
#include <utility>

#include "store/record_codec.h"

namespace slipher::store {
namespace {

constexpr std::string_view kPutStatement =
    "INSERT INTO statements (id, owner, name, state, warehouse, is_workgroup, database, created_at, updated_at, "
    "expires_at, result_expired, has_rows, outcome) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
    "ON CONFLICT (id) DO UPDATE SET owner = ?2, name = ?3, state = ?4, warehouse = ?5, is_workgroup = ?6, "
    "database = ?7, created_at = ?8, updated_at = ?9, expires_at = ?10, result_expired = ?11, has_rows = ?12, "
    "outcome = ?13 RETURNING seq";
constexpr std::string_view kUpdateStatement =
    "UPDATE statements SET state = ?2, updated_at = ?3, expires_at = ?4, result_expired = ?5, has_rows = ?6, "
    "outcome = ?7 WHERE id = ?1 RETURNING seq";
constexpr std::string_view kPutSession =
    "INSERT INTO sessions (id, owner, warehouse, is_workgroup, database, created_at, updated_at, closed, body) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET owner = ?2, warehouse = ?3, "
    "is_workgroup = ?4, database = ?5, created_at = ?6, updated_at = ?7, closed = ?8, body = ?9";

/// A statement on its way into the tables: the columns, and the members in their encoded form.
struct StatementRow {
  std::string id, owner, name, warehouse, database;
  StatementState state;
  bool is_workgroup, result_expired, has_rows;
  Timestamp created_at, updated_at, expires_at;
  std::string request, outcome;
  std::vector<std::pair<std::int64_t, std::string>> results;  // number of the sub-statement, bytes
};

StatementRow to_row(const StatementRecord& record) {
  StatementRow row{.id = record.id,
                   .owner = record.owner,
                   .name = record.statement_name,
                   .warehouse = record.warehouse,
                   .database = record.database,
                   .state = record.state,
                   .is_workgroup = record.is_workgroup,
                   .result_expired = record.result_expired,
                   .has_rows = record.has_result_set,
                   .created_at = record.created_at,
                   .updated_at = record.updated_at,
                   .expires_at = record.expires_at,
                   .outcome = encode_outcome(record)};
  for (std::size_t i = 0; i < record.subs.size(); ++i) {
    row.has_rows = row.has_rows || record.subs[i].has_result_set;
    if (!record.subs[i].result.empty()) row.results.emplace_back(static_cast<std::int64_t>(i), record.subs[i].result);
  }
  return row;
}

Result<void> erase_results(Database& database, std::int64_t seq) {
  return database.run("DELETE FROM results WHERE part >= ?1 AND part < ?2", seq * kSubsPerStatement,
                      (seq + 1) * kSubsPerStatement);
}

Result<void> write_results(Database& database, std::int64_t seq, const StatementRow& row) {
  if (row.result_expired) return erase_results(database, seq);
  for (const auto& [sub, result] : row.results) {
    auto written = database.run("INSERT OR REPLACE INTO results (part, body) VALUES (?1, ?2)",
                                seq * kSubsPerStatement + sub, Blob{result});
    if (!written) return written;
  }
  return {};
}

Result<void> put_statement(Database& database, const StatementRow& row) {
  std::int64_t seq = 0;
  {
    Query query(database, kPutStatement, row.id, row.owner, row.name, static_cast<int>(row.state), row.warehouse,
                row.is_workgroup, row.database, row.created_at, row.updated_at, row.expires_at, row.result_expired,
                row.has_rows, Blob{row.outcome});
    if (query.next()) seq = query.integer(0);
    while (query.next()) {
    }
    if (auto status = query.status(); !status) return status;
  }
  auto requested = database.run("INSERT OR REPLACE INTO requests (seq, body) VALUES (?1, ?2)", seq, Blob{row.request});
  if (!requested) return requested;
  if (auto erased = erase_results(database, seq); !erased) return erased;
  return write_results(database, seq, row);
}

Result<void> update_statement(Database& database, const StatementRow& row) {
  std::int64_t seq = 0;
  {
    Query query(database, kUpdateStatement, row.id, static_cast<int>(row.state), row.updated_at, row.expires_at,
                row.result_expired, row.has_rows, Blob{row.outcome});
    if (query.next()) seq = query.integer(0);
    while (query.next()) {
    }
    if (auto status = query.status(); !status) return status;
  }
  // Forgotten meanwhile: there is nothing to update, and no reason to undo the rest of the transaction.
  if (seq == 0) return {};
  return write_results(database, seq, row);
}

Result<void> erase_by_id(Database& database, const std::string& id) {
  std::int64_t seq = 0;
  {
    Query query(database, "SELECT seq FROM statements WHERE id = ?1", id);
    if (query.next()) seq = query.integer(0);
    if (auto status = query.status(); !status) return status;
  }
  if (seq == 0) return {};
  return erase_statement_rows(database, seq);
}

}  // namespace

Result<void> erase_statement_rows(Database& database, std::int64_t seq) {
  if (auto erased = erase_results(database, seq); !erased) return erased;
  if (auto erased = database.run("DELETE FROM requests WHERE seq = ?1", seq); !erased) return erased;
  return database.run("DELETE FROM statements WHERE seq = ?1", seq);
}

void Changes::put(const StatementRecord& record) {
  if (record.subs.size() > static_cast<std::size_t>(kSubsPerStatement)) {
    add([](Database&) -> Result<void> {
      return Error(ErrorCode::kInternal,
                   "store: a statement has more than " + std::to_string(kSubsPerStatement) + " sub-statements");
    });
    return;
  }
  StatementRow row = to_row(record);
  row.request = encode_request(record);
  add([row = std::move(row)](Database& database) { return put_statement(database, row); });
}

void Changes::update(const StatementRecord& record) {
  add([row = to_row(record)](Database& database) { return update_statement(database, row); });
}

void Changes::erase_statement(const std::string& id) {
  add([id](Database& database) { return erase_by_id(database, id); });
}

void Changes::put(const SessionRecord& record) {
  add([record, body = encode_session(record)](Database& database) {
    return database.run(kPutSession, record.id, record.owner, record.warehouse, record.is_workgroup, record.database,
                        record.created_at, record.updated_at, record.closed, Blob{body});
  });
}

void Changes::put(const TokenRecord& record) {
  add([record](Database& database) {
    return database.run(
        "INSERT OR REPLACE INTO tokens (owner, token, statement_id, request_hash, expires_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5)",
        record.owner, record.token, record.statement_id, record.request_hash, record.expires_at);
  });
}

void Changes::put(const AccessKeyRecord& record) {
  add([record](Database& database) {
    return database.run(
        "INSERT OR REPLACE INTO access_keys (access_key_id, sealed_secret, user_name, is_administrator, is_revoked, "
        "created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        record.access_key_id, Blob{record.sealed_secret}, record.user_name, record.is_administrator, record.is_revoked,
        record.created_at);
  });
}

void Changes::put(const SecretRecord& record) {
  add([arn = record.arn, name = record.name, body = encode_secret(record)](Database& database) {
    return database.run("INSERT OR REPLACE INTO secrets (arn, name, body) VALUES (?1, ?2, ?3)", arn, name, Blob{body});
  });
}

void Changes::erase_secret(const std::string& arn) {
  add([arn](Database& database) { return database.run("DELETE FROM secrets WHERE arn = ?1", arn); });
}

void Changes::put(const OutboxRecord& record) {
  add([record](Database& database) {
    return database.run("INSERT OR REPLACE INTO outbox (statement_id, body, created_at) VALUES (?1, ?2, ?3)",
                        record.statement_id, Blob{record.body}, record.created_at);
  });
}

Result<void> Changes::apply(Database& database) const {
  for (const Change& change : changes_) {
    if (auto applied = change(database); !applied) return applied;
  }
  return {};
}

}  // namespace slipher::store
