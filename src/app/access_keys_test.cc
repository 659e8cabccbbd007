#include "app/access_keys.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace slipher::app {
namespace {

class AccessKeysTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "slipher-keys-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
    auto vault = identity::Vault::open(directory_ + "/master.key");
    ASSERT_TRUE(vault) << vault.error().message;
    vault_ = *std::move(vault);
    store_ = open();
    ASSERT_TRUE(store_);
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }
  std::unique_ptr<store::Store> open() {
    auto store = store::open_store(directory_ + "/slipher.sqlite");
    return store ? *std::move(store) : nullptr;
  }
  FakeClock clock_;
  TimerQueue timers_{clock_, false};
  std::string directory_;
  std::unique_ptr<identity::Vault> vault_;
  std::unique_ptr<store::Store> store_;
  identity::Identity identity_{"123456789012", "us-east-1"};
};

TEST_F(AccessKeysTest, SecretsAreSealedInTheStore) {
  const auto key = create_access_key(*store_, *vault_, clock_, "alice", true);
  ASSERT_TRUE(key) << key.error().message;
  const auto records = store_->access_keys();
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 1u);
  EXPECT_EQ(records->at(0).user_name, "alice");
  EXPECT_TRUE(records->at(0).is_administrator);
  EXPECT_EQ(records->at(0).sealed_secret.find(key->secret_access_key), std::string::npos);
}

TEST_F(AccessKeysTest, ARunningServerFollowsAnotherProcess) {
  AccessKeyWatch watch(*store_, *vault_, identity_, clock_, timers_);
  ASSERT_TRUE(watch.load());
  watch.start();
  const auto other = open();  // what `slipher keys` does
  ASSERT_TRUE(other);
  const auto key = create_access_key(*other, *vault_, clock_, "bob", false);
  ASSERT_TRUE(key);
  EXPECT_FALSE(identity_.find(key->access_key_id));
  clock_.advance(seconds(1));
  timers_.run_due();
  const auto found = identity_.find(key->access_key_id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->secret_access_key, key->secret_access_key);
  EXPECT_EQ(found->user_name, "bob");

  ASSERT_TRUE(revoke_access_key(*other, key->access_key_id));
  clock_.advance(seconds(1));
  timers_.run_due();
  EXPECT_FALSE(identity_.find(key->access_key_id));
}

TEST_F(AccessKeysTest, UnknownKeysCannotBeRevoked) {
  const auto revoked = revoke_access_key(*store_, "AKIANONE");
  ASSERT_FALSE(revoked);
  EXPECT_EQ(revoked.error().code, ErrorCode::kResourceNotFound);
}

TEST_F(AccessKeysTest, AForeignMasterKeyIsNoticed) {
  ASSERT_TRUE(create_access_key(*store_, *vault_, clock_, "alice", false));
  const auto other = identity::Vault::open(directory_ + "/other.key");
  ASSERT_TRUE(other);
  AccessKeyWatch watch(*store_, **other, identity_, clock_, timers_);
  const auto loaded = watch.load();
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().message.find("master.key"), std::string::npos);
}

}  // namespace
}  // namespace slipher::app
