#pragma once
#include <functional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/store.h"

namespace slipher::store {

/// Sub-statements that one statement may have: results are numbered by it (schema.cc).
inline constexpr std::int64_t kSubsPerStatement = 1024;

/// A Transaction: each change is encoded on the caller's thread and applied later on the writer's.
class Changes final : public Transaction {
 public:
  void put(const StatementRecord& record) override;
  void update(const StatementRecord& record) override;
  void erase_statement(const std::string& id) override;
  void put(const SessionRecord& record) override;
  void put(const TokenRecord& record) override;
  void put(const AccessKeyRecord& record) override;
  void put(const SecretRecord& record) override;
  void erase_secret(const std::string& arn) override;
  void put(const OutboxRecord& record) override;

  using Change = std::function<Result<void>(Database&)>;
  void add(Change change) { changes_.push_back(std::move(change)); }
  /// Stops at the first failure; the caller rolls back. May be called again after that.
  Result<void> apply(Database& database) const;

 private:
  std::vector<Change> changes_;
};

/// Deletes a statement with its texts and results.
Result<void> erase_statement_rows(Database& database, std::int64_t seq);

}  // namespace slipher::store
