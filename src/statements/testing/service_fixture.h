#pragma once
#include <chrono>
#include <filesystem>
#include <future>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "statements/messages.h"
#include "statements/service.h"
#include "statements/testing/fake_engine.h"
#include "statements/testing/fake_store.h"

namespace slipher::statements::testing {

inline const Requester kAlice{"arn:aws:iam::000000000000:user/alice", false};
inline const Requester kBob{"arn:aws:iam::000000000000:user/bob", false};
inline const Requester kRoot{"arn:aws:iam::000000000000:user/root", true};

/// A service on fakes; time passes only by pass().
class ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = ::testing::TempDir() + "slipher_statements_" + std::to_string(::getpid()) + "_" +
                 ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(directory_);
    limits_.runners = 4;
    limits_.submit_patience = milliseconds(0);
    limits_.describe_patience = milliseconds(0);
  }
  void TearDown() override {
    warehouses_.state->open_gate();
    service_.reset();
    std::filesystem::remove_all(directory_);
  }

  void start() {
    auto started = Service::start({clock_, ids_, timers_, metrics_, store_, warehouses_, directory_}, limits_);
    ASSERT_TRUE(started) << started.error().message;
    service_ = *std::move(started);
  }
  /// As after kill -9: the process's memory goes, store and engine stay.
  void restart() {
    service_.reset();
    start();
  }

  static Submission submission(std::vector<std::string> sqls) {
    Submission submission;
    submission.requester = kAlice;
    Target target;
    target.warehouse = target.warehouse_name = "w1";
    target.database = "dev";
    target.db_user = "alice";
    submission.target = target;
    submission.is_batch = sqls.size() > 1;
    submission.sqls = std::move(sqls);
    return submission;
  }
  static Submission in_session(const std::string& id, const std::string& sql) {
    auto made = submission({sql});
    made.target.reset();
    made.session_id = id;
    return made;
  }

  template <class T>
  static std::pair<Completion<T>, std::future<Result<T>>> promise() {
    auto shared = std::make_shared<std::promise<Result<T>>>();
    auto future = shared->get_future();
    return {[shared](Result<T> answer) { shared->set_value(std::move(answer)); }, std::move(future)};
  }
  std::future<Result<View>> submit_later(Submission submission) {
    auto [done, future] = promise<View>();
    service_->submit(std::move(submission), std::move(done));
    return std::move(future);
  }
  Result<View> submit(Submission submission) { return submit_later(std::move(submission)).get(); }
  /// Submits and waits for the end.
  store::StatementRecord run(Submission submission) {
    submission.wait = seconds(30);
    auto ended = submit(std::move(submission));
    EXPECT_TRUE(ended) << ended.error().message;
    return ended ? *ended->record : store::StatementRecord{};
  }
  Result<View> describe(const std::string& id, std::optional<seconds> wait = std::nullopt,
                        const Requester& requester = kAlice) {
    auto [done, future] = promise<View>();
    service_->describe(requester, id, wait, std::move(done));
    return future.get();
  }
  Result<ResultPage> page(const std::string& id, std::size_t number = 0, bool csv = false) {
    auto [done, future] = promise<ResultPage>();
    service_->result_page(kAlice, id, csv, number, std::nullopt, std::move(done));
    return future.get();
  }
  Result<bool> cancel(const std::string& id, const Requester& requester = kAlice) {
    auto [done, future] = promise<bool>();
    service_->cancel(requester, id, std::move(done));
    return future.get();
  }
  void pass(microseconds time) {
    clock_.advance(time);
    timers_.run_due();
  }
  /// Lets ticks pass until `reached`; false after a long while.
  template <class Predicate>
  bool eventually(Predicate reached) {
    for (int i = 0; i < 5000; ++i) {
      if (reached()) return true;
      std::this_thread::sleep_for(milliseconds(2));
      pass(milliseconds(25));
    }
    return false;
  }
  bool eventually_state(const std::string& id, store::StatementState state) {
    return eventually([&] {
      auto view = describe(id);
      return view && view->record->state == state;
    });
  }
  void wait_for_gate(int statements = 1) {
    ASSERT_TRUE(eventually([&] { return warehouses_.state->waiting_now() == statements; }));
  }
  /// The engine's log, without the ends of connections (their moment is nobody's business).
  std::vector<std::string> engine_log() {
    auto lines = warehouses_.state->lines();
    std::erase(lines, "close");
    return lines;
  }

  FakeClock clock_;
  SequentialIds ids_;
  TimerQueue timers_{clock_, false};
  Metrics metrics_;
  FakeStore store_;
  FakeWarehouses warehouses_;
  Limits limits_;
  std::string directory_;
  std::unique_ptr<Service> service_;
};

}  // namespace slipher::statements::testing
