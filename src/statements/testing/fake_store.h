#pragma once
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "store/store.h"

namespace slipher::statements::testing {

/// The durable tables in memory, with a writer thread of its own as the real ones have. Survives a Service, so that
/// tests can start another one on what the first left behind. Can hold commits back, and refuse them.
class FakeStore final : public store::Store {
 public:
  FakeStore() : writer_([this] { write_loop(); }) {}
  ~FakeStore() override {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
      held_ = false;
    }
    wake_.notify_all();
    writer_.join();
  }

  /// While held, commits wait; reads see what came before.
  void hold(bool held) {
    {
      std::lock_guard lock(mutex_);
      held_ = held;
    }
    wake_.notify_all();
  }
  /// The next `count` commits fail, as on a full disk.
  void fail_next(int count) {
    std::lock_guard lock(mutex_);
    failures_ = count;
  }
  std::size_t commits() const {
    std::lock_guard lock(mutex_);
    return commits_;
  }
  std::vector<store::OutboxRecord> events() const {
    std::lock_guard lock(mutex_);
    return outbox_;
  }
  std::size_t tokens() const {
    std::lock_guard lock(mutex_);
    return tokens_.size();
  }
  void put_statement(const store::StatementRecord& record) {
    std::lock_guard lock(mutex_);
    statements_[record.id] = record;
  }
  void put_session(const store::SessionRecord& record) {
    std::lock_guard lock(mutex_);
    sessions_[record.id] = record;
  }

  std::unique_ptr<store::Transaction> begin() override { return std::make_unique<Changes>(); }

  void commit(std::unique_ptr<store::Transaction> transaction, std::function<void(Result<void>)> done) override {
    {
      std::lock_guard lock(mutex_);
      queue_.emplace_back(std::unique_ptr<Changes>(static_cast<Changes*>(transaction.release())), std::move(done));
    }
    wake_.notify_all();
  }

