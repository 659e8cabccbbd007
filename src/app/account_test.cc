#include "app/account.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "app/directory_lock.h"
#include "app/files.h"

namespace slipher::app {
namespace {

class AccountTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "slipher-account-XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  unsigned mode(const std::string& file) {
    struct stat status {};
    return ::stat((directory_ + "/" + file).c_str(), &status) == 0 ? status.st_mode & 0777u : 0;
  }
  std::string directory_;
};

TEST_F(AccountTest, AFileThatCannotBeLookedAtIsNotMissing) {
  EXPECT_FALSE(exists(directory_ + "/nothing"));
  std::filesystem::create_symlink("endpoint", directory_ + "/endpoint");  // it leads to itself
  EXPECT_TRUE(exists(directory_ + "/endpoint"));
  EXPECT_FALSE(read_file(directory_ + "/endpoint"));
}

TEST_F(AccountTest, IsMadeOnceAndKept) {
  const auto first = load_account(directory_, "");
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->id.size(), 12u);
  EXPECT_EQ(first->token_key.size(), 32u);
  EXPECT_EQ(mode("account.toml"), 0600u);
  const auto second = load_account(directory_, "");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(second->token_key, first->token_key);
  EXPECT_EQ(load_account(directory_, "123456789012")->id, "123456789012");
}

TEST_F(AccountTest, DamageIsNamed) {
  for (const char* text : {"", "id = 5", "id = \"123456789012\"\ntoken_key = \"xyz\"", "id = "}) {
    ASSERT_TRUE(write_file(directory_ + "/account.toml", text));
    const auto account = load_account(directory_, "");
    ASSERT_FALSE(account) << text;
    EXPECT_NE(account.error().message.find("account.toml"), std::string::npos);
  }
}

TEST_F(AccountTest, RootKeyIsPrivate) {
  EXPECT_FALSE(read_root_key(directory_));
  const auto made = load_or_make_root_key(directory_);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->is_administrator);
  EXPECT_EQ(mode("root.key"), 0600u);
  const auto read = read_root_key(directory_);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->secret_access_key, made->secret_access_key);
  ::chmod((directory_ + "/root.key").c_str(), 0644);
  const auto open = load_or_make_root_key(directory_);
  ASSERT_FALSE(open);
  EXPECT_NE(open.error().message.find("chmod 600"), std::string::npos);
}

TEST_F(AccountTest, OneServerPerDirectory) {
  auto first = DirectoryLock::take(directory_ + "/lock");
  ASSERT_TRUE(first) << first.error().message;
  const auto second = DirectoryLock::take(directory_ + "/lock");
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())), std::string::npos);
  first->reset();
  EXPECT_TRUE(DirectoryLock::take(directory_ + "/lock"));
}

TEST_F(AccountTest, FilesAreReplacedWholeAndMadeOnce) {
  const auto file = directory_ + "/a";
  EXPECT_TRUE(*create_file(file, "one"));
  EXPECT_FALSE(*create_file(file, "two"));
  EXPECT_EQ(*read_file(file), "one");
  EXPECT_TRUE(write_file(file, "three"));
  EXPECT_EQ(*read_file(file), "three");
  EXPECT_EQ(mode("a"), 0600u);
  EXPECT_FALSE(write_file(directory_ + "/none/a", "x"));
  EXPECT_FALSE(make_directory(file));
  EXPECT_TRUE(make_directory(directory_ + "/d/e/f"));
  EXPECT_EQ(mode("d/e/f"), 0700u);
}

}  // namespace
}  // namespace slipher::app
