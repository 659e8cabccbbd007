#pragma once
#include <filesystem>
#include <gtest/gtest.h>
#include <string>

#include "base/ids.h"
#include "store/sqlite_store.h"

namespace slipher::store {

inline Timestamp at(std::int64_t second) { return Timestamp(seconds(1'700'000'000 + second)); }

/// A statement with every member set to something of its own.
inline StatementRecord full_statement(const std::string& id) {
  StatementRecord record;
  record.id = id;
  record.owner = "arn:aws:iam::123456789012:user/alice";
  record.statement_name = "nightly";
  record.warehouse = "wg";
  record.is_workgroup = true;
  record.warehouse_name = "arn:aws:redshift-serverless:us-east-1:123456789012:workgroup/x";
  record.database = "dev";
  record.db_user = "IAM:alice";
  record.db_user_given = true;
  record.secret_arn = "arn:secret";
  record.session_id = "session";
  record.owns_session = true;
  record.session_keep_alive_seconds = 30;
  record.is_batch = true;
  record.auto_commit = true;
  record.execution_mode = "AUTO_COMMIT";
  record.with_event = true;
  record.csv = true;
  record.result_format = "CSV";
  record.parameters = {{"a", "1"}, {"b", std::string("x\0y", 3)}};
  record.subs.resize(2);
  record.subs[0].sql = "select :a";
  record.subs[1].sql = "select ':b' -- \xC3\xBC";
  record.created_at = at(1);
  record.updated_at = at(2);
  return record;
}

/// The same after its end, with results.
inline StatementRecord finished_statement(const std::string& id) {
  StatementRecord record = full_statement(id);
  record.state = StatementState::kFailed;
  record.error = "ERROR: division by zero";
  record.updated_at = at(9);
  record.duration_ns = 123456789;
  record.process_id = 42;
  record.has_result_set = true;
  record.expires_at = at(1000);
  record.subs[0].state = StatementState::kFinished;
  record.subs[0].created_at = at(3);
  record.subs[0].updated_at = at(4);
  record.subs[0].duration_ns = 7;
  record.subs[0].result_rows = 8;
  record.subs[0].result_bytes = 9;
  record.subs[0].query_id = 10;
  record.subs[0].has_result_set = true;
  record.subs[0].result = std::string("rows\0and pages", 14);
  record.subs[1].state = StatementState::kFailed;
  record.subs[1].error = "ERROR: division by zero";
  return record;
}

/// A store in a directory of its own.
class StoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::temp_directory_path() / ("slipher-store-" + random_text(12, "0123456789abcdef"));
    std::filesystem::create_directory(directory_);
    file_ = directory_ / "slipher.sqlite";
    reopen();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  void reopen() {
    store_.reset();
    auto opened = SqliteStore::open(file_);
    ASSERT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
  }
  /// Commits one record and waits.
  template <class Record>
  void put(const Record& record) {
    auto transaction = store_->begin();
    transaction->put(record);
    auto done = store_->commit_and_wait(std::move(transaction));
    ASSERT_TRUE(done) << done.error().message;
  }
  void update(const StatementRecord& record) {
    auto transaction = store_->begin();
    transaction->update(record);
    ASSERT_TRUE(store_->commit_and_wait(std::move(transaction)));
  }
  /// The statement, or an empty record when there is none.
  StatementRecord find(const std::string& id) {
    auto found = store_->find_statement(id);
    EXPECT_TRUE(found) << found.error().message;
    return found && *found ? **found : StatementRecord{};
  }

  std::filesystem::path directory_;
  std::string file_;
  std::unique_ptr<SqliteStore> store_;
};

}  // namespace slipher::store