  Result<std::optional<store::StatementRecord>> find_statement(std::string_view id) override {
    std::lock_guard lock(mutex_);
    const auto found = statements_.find(std::string(id));
    if (found == statements_.end()) return std::optional<store::StatementRecord>();
    return std::optional(found->second);
  }
  Result<std::vector<store::StatementRecord>> list_statements(const store::StatementFilter& filter) override {
    std::lock_guard lock(mutex_);
    std::vector<store::StatementRecord> all;
    for (const auto& [id, record] : statements_) {
      if (!filter.owner || record.owner == *filter.owner) all.push_back(record);
    }
    return all;
  }
  Result<std::vector<store::StatementRecord>> unfinished_statements() override {
    return select([](const auto& record) { return !is_terminal(record.state); });
  }
  Result<std::vector<store::StatementRecord>> expired_results(Timestamp now, std::size_t) override {
    return select([&](const auto& record) {
      return record.expires_at != Timestamp{} && record.expires_at <= now && !record.result_expired;
    });
  }
  Result<std::vector<std::string>> forget_before(Timestamp before, std::size_t) override {
    std::lock_guard lock(mutex_);
    std::vector<std::string> ids;
    for (const auto& [id, record] : statements_) {
      if (is_terminal(record.state) && record.updated_at < before) ids.push_back(id);
    }
    for (const auto& id : ids) statements_.erase(id);
    return ids;
  }
  Result<std::size_t> forget_tokens(Timestamp now, std::size_t) override {
    std::lock_guard lock(mutex_);
    return std::erase_if(tokens_, [&](const auto& entry) { return entry.second.expires_at <= now; });
  }
  Result<std::optional<store::SessionRecord>> find_session(std::string_view id) override {
    std::lock_guard lock(mutex_);
    const auto found = sessions_.find(std::string(id));
    if (found == sessions_.end()) return std::optional<store::SessionRecord>();
    return std::optional(found->second);
  }
  Result<std::vector<store::SessionRecord>> list_sessions(const store::SessionFilter& filter) override {
    std::lock_guard lock(mutex_);
    std::vector<store::SessionRecord> all;
    for (const auto& [id, record] : sessions_) {
      if (filter.after && std::pair(record.created_at, id) >= *filter.after) continue;
      all.push_back(record);
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return std::pair(a.created_at, a.id) > std::pair(b.created_at, b.id);
    });
    if (all.size() > filter.limit) all.resize(filter.limit);
    return all;
  }
  Result<std::vector<store::SessionRecord>> open_sessions() override {
    std::lock_guard lock(mutex_);
    std::vector<store::SessionRecord> all;
    for (const auto& [id, record] : sessions_) {
      if (!record.closed) all.push_back(record);
    }
    return all;
  }
  Result<std::optional<store::TokenRecord>> find_token(std::string_view owner, std::string_view token,
                                                       Timestamp now) override {
    std::lock_guard lock(mutex_);
    const auto found = tokens_.find({std::string(owner), std::string(token)});
    if (found == tokens_.end() || found->second.expires_at <= now) return std::optional<store::TokenRecord>();
    return std::optional(found->second);
  }
  Result<std::vector<store::AccessKeyRecord>> access_keys() override { return std::vector<store::AccessKeyRecord>(); }
  Result<std::vector<store::SecretRecord>> secrets() override { return std::vector<store::SecretRecord>(); }
  Result<std::vector<store::OutboxRecord>> outbox(std::size_t) override { return events(); }

 private:
  struct Changes final : store::Transaction {
    std::vector<store::StatementRecord> statements;
    std::vector<std::string> erased;
    std::vector<store::SessionRecord> sessions;
    std::vector<store::TokenRecord> tokens;
    std::vector<store::OutboxRecord> events;
    void put(const store::StatementRecord& record) override { statements.push_back(record); }
    void update(const store::StatementRecord& record) override { statements.push_back(record); }
    void erase_statement(const std::string& id) override { erased.push_back(id); }
    void put(const store::SessionRecord& record) override { sessions.push_back(record); }
    void put(const store::TokenRecord& record) override { tokens.push_back(record); }
    void put(const store::AccessKeyRecord&) override {}
    void put(const store::SecretRecord&) override {}
    void erase_secret(const std::string&) override {}
    void put(const store::OutboxRecord& record) override { events.push_back(record); }
  };
  using Job = std::pair<std::unique_ptr<Changes>, std::function<void(Result<void>)>>;

  template <class Predicate>
  Result<std::vector<store::StatementRecord>> select(Predicate fits) {
    std::lock_guard lock(mutex_);
    std::vector<store::StatementRecord> found;
    for (const auto& [id, record] : statements_) {
      if (fits(record)) found.push_back(record);
    }
    return found;
  }

  Result<void> apply(const Changes& changes) {
    if (failures_ > 0) {
      --failures_;
      return Error(ErrorCode::kInternal, "disk full");
    }
    ++commits_;
    for (const auto& record : changes.statements) statements_[record.id] = record;
    for (const auto& id : changes.erased) statements_.erase(id);
    for (const auto& record : changes.sessions) sessions_[record.id] = record;
    for (const auto& record : changes.tokens) tokens_[{record.owner, record.token}] = record;
    outbox_.insert(outbox_.end(), changes.events.begin(), changes.events.end());
    return {};
  }

  void write_loop() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [&] { return stopping_ || (!held_ && !queue_.empty()); });
      if (queue_.empty()) return;
      auto job = std::move(queue_.front());
      queue_.pop_front();
      auto outcome = apply(*job.first);
      lock.unlock();
      if (job.second) job.second(std::move(outcome));
      job = Job();
      lock.lock();
    }
  }

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> queue_;
  bool held_ = false;
  bool stopping_ = false;
  int failures_ = 0;
  std::size_t commits_ = 0;
  std::map<std::string, store::StatementRecord> statements_;
  std::map<std::string, store::SessionRecord> sessions_;
  std::map<std::pair<std::string, std::string>, store::TokenRecord> tokens_;
  std::vector<store::OutboxRecord> outbox_;
  std::thread writer_;
};

}  // namespace slipher::statements::testing
