#include "base/http_message.h"

#include <gtest/gtest.h>

namespace slipher {
namespace {

TEST(HeaderList, FindsTheFirstFieldWhateverItsCase) {
  HeaderList headers;
  headers.add("X-Amz-Date", "one");
  headers.add("x-amz-date", "two");
  ASSERT_NE(headers.find("X-AMZ-DATE"), nullptr);
  EXPECT_EQ(*headers.find("X-AMZ-DATE"), "one");
  EXPECT_EQ(headers.find("X-Amz"), nullptr);
  EXPECT_EQ(headers.get("Host"), "");
}

}  // namespace
}  // namespace slipher
