#include "engine/duckdb/federated/remote_transaction.h"

#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/errors.h"

namespace slipher::engine {
namespace {

constexpr const char* kBegin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// What fails or is left unread ends here; the transaction goes on.
constexpr const char* kSavepoint = "; SAVEPOINT slipher";

/// Values come as text in one form, whatever the server's own settings.
std::string settings_text(const FederatedSettings& settings) {
  std::string text =
      "; SET LOCAL standard_conforming_strings = on; SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; "
      "SET LOCAL IntervalStyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1";
  if (settings.statement_timeout.count() > 0)
    text += "; SET LOCAL statement_timeout = " +
            std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(settings.statement_timeout).count());
  return text;
}

}  // namespace

/// Others may join its snapshot, where the server has such a thing.
Result<void> RemoteTransaction::begin_first(RemoteConnection& connection,
                                            const RemoteConnection::IsInterrupted& is_interrupted) {
  const auto begin = kBegin + settings_text(pool_->settings());
  auto exported = connection.query(begin + "; SELECT pg_export_snapshot()" + kSavepoint, is_interrupted);
  if (exported && exported->size() == 1 && exported->front().front()) {
    snapshot_ = *exported->front().front();
    return {};
  }
  if (!exported && exported.error().code == ErrorCode::kCanceled) return exported.error();
  auto begun = connection.query("ROLLBACK; " + begin + kSavepoint, is_interrupted);
  return begun ? Result<void>() : begun.error();
}

Result<void> RemoteTransaction::join(RemoteConnection& connection,
                                     const RemoteConnection::IsInterrupted& is_interrupted) {
  // The name of a snapshot has digits and hyphens only.
  const auto snapshot = snapshot_.empty() ? std::string() : "; SET TRANSACTION SNAPSHOT '" + snapshot_ + "'";
  auto joined = connection.query(kBegin + snapshot + settings_text(pool_->settings()) + kSavepoint, is_interrupted);
  return joined ? Result<void>() : joined.error();
}

Result<RemoteTransaction::Lease> RemoteTransaction::lease(const RemoteConnection::IsInterrupted& is_interrupted) {
  std::lock_guard lock(mutex_);
  if (has_ended_ || is_lost_)
    return sql_failure("remote PostgreSQL server \"" + target_.server() + "\": the transaction is over");
  if (!free_.empty()) {
    auto lease = std::move(free_.back());
    free_.pop_back();
    return lease;
  }
  for (;;) {
    auto connection = pool_->take(target_, is_interrupted);
    if (!connection) return connection.error();
    const bool is_first = !has_begun_;
    auto begun = is_first ? begin_first(**connection, is_interrupted) : join(**connection, is_interrupted);
    if (begun) {
      has_begun_ = true;
      return Lease{*std::move(connection), is_first};
    }
    const bool is_stale = (*connection)->was_kept() && (*connection)->is_closed();
    pool_->drop(*std::move(connection));
    if (!is_stale) return begun.error();
  }
}

void RemoteTransaction::give_back(Lease lease, bool is_whole) {
  bool is_usable = is_whole;
  if (!is_whole && lease.connection->abandon())
    is_usable = bool(lease.connection->query("ROLLBACK TO SAVEPOINT slipher", {}));
  std::lock_guard lock(mutex_);
  if (is_usable && !has_ended_) {
    free_.push_back(std::move(lease));
    return;
  }
  is_lost_ = is_lost_ || (lease.is_first && !is_usable);
  if (is_usable)
    pool_->give(std::move(lease.connection));
  else
    pool_->drop(std::move(lease.connection));
}

void RemoteTransaction::end() {
  std::lock_guard lock(mutex_);
  has_ended_ = true;
  for (auto& lease : free_) pool_->give(std::move(lease.connection));
  free_.clear();
}

Result<std::optional<RemoteTable>> RemoteTransaction::table(const std::string& schema, const std::string& name,
                                                            const RemoteConnection::IsInterrupted& is_interrupted) {
  {
    std::lock_guard lock(mutex_);
    const auto known = tables_.find({schema, name});
    if (known != tables_.end()) return known->second;
  }
  auto tables = read(schema, name, is_interrupted);
  if (!tables) return tables.error();
  std::optional<RemoteTable> table;
  if (!tables->empty()) table = std::move(tables->front());
  std::lock_guard lock(mutex_);
  tables_[{schema, name}] = table;
  return table;
}

Result<std::vector<RemoteTable>> RemoteTransaction::tables(const std::string& schema,
                                                           const RemoteConnection::IsInterrupted& is_interrupted) {
  return read(schema, {}, is_interrupted);
}

Result<std::vector<RemoteTable>> RemoteTransaction::read(const std::string& schema,
                                                         const std::optional<std::string>& name,
                                                         const RemoteConnection::IsInterrupted& is_interrupted) {
  auto leased = lease(is_interrupted);
  if (!leased) return leased.error();
  auto tables = read_remote_tables(*leased->connection, schema, name, is_interrupted);
  give_back(*std::move(leased), tables.has_value());
  return tables;
}

std::shared_ptr<RemoteTransaction> RemoteTransactions::of(::duckdb::ClientContext& context,
                                                          const RemoteTarget& target) {
  const auto all = context.registered_state->GetOrCreate<RemoteTransactions>(kKey);
  std::lock_guard lock(all->mutex_);
  auto& transaction = all->transactions_[target];
  if (!transaction) {
    const auto pools = ::duckdb::ObjectCache::GetObjectCache(context).Get<RemotePools>(RemotePools::ObjectType());
    transaction = std::make_shared<RemoteTransaction>(pools->pool, target);
  }
  return transaction;
}

void RemoteTransactions::end() {
  std::lock_guard lock(mutex_);
  for (const auto& [target, transaction] : transactions_) transaction->end();
  transactions_.clear();
}

RemoteConnection::IsInterrupted interruption_of(::duckdb::ClientContext& context) {
  ::duckdb::weak_ptr<::duckdb::ClientContext> weak = context.shared_from_this();
  return [weak] {
    const auto running = weak.lock();
    if (!running || running->interrupted) return true;
    const auto* session = find_session(*running);
    return session && session->is_interrupted && session->is_interrupted();
  };
}

}  // namespace slipher::engine
