#include "identity/identity.h"

#include <atomic>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>

namespace slipher::identity {
namespace {

using ::testing::MatchesRegex;

TEST(Identity, FindsAKeyUntilItIsRevoked) {
  Identity identity("123456789012", "eu-west-1");
  const AccessKey key = make_access_key("alice", true);
  EXPECT_FALSE(identity.find(key.access_key_id).has_value());
  identity.add(key);
  const auto found = identity.find(key.access_key_id);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->secret_access_key, key.secret_access_key);
  identity.revoke(key.access_key_id);
  EXPECT_FALSE(identity.find(key.access_key_id).has_value());
  identity.revoke("AKIAUNKNOWN");
}

TEST(Identity, MakesKeysOfTheUsualForm) {
  const AccessKey a = make_access_key("alice", false);
  const AccessKey b = make_access_key("alice", false);
  EXPECT_THAT(a.access_key_id, MatchesRegex("AKIA[A-Z2-7]{16}"));
  EXPECT_THAT(a.secret_access_key, MatchesRegex("[A-Za-z0-9+/]{40}"));
  EXPECT_NE(a.access_key_id, b.access_key_id);
  EXPECT_NE(a.secret_access_key, b.secret_access_key);
}

TEST(Identity, PrincipalBelongsToTheAccount) {
  const Identity identity("123456789012", "eu-west-1");
  const AccessKey key = make_access_key("alice", true);
  const Principal principal = identity.principal(key);
  EXPECT_EQ(principal.arn, "arn:aws:iam::123456789012:user/alice");
  EXPECT_THAT(principal.user_id, MatchesRegex("AIDA[A-Z2-7]{17}"));
  EXPECT_EQ(principal.user_id, identity.principal(make_access_key("alice", false)).user_id);
  EXPECT_NE(principal.user_id, identity.principal(make_access_key("bob", false)).user_id);
  EXPECT_EQ(principal.access_key_id, key.access_key_id);
  EXPECT_TRUE(principal.is_administrator);
  EXPECT_EQ(identity.region(), "eu-west-1");
}

TEST(Identity, ReadsAndChangesFromManyThreads) {
  Identity identity("123456789012", "eu-west-1");
  const AccessKey stays = make_access_key("alice", false);
  identity.add(stays);
  std::atomic<bool> failed{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        const AccessKey key = make_access_key("bob", false);
        identity.add(key);
        if (!identity.find(key.access_key_id) || !identity.find(stays.access_key_id)) failed = true;
        identity.revoke(key.access_key_id);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_FALSE(failed);
}

}  // namespace
}  // namespace slipher::identity
