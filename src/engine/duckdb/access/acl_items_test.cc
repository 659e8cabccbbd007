#include "engine/duckdb/access/acl_items.h"

#include <gtest/gtest.h>

namespace slipher::engine {
namespace {

TEST(AclItems, OneContainsWhatItGives) {
  const auto* acl = "alice=arwdRxtDPA/alice\nbob=r*d/alice\ngroup g=r/alice\n=x/alice";
  EXPECT_TRUE(acl_contains(acl, "alice=r/alice"));
  EXPECT_TRUE(acl_contains(acl, "bob=r/alice"));
  EXPECT_TRUE(acl_contains(acl, "bob=r*/alice"));
  EXPECT_FALSE(acl_contains(acl, "bob=d*/alice"));
  EXPECT_FALSE(acl_contains(acl, "bob=w/alice"));
  EXPECT_FALSE(acl_contains(acl, "bob=r/carl"));
  EXPECT_TRUE(acl_contains(acl, "group g=r/alice"));
  EXPECT_TRUE(acl_contains(acl, "=x/alice"));
  EXPECT_FALSE(acl_contains("", "alice=r/alice"));
}

}  // namespace
}  // namespace slipher::engine
