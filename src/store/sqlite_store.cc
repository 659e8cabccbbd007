#include "store/sqlite_store.h"

#include "store/forget.h"
#include "store/schema.h"
#include "store/session_reader.h"
#include "store/small_tables.h"
#include "store/statement_list.h"
#include "store/statement_reader.h"

namespace slipher::store {
namespace {

/// Connections for reading; a thread more than that waits for one.
constexpr std::size_t kReaders = 16;

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& file, WriterLimits limits) {
  auto database = Database::open(file, Database::Access::kReadWrite);
  if (!database) return std::move(database).error();
  if (auto migrated = migrate(**database); !migrated) return std::move(migrated).error();
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(*database), limits));
}

SqliteStore::SqliteStore(std::unique_ptr<Database> database, WriterLimits limits)
    : readers_(database->file(), kReaders), writer_(std::move(database), limits) {}

std::unique_ptr<Transaction> SqliteStore::begin() { return std::make_unique<Changes>(); }

void SqliteStore::commit(std::unique_ptr<Transaction> transaction, std::function<void(Result<void>)> done) {
  // begin() is the only place that makes transactions.
  writer_.commit(std::unique_ptr<Changes>(static_cast<Changes*>(transaction.release())), std::move(done));
}

Result<void> SqliteStore::on_writer(Changes::Change change) {
  auto changes = std::make_unique<Changes>();
  changes->add(std::move(change));
  return commit_and_wait(std::move(changes));
}

Result<std::optional<StatementRecord>> SqliteStore::find_statement(std::string_view id) {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  return store::find_statement(**reader, id);
}

Result<std::vector<StatementRecord>> SqliteStore::list_statements(const StatementFilter& filter) {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  return store::list_statements(**reader, filter);
}

Result<std::vector<StatementRecord>> SqliteStore::unfinished_statements() {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  Query query(**reader,
              "SELECT seq FROM statements INDEXED BY statements_by_state WHERE state IN (0, 1, 2) "
              "ORDER BY created_at, seq");
  const auto seqs = read_seqs(query);
  if (!seqs) return seqs.error();
  return load_statements(**reader, *seqs);
}

Result<std::vector<StatementRecord>> SqliteStore::expired_results(Timestamp now, std::size_t limit) {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  Query query(**reader,
              "SELECT seq FROM statements INDEXED BY statements_by_expiry WHERE has_rows = 1 AND result_expired = 0 "
              "AND expires_at > 0 AND expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
              now, static_cast<std::int64_t>(limit));
  const auto seqs = read_seqs(query);
  if (!seqs) return seqs.error();
  return load_statements(**reader, *seqs);
}

Result<std::vector<std::string>> SqliteStore::forget_before(Timestamp before, std::size_t limit) {
  std::vector<std::string> forgotten;
  auto done = on_writer([&](Database& database) { return store::forget_before(database, before, limit, forgotten); });
  if (!done) return std::move(done).error();
  return forgotten;
}

Result<std::size_t> SqliteStore::forget_tokens(Timestamp now, std::size_t limit) {
  std::size_t count = 0;
  auto done = on_writer([&](Database& database) { return store::forget_tokens(database, now, limit, count); });
  if (!done) return std::move(done).error();
  return count;
}

Result<std::optional<SessionRecord>> SqliteStore::find_session(std::string_view id) {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  return store::find_session(**reader, id);
}

Result<std::vector<SessionRecord>> SqliteStore::list_sessions(const SessionFilter& filter) {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  return store::list_sessions(**reader, filter);
}

Result<std::vector<SessionRecord>> SqliteStore::open_sessions() {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  return store::open_sessions(**reader);
}

Result<std::optional<TokenRecord>> SqliteStore::find_token(std::string_view owner, std::string_view token,
                                                           Timestamp now) {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  return store::find_token(**reader, owner, token, now);
}

Result<std::vector<AccessKeyRecord>> SqliteStore::access_keys() {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  return store::access_keys(**reader);
}

Result<std::vector<SecretRecord>> SqliteStore::secrets() {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  return store::secrets(**reader);
}

Result<std::vector<OutboxRecord>> SqliteStore::outbox(std::size_t limit) {
  auto reader = readers_.take();
  if (!reader) return std::move(reader).error();
  return store::outbox(**reader, limit);
}

}  // namespace slipher::store
