#include "base/timer_queue.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace slipher {
namespace {

TEST(TimerQueue, RunsWhatIsDueInOrderOfDeadline) {
  FakeClock clock;
  TimerQueue timers(clock, false);
  std::vector<int> ran;
  timers.schedule(clock.now() + seconds(2), [&] { ran.push_back(2); });
  timers.schedule(clock.now() + seconds(1), [&] { ran.push_back(1); });
  timers.schedule(clock.now() + seconds(9), [&] { ran.push_back(9); });
  timers.run_due();
  EXPECT_TRUE(ran.empty());
  clock.advance(seconds(3));
  timers.run_due();
  EXPECT_EQ(ran, (std::vector<int>{1, 2}));
}

TEST(TimerQueue, ACancelledTimerNeverRuns) {
  FakeClock clock;
  TimerQueue timers(clock, false);
  bool ran = false;
  const auto id = timers.schedule(clock.now() + seconds(1), [&] { ran = true; });
  EXPECT_TRUE(timers.cancel(id));
  EXPECT_FALSE(timers.cancel(id));
  clock.advance(seconds(5));
  timers.run_due();
  EXPECT_FALSE(ran);
}

TEST(TimerQueue, TheThreadWakesForATimerScheduledLater) {
  SystemClock clock;
  TimerQueue timers(clock);
  std::promise<void> done;
  timers.schedule(clock.now() + seconds(3600), [] {});
  timers.schedule(clock.now() + milliseconds(5), [&] { done.set_value(); });
  EXPECT_EQ(done.get_future().wait_for(seconds(30)), std::future_status::ready);
}

TEST(TimerQueue, ACallbackMaySchedule) {
  FakeClock clock;
  TimerQueue timers(clock, false);
  int runs = 0;
  timers.schedule(clock.now(), [&] {
    ++runs;
    timers.schedule(clock.now(), [&] { ++runs; });
  });
  timers.run_due();
  EXPECT_EQ(runs, 2);
}

}  // namespace
}  // namespace slipher
