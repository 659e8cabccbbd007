#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"
#include "duckdb/storage/object_cache.hpp"
#include "engine/duckdb/federated/remote_pool.h"
#include "engine/duckdb/federated/remote_table.h"

namespace slipher::engine {

/// What one transaction of ours sees of one remote database: a read-only transaction there, of one snapshot, on as many
/// connections as are read from at the same time. Safe to call from any thread.
class RemoteTransaction {
 public:
  RemoteTransaction(std::shared_ptr<RemotePool> pool, RemoteTarget target)
      : pool_(std::move(pool)), target_(std::move(target)) {}
  ~RemoteTransaction() { end(); }

  /// A connection of the transaction, for one reader.
  struct Lease {
    std::unique_ptr<RemoteConnection> connection;
    bool is_first = false;  // the one whose snapshot the others share
  };
  Result<Lease> lease(const RemoteConnection::IsInterrupted& is_interrupted);
  /// The reader is done; it has read to the end, or `is_whole` is false.
  void give_back(Lease lease, bool is_whole);
  /// Nobody will ask for anything more; what is being read may be read to its end.
  void end();

  /// What is known of a table; nothing when there is none of that name.
  Result<std::optional<RemoteTable>> table(const std::string& schema, const std::string& name,
                                           const RemoteConnection::IsInterrupted& is_interrupted);
  /// All of a schema.
  Result<std::vector<RemoteTable>> tables(const std::string& schema,
                                          const RemoteConnection::IsInterrupted& is_interrupted);

 private:
  Result<std::vector<RemoteTable>> read(const std::string& schema, const std::optional<std::string>& name,
                                        const RemoteConnection::IsInterrupted& is_interrupted);
  Result<void> begin_first(RemoteConnection& connection, const RemoteConnection::IsInterrupted& is_interrupted);
  Result<void> join(RemoteConnection& connection, const RemoteConnection::IsInterrupted& is_interrupted);

  const std::shared_ptr<RemotePool> pool_;
  const RemoteTarget target_;
  std::mutex mutex_;
  std::vector<Lease> free_;
  std::string snapshot_;  // "" = the server gave none
  bool has_begun_ = false;
  bool has_ended_ = false;
  bool is_lost_ = false;  // the first connection is
  std::map<std::pair<std::string, std::string>, std::optional<RemoteTable>> tables_;
};

/// An instance's pool, where code that DuckDB calls finds it.
struct RemotePools final : ::duckdb::ObjectCacheEntry {
  explicit RemotePools(FederatedSettings settings) : pool(std::make_shared<RemotePool>(std::move(settings))) {}
  static std::string ObjectType() { return "slipher_remote_pool"; }
  std::string GetObjectType() override { return ObjectType(); }
  const std::shared_ptr<RemotePool> pool;
};

/// The remote transactions that belong to the transaction of a ClientContext; they end with it.
class RemoteTransactions final : public ::duckdb::ClientContextState {
 public:
  static std::shared_ptr<RemoteTransaction> of(::duckdb::ClientContext& context, const RemoteTarget& target);

  void TransactionCommit(::duckdb::MetaTransaction&, ::duckdb::ClientContext&) override { end(); }
  void TransactionRollback(::duckdb::MetaTransaction&, ::duckdb::ClientContext&) override { end(); }

 private:
  static constexpr const char* kKey = "slipher_remote_transactions";
  void end();

  std::mutex mutex_;
  std::map<RemoteTarget, std::shared_ptr<RemoteTransaction>> transactions_;
};

/// Whether the statement that runs on `context` shall stop.
RemoteConnection::IsInterrupted interruption_of(::duckdb::ClientContext& context);

}  // namespace slipher::engine
