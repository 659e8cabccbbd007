#include "store/writer.h"

#include <atomic>
#include <future>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <thread>

#include "store/test_support.h"

namespace slipher::store {
namespace {

using ::testing::HasSubstr;

using WriterTest = StoreTest;

/// Keeps the writer busy until it is let go, so that commits queue up behind it.
class Gate {
 public:
  explicit Gate(SqliteStore& store) {
    store.commit(store.begin(), [this](Result<void>) {
      entered_.set_value();
      open_.get_future().wait();
    });
    entered_.get_future().wait();
  }
  void open() { open_.set_value(); }

 private:
  std::promise<void> entered_, open_;
};

TEST_F(WriterTest, AnswersInTheOrderOfTheCommits) {
  Gate gate(*store_);
  std::vector<int> order;
  std::promise<void> last;
  for (int i = 0; i < 100; ++i) {
    auto transaction = store_->begin();
    transaction->put(full_statement(std::to_string(i)));
    store_->commit(std::move(transaction), [&, i](Result<void> result) {
      EXPECT_TRUE(result);
      order.push_back(i);
      if (i == 99) last.set_value();
    });
  }
  gate.open();
  last.get_future().wait();
  ASSERT_EQ(order.size(), 100u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_F(WriterTest, LaterCommitsSeeEarlierOnes) {
  Gate gate(*store_);
  auto first = store_->begin();
  first->put(full_statement("a"));
  store_->commit(std::move(first), {});
  auto second = store_->begin();
  second->update(finished_statement("a"));
  store_->commit(std::move(second), {});
  gate.open();
  ASSERT_TRUE(store_->commit_and_wait(store_->begin()));
  EXPECT_EQ(find("a").state, StatementState::kFailed);
}

TEST_F(WriterTest, OneFailureDoesNotTakeItsGroupDown) {
  Gate gate(*store_);
  std::vector<std::future<bool>> outcomes;
  for (int i = 0; i < 5; ++i) {
    auto changes = std::make_unique<Changes>();
    changes->put(full_statement(std::to_string(i)));
    if (i == 2) {
      changes->add([](Database&) -> Result<void> { return Error(ErrorCode::kInternal, "this one cannot be written"); });
    }
    auto outcome = std::make_shared<std::promise<bool>>();
    outcomes.push_back(outcome->get_future());
    store_->commit(std::move(changes), [outcome](Result<void> result) { outcome->set_value(result.has_value()); });
  }
  gate.open();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(outcomes[static_cast<std::size_t>(i)].get(), i != 2) << i;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(find(std::to_string(i)).id.empty(), i == 2) << i;
}

TEST_F(WriterTest, RefusesWhenTooMuchWaits) {
  store_.reset();
  store_ = std::move(*SqliteStore::open(file_, {.queued_commits = 2}));
  Gate gate(*store_);
  std::atomic<int> written{0};
  std::optional<Error> refused;
  for (int i = 0; i < 3; ++i) {
    store_->commit(store_->begin(), [&](Result<void> result) {
      if (result) {
        ++written;
      } else {
        refused = result.error();
      }
    });
  }
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->code, ErrorCode::kServiceUnavailable);
  gate.open();
  store_.reset();
  EXPECT_EQ(written, 2);
}

TEST_F(WriterTest, WritesWhatWaitsBeforeItStops) {
  Gate gate(*store_);
  for (int i = 0; i < 50; ++i) {
    auto transaction = store_->begin();
    transaction->put(full_statement(std::to_string(i)));
    store_->commit(std::move(transaction), {});
  }
  gate.open();
  reopen();
  EXPECT_EQ(store_->unfinished_statements()->size(), 50u);
}

TEST_F(WriterTest, ManyThreadsWriteAndRead) {
  constexpr int kThreads = 6;
  constexpr int kEach = 60;
  std::vector<std::thread> threads;
  std::atomic<int> lost{0};
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const std::string id = std::to_string(t) + "-" + std::to_string(i);
        auto transaction = store_->begin();
        transaction->put(full_statement(id));
        if (!store_->commit_and_wait(std::move(transaction))) ++lost;
        auto found = store_->find_statement(id);
        if (!found || !*found || (*found)->id != id) ++lost;
        if (i % 20 == 0 && !store_->list_statements({.limit = 10})) ++lost;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(lost, 0);
  EXPECT_EQ(store_->unfinished_statements()->size(), static_cast<std::size_t>(kThreads * kEach));
}

TEST_F(WriterTest, AFullDiskIsAnErrorAndWhatWasWrittenStaysReadable) {
  put(finished_statement("before"));
  ASSERT_TRUE(store_->on_writer([](Database& database) { return database.limit_pages(1); }));  // = what it has
  StatementRecord large = full_statement("large");
  large.subs[0].sql = std::string(4 * 1024 * 1024, 'x');
  auto transaction = store_->begin();
  transaction->put(large);
  const auto refused = store_->commit_and_wait(std::move(transaction));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInternal);
  EXPECT_THAT(refused.error().message, HasSubstr(file_));
  EXPECT_THAT(refused.error().message, HasSubstr("the disk is full"));
  EXPECT_EQ(find("before").error, "ERROR: division by zero");
  EXPECT_EQ(find("large").id, "");
  ASSERT_TRUE(store_->on_writer([](Database& database) { return database.limit_pages(1'000'000); }));
  put(large);
  EXPECT_EQ(find("large").subs[0].sql.size(), large.subs[0].sql.size());
}

/// Lets no file of this process grow beyond `bytes` while it lives, as a full disk would.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    handler_ = signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  sighandler_t handler_;
};

TEST_F(WriterTest, AFailingWriteIsAnErrorAndTheNextCommitWorks) {
  put(finished_statement("before"));
  StatementRecord large = full_statement("large");
  large.subs[0].sql = std::string(8 * 1024 * 1024, 'x');
  {
    const FileSizeLimit limit(2 * 1024 * 1024);
    auto transaction = store_->begin();
    transaction->put(large);
    const auto refused = store_->commit_and_wait(std::move(transaction));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr(file_));
    EXPECT_EQ(find("before").error, "ERROR: division by zero");
    put(full_statement("small"));
  }
  put(large);
  reopen();
  EXPECT_EQ(find("large").subs[0].sql.size(), large.subs[0].sql.size());
  EXPECT_EQ(find("small").id, "small");
  EXPECT_EQ(find("before").id, "before");
}

TEST_F(WriterTest, LogIsMovedIntoTheFile) {
  store_.reset();
  store_ = std::move(*SqliteStore::open(file_, {.log_pages = 10}));
  for (int i = 0; i < 40; ++i) put(full_statement(std::to_string(i)));
  EXPECT_LT(std::filesystem::file_size(file_ + "-wal"), 100u * 4096u);
  EXPECT_GT(std::filesystem::file_size(file_), 20u * 4096u);
}

}  // namespace
}  // namespace slipher::store
