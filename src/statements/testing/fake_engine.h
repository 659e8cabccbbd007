#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/warehouse.h"

namespace slipher::statements::testing {

/// Integers 0 to rows-1 in one column, some rows a chunk.
class FakeStream final : public engine::ResultStream {
 public:
  FakeStream(std::int64_t rows, std::size_t chunk_rows, std::function<Result<void>()> check)
      : rows_(rows), chunk_rows_(chunk_rows), check_(std::move(check)) {
    engine::Column column;
    column.name = "n";
    column.type = engine::Type::kInt8;
    columns_.push_back(column);
  }
  const std::vector<engine::Column>& columns() const override { return columns_; }
  Result<bool> next(engine::Chunk& chunk) override {
    if (auto checked = check_(); !checked) return checked.error();
    values_.clear();
    while (next_ < rows_ && values_.size() < chunk_rows_) values_.push_back(next_++);
    if (values_.empty()) return false;
    chunk.rows = values_.size();
    chunk.columns.resize(1);
    chunk.columns[0] = {engine::Layout::kInt64, values_.data(), nullptr};
    return true;
  }

 private:
  std::vector<engine::Column> columns_;
  std::int64_t rows_;
  std::size_t chunk_rows_;
  std::function<Result<void>()> check_;
  std::int64_t next_ = 0;
  std::vector<std::int64_t> values_;
};

/// What the connections of a FakeWarehouse share: their log, markers, and the gate at which "select wait" waits.
struct FakeState {
  std::mutex mutex;
  std::condition_variable wake;
  std::vector<std::string> log;  // every statement, begin, commit, rollback, connect, close
  std::map<std::string, engine::CommitMarker> markers;
  std::optional<engine::CommitMarker> last_marker;  // of a commit, also when it has been forgotten since
  bool gate_open = false;
  int waiting = 0;
  std::int64_t committed_rows = 0;
  std::atomic<int> lost_interrupts{0};  // so many are dropped first
  std::atomic<int> interrupts{0};
  bool fail_commits = false;

  void note(const std::string& what) {
    std::lock_guard lock(mutex);
    log.push_back(what);
  }
  void open_gate() {
    {
      std::lock_guard lock(mutex);
      gate_open = true;
    }
    wake.notify_all();
  }
  std::vector<std::string> lines() {
    std::lock_guard lock(mutex);
    return log;
  }
  int waiting_now() {
    std::lock_guard lock(mutex);
    return waiting;
  }
};

/// Understands: "select N" (N rows), "select wait" (until the gate opens or an interrupt comes), "insert N", "fail
/// TEXT", "call N" (inserts N rows and commits in its middle), BEGIN, and anything else as a statement without rows.
class FakeConnection final : public engine::Connection {
 public:
  FakeConnection(std::shared_ptr<FakeState> state, std::int64_t pid) : state_(std::move(state)), pid_(pid) {}
  ~FakeConnection() override { state_->note("close"); }

  Result<engine::Outcome> execute(const engine::Command& command) override {
    const std::string text(command.text);
    state_->note(text);
    {
      std::lock_guard lock(state_->mutex);
      interrupted_ = false;  // one that came before execution began is lost, as with DuckDB
    }
    if (transaction_ == engine::TransactionState::kAborted) {
      return failed("ERROR: current transaction is aborted, commands ignored until end of transaction block");
    }
    engine::Outcome outcome;
    if (text == "BEGIN") {
      transaction_ = engine::TransactionState::kOpen;
    } else if (text.starts_with("fail ")) {
      return failed("ERROR: " + text.substr(5));
    } else if (text == "select wait") {
      if (auto waited = wait(); !waited) return abort(waited.error());
      outcome.stream = std::make_unique<FakeStream>(1, 1, [] { return Result<void>(); });
    } else if (text.starts_with("select ")) {
      outcome.stream = std::make_unique<FakeStream>(std::stoll(text.substr(7)), 100, [this] { return check(); });
    } else if (text.starts_with("call ")) {
      if (!command.part_marker) return failed("ERROR: COMMIT cannot be invoked");
      pending_rows_ += std::stoll(text.substr(5));
      apply();
      std::lock_guard lock(state_->mutex);
      state_->markers[command.part_marker->statement_id] = *command.part_marker;
      outcome.is_marked = true;
    } else if (text.starts_with("insert ")) {
      outcome.rows = std::stoll(text.substr(7));
      pending_rows_ += outcome.rows;
      if (transaction_ == engine::TransactionState::kIdle) apply();
    }
    return outcome;
  }
  Result<void> begin() override {
    state_->note("begin");
    transaction_ = engine::TransactionState::kOpen;
    return {};
  }
  Result<void> commit(const engine::CommitMarker* marker, bool always) override {
    state_->note("commit");
    transaction_ = engine::TransactionState::kIdle;
    {
      std::lock_guard lock(state_->mutex);
      if (state_->fail_commits) {
        pending_rows_ = 0;
        return Error(ErrorCode::kSql, "ERROR: could not serialize access");
      }
      if (marker && (pending_rows_ > 0 || always)) {
        state_->markers[marker->statement_id] = *marker;
        state_->last_marker = *marker;
      }
    }
    apply();
    return {};
  }
  Result<void> rollback() override {
    state_->note("rollback");
    transaction_ = engine::TransactionState::kIdle;
    pending_rows_ = 0;
    return {};
  }
  engine::TransactionState transaction_state() const override { return transaction_; }
  void interrupt() override {
    ++state_->interrupts;
    if (state_->lost_interrupts.fetch_sub(1) > 0) return;
    {
      std::lock_guard lock(state_->mutex);
      interrupted_ = true;
    }
    state_->wake.notify_all();
  }
  std::int64_t process_id() const override { return pid_; }

