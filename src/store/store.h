#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/records.h"

namespace slipher::store {

/// A page of ListStatements, newest first.
struct StatementFilter {
  std::optional<std::string> owner;  // absent = everybody's (administrators)
  std::optional<std::string> name_prefix;
  std::optional<StatementState> state;
  std::optional<std::string> database;
  std::optional<std::string> warehouse;
  std::optional<bool> is_workgroup;
  Timestamp created_from{};
  /// The key of the last entry of the page before; absent on the first page.
  std::optional<std::pair<Timestamp, std::string>> after;
  std::size_t limit = 100;
};

struct SessionFilter {
  std::optional<std::string> owner;
  std::optional<std::string> database;
  std::optional<std::string> warehouse;
  std::optional<bool> is_workgroup;
  Timestamp created_from{};
  std::optional<std::pair<Timestamp, std::string>> after;
  std::size_t limit = 100;
};

/// Changes that become durable together. Collected without I/O, then handed to Store::commit().
class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual void put(const StatementRecord& record) = 0;  // inserts, or replaces the whole record
  /// State, timestamps and subs' outcomes of a statement that is stored already; its request members are not rewritten.
  /// A sub's result is written when it is not empty and stays as it is when it is; result_expired erases all of them.
  /// Does nothing to a statement that was forgotten.
  virtual void update(const StatementRecord& record) = 0;
  virtual void erase_statement(const std::string& id) = 0;
  virtual void put(const SessionRecord& record) = 0;
  virtual void put(const TokenRecord& record) = 0;
  virtual void put(const AccessKeyRecord& record) = 0;
  virtual void put(const SecretRecord& record) = 0;  // replaces all of its versions
  virtual void erase_secret(const std::string& arn) = 0;
  virtual void put(const OutboxRecord& record) = 0;
};

/// The durable tables. One thread writes, in groups: every commit() that waits at the same time shares one flush.
/// Reads run on the caller's thread on connections of their own and see only what is durable.
class Store {
 public:
  virtual ~Store() = default;

  virtual std::unique_ptr<Transaction> begin() = 0;
  /// Makes the changes durable, in the order of the calls, then calls `done` (on the writer thread; keep it short).
  /// On failure (disk full, corrupt) nothing of this transaction is applied and `done` gets kInternal. An empty `done`
  /// is allowed. Refuses with kServiceUnavailable when too much waits.
  virtual void commit(std::unique_ptr<Transaction> transaction, std::function<void(Result<void>)> done) = 0;
  /// commit() and wait; never call it on the writer thread.
  Result<void> commit_and_wait(std::unique_ptr<Transaction> transaction);

  /// With the subs' results; every list below comes without them. A damaged row is kInternal here and is logged and
  /// left out there.
  virtual Result<std::optional<StatementRecord>> find_statement(std::string_view id) = 0;
  virtual Result<std::vector<StatementRecord>> list_statements(const StatementFilter& filter) = 0;
  /// Every statement that is not in a terminal state, oldest first: recovery.
  virtual Result<std::vector<StatementRecord>> unfinished_statements() = 0;
  /// Statements whose rows expired before `now` and are not marked so yet; at most `limit`.
  virtual Result<std::vector<StatementRecord>> expired_results(Timestamp now, std::size_t limit) = 0;
  /// Forgets statements that ended (and sessions that were closed, events of the outbox) before `before`; at most
  /// `limit` of each. Returns the ids of forgotten statements. Waits for the writer: never call it on the writer
  /// thread.
  virtual Result<std::vector<std::string>> forget_before(Timestamp before, std::size_t limit) = 0;
  /// Forgets at most `limit` tokens that have expired; returns how many. Waits for the writer as forget_before() does.
  virtual Result<std::size_t> forget_tokens(Timestamp now, std::size_t limit) = 0;

  virtual Result<std::optional<SessionRecord>> find_session(std::string_view id) = 0;
  virtual Result<std::vector<SessionRecord>> list_sessions(const SessionFilter& filter) = 0;
  virtual Result<std::vector<SessionRecord>> open_sessions() = 0;
  virtual Result<std::optional<TokenRecord>> find_token(std::string_view owner, std::string_view token,
                                                        Timestamp now) = 0;
  virtual Result<std::vector<AccessKeyRecord>> access_keys() = 0;
  virtual Result<std::vector<SecretRecord>> secrets() = 0;
  virtual Result<std::vector<OutboxRecord>> outbox(std::size_t limit) = 0;
};

/// Opens (or makes) the database file. Fails with kInternal and a text that names the file and the cause: unwritable,
/// corrupt, made by a newer version.
Result<std::unique_ptr<Store>> open_store(const std::string& file);

}  // namespace slipher::store
