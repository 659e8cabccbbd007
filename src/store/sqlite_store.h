#pragma once
#include <memory>
#include <string>

#include "store/reader_pool.h"
#include "store/store.h"
#include "store/writer.h"

namespace slipher::store {

/// The Store on one SQLite file: a Writer, and a ReaderPool for everything else.
class SqliteStore final : public Store {
 public:
  static Result<std::unique_ptr<SqliteStore>> open(const std::string& file, WriterLimits limits = {});

  std::unique_ptr<Transaction> begin() override;
  void commit(std::unique_ptr<Transaction> transaction, std::function<void(Result<void>)> done) override;

  Result<std::optional<StatementRecord>> find_statement(std::string_view id) override;
  Result<std::vector<StatementRecord>> list_statements(const StatementFilter& filter) override;
  Result<std::vector<StatementRecord>> unfinished_statements() override;
  Result<std::vector<StatementRecord>> expired_results(Timestamp now, std::size_t limit) override;
  Result<std::vector<std::string>> forget_before(Timestamp before, std::size_t limit) override;
  Result<std::size_t> forget_tokens(Timestamp now, std::size_t limit) override;

  Result<std::optional<SessionRecord>> find_session(std::string_view id) override;
  Result<std::vector<SessionRecord>> list_sessions(const SessionFilter& filter) override;
  Result<std::vector<SessionRecord>> open_sessions() override;
  Result<std::optional<TokenRecord>> find_token(std::string_view owner, std::string_view token, Timestamp now) override;
  Result<std::vector<AccessKeyRecord>> access_keys() override;
  Result<std::vector<SecretRecord>> secrets() override;
  Result<std::vector<OutboxRecord>> outbox(std::size_t limit) override;

  /// Changes the connection of the writer, on its thread (tests of a full disk).
  Result<void> on_writer(Changes::Change change);

 private:
  SqliteStore(std::unique_ptr<Database> database, WriterLimits limits);

  ReaderPool readers_;
  Writer writer_;
};

}  // namespace slipher::store
