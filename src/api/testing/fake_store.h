#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/store.h"

namespace slipher::api::testing {

/// Secrets in memory; commits happen at once, on the caller's thread, unless they are held or fail.
class FakeStore final : public store::Store {
 public:
  std::map<std::string, store::SecretRecord> kept;
  std::optional<Error> fail;
  bool hold = false;
  std::vector<std::function<void()>> held;

  std::unique_ptr<store::Transaction> begin() override { return std::make_unique<Changes>(); }
  void commit(std::unique_ptr<store::Transaction> transaction, std::function<void(Result<void>)> done) override {
    auto changes = std::shared_ptr<Changes>(static_cast<Changes*>(transaction.release()));
    auto work = [this, changes, done = std::move(done)] {
      if (fail) return done(*fail);
      for (const auto& arn : changes->erased) kept.erase(arn);
      for (const auto& secret : changes->secrets) kept[secret.arn] = secret;
      done({});
    };
    if (hold) {
      held.push_back(std::move(work));
    } else {
      work();
    }
  }
  void release() {
    hold = false;
    for (auto& work : std::exchange(held, {})) work();
  }

  Result<std::optional<store::StatementRecord>> find_statement(std::string_view) override {
    return std::optional<store::StatementRecord>();
  }
  Result<std::vector<store::StatementRecord>> list_statements(const store::StatementFilter&) override {
    return std::vector<store::StatementRecord>();
  }
  Result<std::vector<store::StatementRecord>> unfinished_statements() override {
    return std::vector<store::StatementRecord>();
  }
  Result<std::vector<store::StatementRecord>> expired_results(Timestamp, std::size_t) override {
    return std::vector<store::StatementRecord>();
  }
  Result<std::vector<std::string>> forget_before(Timestamp, std::size_t) override { return std::vector<std::string>(); }
  Result<std::size_t> forget_tokens(Timestamp, std::size_t) override { return std::size_t{0}; }
  Result<std::optional<store::SessionRecord>> find_session(std::string_view) override {
    return std::optional<store::SessionRecord>();
  }
  Result<std::vector<store::SessionRecord>> list_sessions(const store::SessionFilter&) override {
    return std::vector<store::SessionRecord>();
  }
  Result<std::vector<store::SessionRecord>> open_sessions() override { return std::vector<store::SessionRecord>(); }
  Result<std::optional<store::TokenRecord>> find_token(std::string_view, std::string_view, Timestamp) override {
    return std::optional<store::TokenRecord>();
  }
  Result<std::vector<store::AccessKeyRecord>> access_keys() override { return std::vector<store::AccessKeyRecord>(); }
  Result<std::vector<store::SecretRecord>> secrets() override {
    std::vector<store::SecretRecord> out;
    for (const auto& [arn, secret] : kept) out.push_back(secret);
    return out;
  }
  Result<std::vector<store::OutboxRecord>> outbox(std::size_t) override { return std::vector<store::OutboxRecord>(); }

 private:
  struct Changes final : store::Transaction {
    std::vector<store::SecretRecord> secrets;
    std::vector<std::string> erased;
    void put(const store::StatementRecord&) override {}
    void update(const store::StatementRecord&) override {}
    void erase_statement(const std::string&) override {}
    void put(const store::SessionRecord&) override {}
    void put(const store::TokenRecord&) override {}
    void put(const store::AccessKeyRecord&) override {}
    void put(const store::SecretRecord& record) override { secrets.push_back(record); }
    void erase_secret(const std::string& arn) override { erased.push_back(arn); }
    void put(const store::OutboxRecord&) override {}
  };
};

}  // namespace slipher::api::testing
