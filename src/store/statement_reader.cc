#include "store/statement_reader.h"

#include "base/log.h"
#include "store/changes.h"
#include "store/record_codec.h"

namespace slipher::store {
namespace {

constexpr std::string_view kLoad =
    "SELECT s.id, s.owner, s.name, s.state, s.warehouse, s.is_workgroup, s.database, s.created_at, s.updated_at, "
    "s.expires_at, s.result_expired, s.outcome, r.body FROM statements s LEFT JOIN requests r ON r.seq = s.seq "
    "WHERE s.seq = ?1";

bool read_row(const Query& row, StatementRecord& record) {
  record.id = row.text(0);
  record.owner = row.text(1);
  record.statement_name = row.text(2);
  const std::int64_t state = row.integer(3);
  record.state = static_cast<StatementState>(state);
  record.warehouse = row.text(4);
  record.is_workgroup = row.integer(5) != 0;
  record.database = row.text(6);
  record.created_at = row.time(7);
  record.updated_at = row.time(8);
  record.expires_at = row.time(9);
  record.result_expired = row.integer(10) != 0;
  return state >= 0 && state <= static_cast<std::int64_t>(StatementState::kAborted) &&
         decode_request(row.bytes(12), record) && decode_outcome(row.bytes(11), record);
}

Error damaged(const Database& database, const std::string& id) {
  return Error(ErrorCode::kInternal, "store " + database.file() + ": the record of statement " + id + " is damaged");
}

}  // namespace

Result<std::optional<StatementRecord>> load_statement(Database& database, std::int64_t seq) {
  Query query(database, kLoad, seq);
  std::optional<StatementRecord> record;
  if (query.next() && !read_row(query, record.emplace())) return damaged(database, record->id);
  if (auto status = query.status(); !status) return std::move(status).error();
  return record;
}

Result<std::optional<StatementRecord>> find_statement(Database& database, std::string_view id) {
  Query by_id(database, "SELECT seq FROM statements WHERE id = ?1", id);
  const std::int64_t seq = by_id.next() ? by_id.integer(0) : 0;
  if (auto status = by_id.status(); !status) return std::move(status).error();
  if (seq == 0) return std::optional<StatementRecord>();
  auto record = load_statement(database, seq);
  if (!record || !*record) return record;
  Query results(database, "SELECT part, body FROM results WHERE part >= ?1 AND part < ?2", seq * kSubsPerStatement,
                (seq + 1) * kSubsPerStatement);
  while (results.next()) {
    const auto sub = static_cast<std::size_t>(results.integer(0) - seq * kSubsPerStatement);
    if (sub >= (*record)->subs.size()) return damaged(database, (*record)->id);
    (*record)->subs[sub].result = results.text(1);
  }
  if (auto status = results.status(); !status) return std::move(status).error();
  return record;
}

Result<std::vector<StatementRecord>> load_statements(Database& database, const std::vector<std::int64_t>& seqs) {
  std::vector<StatementRecord> records;
  records.reserve(seqs.size());
  for (const std::int64_t seq : seqs) {
    auto record = load_statement(database, seq);
    if (!record) {
      spdlog::error("{} (row {})", record.error().message, seq);
    } else if (*record) {
      records.push_back(std::move(**record));
    }
  }
  return records;
}

Result<std::vector<std::int64_t>> read_seqs(Query& query) {
  std::vector<std::int64_t> seqs;
  while (query.next()) seqs.push_back(query.integer(0));
  if (auto status = query.status(); !status) return std::move(status).error();
  return seqs;
}

}  // namespace slipher::store
