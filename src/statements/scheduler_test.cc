#include "statements/scheduler.h"

#include <atomic>
#include <future>
#include <gtest/gtest.h>
#include <string>

#include "base/blocked_section.h"

namespace slipher::statements {
namespace {

constexpr auto kLong = std::chrono::seconds(20);

TEST(Scheduler, WhatIsWaitedForGetsAPlaceOfThoseThatWait) {
  Scheduler scheduler(2);
  scheduler.start();
  std::promise<void> committed;
  const auto commit = committed.get_future().share();
  std::atomic<int> waited = 0;
  for (int i = 0; i < 12; ++i) {
    scheduler.enqueue("w", "waits " + std::to_string(i), [&] {
      const BlockedSection waits_for_others;
      if (commit.wait_for(kLong) == std::future_status::ready) ++waited;
    });
  }
  scheduler.enqueue("w", "commit", [&] { committed.set_value(); });
  EXPECT_EQ(commit.wait_for(kLong), std::future_status::ready);
  while (scheduler.queued() > 0 || scheduler.running() > 0) std::this_thread::yield();
  EXPECT_EQ(waited, 12);
}

TEST(Scheduler, NoMoreStatementsRunThanThereArePlaces) {
  Scheduler scheduler(3);
  scheduler.start();
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  for (int i = 0; i < 60; ++i) {
    scheduler.enqueue("w" + std::to_string(i % 5), std::to_string(i), [&] {
      const int running = ++now;
      int seen = most;
      while (seen < running && !most.compare_exchange_weak(seen, running)) {
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      --now;
    });
  }
  while (scheduler.queued() > 0 || scheduler.running() > 0) std::this_thread::yield();
  EXPECT_LE(most, 3);
}

TEST(Scheduler, CallsAreAnsweredWhileEveryPlaceIsTaken) {
  Scheduler scheduler(2);
  scheduler.start();
  std::promise<void> ended;
  const auto end = ended.get_future().share();
  for (const auto* warehouse : {"a", "b", "c"}) scheduler.enqueue(warehouse, warehouse, [&] { end.wait(); });
  std::promise<void> answered;
  ASSERT_TRUE(scheduler.post([&] { answered.set_value(); }));
  EXPECT_EQ(answered.get_future().wait_for(kLong), std::future_status::ready);
  ended.set_value();
  while (scheduler.queued() > 0 || scheduler.running() > 0) std::this_thread::yield();
}

}  // namespace
}  // namespace slipher::statements
