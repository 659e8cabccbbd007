#include "base/failpoint.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace slipher {
namespace {

// The variable is read once per process, so each case runs in a child of its own.
[[noreturn]] void call(const char* setting, const char* name, int times) {
  setenv("SLIPHER_FAILPOINTS", setting, 1);
  int failed = 0;
  for (int i = 0; i < times; ++i) failed += failpoint(name) ? 1 : 0;
  _exit(failed);
}

TEST(FailpointDeathTest, ActsAtTheCallThatIsNamed) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(call("", "a", 3), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(call("b=kill", "a", 3), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(call("a=kill", "a", 1), ::testing::KilledBySignal(SIGKILL), "");
  EXPECT_EXIT(call("b=error,a=kill@3", "a", 2), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(call("b=error,a=kill@3", "a", 3), ::testing::KilledBySignal(SIGKILL), "");
  EXPECT_EXIT(call("a=error@2", "a", 3), ::testing::ExitedWithCode(2), "");
}

TEST(FailpointDeathTest, RefusesASettingItCannotRead) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(call("a=explode", "a", 1), ::testing::ExitedWithCode(2), "cannot read 'a=explode'");
  EXPECT_EXIT(call("a=kill@x", "a", 1), ::testing::ExitedWithCode(2), "cannot read 'a=kill@x'");
}

}  // namespace
}  // namespace slipher