 private:
  void apply() {
    std::lock_guard lock(state_->mutex);
    state_->committed_rows += pending_rows_;
    pending_rows_ = 0;
  }
  Error failed(const std::string& text) { return abort(Error(ErrorCode::kSql, text)); }
  Error abort(Error error) {
    if (transaction_ == engine::TransactionState::kOpen) transaction_ = engine::TransactionState::kAborted;
    return error;
  }
  Result<void> check() {
    std::lock_guard lock(state_->mutex);
    if (!interrupted_) return {};
    interrupted_ = false;
    return Error(ErrorCode::kCanceled, "INTERRUPT");
  }
  Result<void> wait() {
    std::unique_lock lock(state_->mutex);
    ++state_->waiting;
    state_->wake.notify_all();
    state_->wake.wait(lock, [&] { return state_->gate_open || interrupted_; });
    --state_->waiting;
    if (!interrupted_) return {};
    interrupted_ = false;
    return Error(ErrorCode::kCanceled, "INTERRUPT");
  }

  const std::shared_ptr<FakeState> state_;
  const std::int64_t pid_;
  engine::TransactionState transaction_ = engine::TransactionState::kIdle;
  std::int64_t pending_rows_ = 0;
  bool interrupted_ = false;
};

class FakeWarehouse final : public engine::Warehouse {
 public:
  explicit FakeWarehouse(std::shared_ptr<FakeState> state) : state_(std::move(state)) {}
  Result<std::unique_ptr<engine::Connection>> connect(const engine::ConnectionSettings& settings) override {
    if (settings.database == "missing") {
      return Error(ErrorCode::kValidation, "database \"missing\" does not exist");
    }
    return std::unique_ptr<engine::Connection>(std::make_unique<FakeConnection>(state_, ++next_pid_));
  }
  Result<std::vector<std::string>> list_databases() override { return std::vector<std::string>{"dev"}; }
  Result<std::vector<std::string>> list_schemas(const std::string&, const std::optional<std::string>&) override {
    return std::vector<std::string>{"public"};
  }
  Result<std::vector<engine::TableEntry>> list_tables(const std::string&, const engine::TableFilter&) override {
    return std::vector<engine::TableEntry>();
  }
  Result<std::vector<engine::Column>> describe_table(const std::string&, const std::optional<std::string>&,
                                                     const std::optional<std::string>&) override {
    return std::vector<engine::Column>();
  }
  Result<std::optional<engine::CommitMarker>> find_marker(std::string_view id) override {
    std::lock_guard lock(state_->mutex);
    const auto found = state_->markers.find(std::string(id));
    if (found == state_->markers.end()) return std::optional<engine::CommitMarker>();
    return std::optional(found->second);
  }
  Result<void> forget_markers(const std::vector<std::string>& ids) override {
    std::lock_guard lock(state_->mutex);
    for (const auto& id : ids) state_->markers.erase(id);
    return {};
  }
  std::int64_t memory_bytes() const override { return 4096; }
  Result<void> close() override { return {}; }

 private:
  const std::shared_ptr<FakeState> state_;
  std::atomic<std::int64_t> next_pid_{1000};
};

/// Every identifier is a warehouse, save "unknown".
class FakeWarehouses final : public engine::WarehouseProvider {
 public:
  Result<std::shared_ptr<engine::Warehouse>> find(std::string_view id) override {
    if (id == "unknown") return Error(ErrorCode::kValidation, "Redshift endpoint doesn't exist in this region.");
    return std::shared_ptr<engine::Warehouse>(warehouse_);
  }
  std::vector<std::pair<std::string, std::shared_ptr<engine::Warehouse>>> open_warehouses() override {
    return {{"demo", warehouse_}};
  }
  const std::shared_ptr<FakeState> state = std::make_shared<FakeState>();

 private:
  const std::shared_ptr<FakeWarehouse> warehouse_ = std::make_shared<FakeWarehouse>(state);
};

}  // namespace slipher::statements::testing
