#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ids.h"
#include "identity/identity.h"

namespace slipher::identity {
namespace {

using ::testing::HasSubstr;

class VaultTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::temp_directory_path() / ("slipher-vault-" + random_text(12, "0123456789abcdef"));
    std::filesystem::create_directory(directory_);
    file_ = directory_ / "master.key";
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::unique_ptr<Vault> open() {
    auto vault = Vault::open(file_);
    EXPECT_TRUE(vault) << vault.error().message;
    return vault ? std::move(*vault) : nullptr;
  }

  std::filesystem::path directory_;
  std::filesystem::path file_;
};

TEST_F(VaultTest, MakesAPrivateFileAndNothingElse) {
  open();
  struct stat status {};
  ASSERT_EQ(stat(file_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  EXPECT_EQ(status.st_size, 32);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory_), {}), 1);
}

TEST_F(VaultTest, OpensWhatItSealedAlsoAfterARestart) {
  const std::string plain("a secret\0with a zero", 20);
  const std::string sealed = open()->seal(plain, "secret/arn");
  EXPECT_THAT(sealed, ::testing::Not(HasSubstr("secret")));
  EXPECT_EQ(*open()->open(sealed, "secret/arn"), plain);
  EXPECT_EQ(*open()->open(open()->seal("", ""), ""), "");
}

TEST_F(VaultTest, SealsTheSameValueDifferentlyEachTime) {
  const auto vault = open();
  std::set<std::string> seen;
  for (int i = 0; i < 20; ++i) seen.insert(vault->seal("same", "same"));
  EXPECT_EQ(seen.size(), 20u);
}

TEST_F(VaultTest, RefusesAnotherContextAnotherKeyAndAnyChangedByte) {
  const auto vault = open();
  const std::string sealed = vault->seal("plain", "context");
  EXPECT_EQ(vault->open(sealed, "other").error().code, ErrorCode::kDecryptionFailure);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_FALSE(vault->open(changed, "context")) << i;
    EXPECT_FALSE(vault->open(sealed.substr(0, i), "context")) << i;
  }
  std::filesystem::remove(file_);
  EXPECT_FALSE(open()->open(sealed, "context"));
}

TEST_F(VaultTest, RefusesAKeyThatOthersMayRead) {
  open();
  for (const mode_t mode : {0640, 0604, 0620}) {
    ASSERT_EQ(chmod(file_.c_str(), mode), 0);
    const auto vault = Vault::open(file_);
    ASSERT_FALSE(vault);
    EXPECT_THAT(vault.error().message, HasSubstr(file_.string()));
    EXPECT_THAT(vault.error().message, HasSubstr("chmod 600"));
  }
}

TEST_F(VaultTest, RefusesAFileThatIsNotAKey) {
  std::ofstream(file_) << "short";
  ASSERT_EQ(chmod(file_.c_str(), 0600), 0);
  EXPECT_THAT(Vault::open(file_).error().message, HasSubstr("does not hold 32 bytes"));
  std::ofstream(file_) << std::string(33, 'x');
  EXPECT_THAT(Vault::open(file_).error().message, HasSubstr("does not hold 32 bytes"));
  std::filesystem::remove(file_);
  std::filesystem::create_directory(file_);
  ASSERT_EQ(chmod(file_.c_str(), 0700), 0);
  EXPECT_THAT(Vault::open(file_).error().message, HasSubstr("not a regular file"));
}

TEST_F(VaultTest, SaysWhyTheKeyCannotBeMade) {
  const auto vault = Vault::open(directory_ / "missing" / "master.key");
  ASSERT_FALSE(vault);
  EXPECT_THAT(vault.error().message, HasSubstr("No such file or directory"));
}

}  // namespace
}  // namespace slipher::identity
