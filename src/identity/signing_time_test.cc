#include "identity/signing_time.h"

#include <gtest/gtest.h>

#include "identity/signing_key.h"

namespace slipher::identity {
namespace {

TEST(SigningTime, BasicFormatBothWays) {
  EXPECT_EQ(to_basic_time(Timestamp(seconds(1440938160)) + microseconds(999999)), "20150830T123600Z");
  EXPECT_EQ(parse_basic_time("20150830T123600Z"), Timestamp(seconds(1440938160)));
  EXPECT_EQ(to_basic_time(*parse_basic_time("19690720T201740Z")), "19690720T201740Z");
}

TEST(SigningTime, RefusesWhatIsNotAnInstant) {
  for (const char* text : {"", "20150830", "20150830T123600", "20150830t123600Z", "20150230T123600Z",
                           "20150830T240000Z", "20150830T126000Z", "2015-8-30T12360Z", "2015083\xC3\xBCT12360Z"}) {
    EXPECT_FALSE(parse_basic_time(text).has_value()) << text;
  }
}

TEST(SigningTime, HttpDates) {
  EXPECT_EQ(parse_http_date("Sun, 30 Aug 2015 12:36:00 GMT"), Timestamp(seconds(1440938160)));
  for (const char* text : {"", "Sun, 30 Aug 2015 12:36:00 CET", "Sun, 31 Foo 2015 12:36:00 GMT",
                           "Sun, 30 anF 2015 12:36:00 GMT", "Sun, 30 Aug 2015 25:36:00 GMT"}) {
    EXPECT_FALSE(parse_http_date(text).has_value()) << text;
  }
}

TEST(SigningKeyCache, KeepsNoMoreThanItsCapacity) {
  SigningKeyCache cache(2);
  const AccessKey key{"AKID", "secret", "alice", false};
  for (const char* date : {"20150830", "20150831", "20150901"}) {
    EXPECT_EQ(cache.get(key, date, {"r", "s"}), derive_signing_key("secret", date, {"r", "s"}));
    EXPECT_EQ(cache.get(key, date, {"r", "s"}), derive_signing_key("secret", date, {"r", "s"}));
  }
  EXPECT_EQ(cache.size(), 2u);
  EXPECT_EQ(cache.get({"AKID", "other", "alice", false}, "20150901", {"r", "s"}),
            derive_signing_key("other", "20150901", {"r", "s"}));
}

}  // namespace
}  // namespace slipher::identity
