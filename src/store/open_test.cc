#include <fstream>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/schema.h"
#include "store/test_support.h"

namespace slipher::store {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class OpenTest : public StoreTest {
 protected:
  std::string error_of(const std::string& file) {
    store_.reset();
    auto opened = open_store(file);
    EXPECT_FALSE(opened);
    return opened ? "" : opened.error().message;
  }
  void run_script(const char* sql) {
    store_.reset();
    auto database = Database::open(file_, Database::Access::kReadWrite);
    ASSERT_TRUE(database);
    auto done = (*database)->script(sql);
    ASSERT_TRUE(done) << done.error().message;
  }
  /// Overwrites a part of the closed file.
  void overwrite(std::streamoff offset, const std::string& bytes) {
    store_.reset();
    std::fstream stream(file_, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(offset);
    stream << bytes;
  }
};

TEST_F(OpenTest, AMissingDirectoryIsNamed) {
  const std::string file = directory_ / "missing" / "slipher.sqlite";
  EXPECT_THAT(error_of(file), AllOf(HasSubstr(file), HasSubstr("No such file or directory")));
}

TEST_F(OpenTest, AnUnwritableFileIsNamed) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  store_.reset();
  ASSERT_EQ(chmod(file_.c_str(), 0400), 0);
  EXPECT_THAT(error_of(file_), AllOf(HasSubstr(file_), HasSubstr("cannot be opened for writing")));
}

TEST_F(OpenTest, ADirectoryInItsPlaceIsAnError) {
  EXPECT_THAT(error_of(directory_), HasSubstr("cannot be opened for writing"));
}

TEST_F(OpenTest, SomethingElseThanADatabaseIsLeftAlone) {
  store_.reset();
  std::filesystem::remove(file_);
  std::filesystem::remove(file_ + "-wal");
  const std::string text(5000, 'x');
  std::ofstream(file_) << text;
  EXPECT_THAT(error_of(file_), AllOf(HasSubstr(file_), HasSubstr("it is not a database")));
  EXPECT_EQ(std::filesystem::file_size(file_), text.size());
}

TEST_F(OpenTest, AnotherProgramsDatabaseIsRefused) {
  run_script("PRAGMA application_id = 7");
  EXPECT_THAT(error_of(file_), AllOf(HasSubstr(file_), HasSubstr("belongs to another program")));
}

TEST_F(OpenTest, ANewerSchemaIsRefused) {
  run_script("PRAGMA user_version = 99");
  EXPECT_THAT(error_of(file_), AllOf(HasSubstr("newer version of Slipher"), HasSubstr("schema 99")));
}

TEST_F(OpenTest, OpensTheFileOfTheSameVersionAgain) {
  put(full_statement("a"));
  reopen();
  reopen();
  EXPECT_EQ(find("a").id, "a");
}

TEST_F(OpenTest, AFileThatDiedBeforeItsFirstTransactionIsNew) {
  store_.reset();
  std::filesystem::remove(file_);
  std::ofstream(file_).close();
  reopen();
  put(full_statement("a"));
  EXPECT_EQ(find("a").id, "a");
}

TEST_F(OpenTest, ADamagedHeaderIsAnError) {
  overwrite(0, std::string(100, '\xee'));
  EXPECT_THAT(error_of(file_), HasSubstr("it is not a database"));
}

TEST_F(OpenTest, ADamagedPageIsAnErrorAndTheRestStaysReadable) {
  for (int i = 0; i < 200; ++i) {
    StatementRecord record = finished_statement(std::to_string(i));
    record.subs[0].result = std::string(3000, 'r');
    put(record);
  }
  store_.reset();
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(file_));
  overwrite(size / 4096 / 2 * 4096, std::string(4096, '\xee'));
  auto opened = SqliteStore::open(file_);
  ASSERT_TRUE(opened) << opened.error().message;
  store_ = std::move(*opened);
  int readable = 0;
  for (int i = 0; i < 200; ++i) {
    const auto found = store_->find_statement(std::to_string(i));
    if (found && *found) {
      ++readable;
    } else if (!found) {
      EXPECT_THAT(found.error().message, AllOf(HasSubstr(file_), HasSubstr("damaged")));
    }
  }
  EXPECT_GT(readable, 0);
}

TEST_F(OpenTest, ADamagedRowIsAnErrorAndListsGoOn) {
  put(full_statement("a"));
  put(full_statement("b"));
  put(full_statement("c"));
  run_script("UPDATE requests SET body = x'01ff' WHERE seq = 2");
  reopen();
  const auto found = store_->find_statement("b");
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, HasSubstr("the record of statement b is damaged"));
  EXPECT_EQ(store_->list_statements({})->size(), 2u);
  EXPECT_EQ(store_->unfinished_statements()->size(), 2u);
}

TEST_F(OpenTest, AFileHeldByAnotherProcessSaysSo) {
  store_.reset();
  auto other = Database::open(file_, Database::Access::kReadWrite);
  ASSERT_TRUE(other);
  ASSERT_TRUE((*other)->script("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE x (y)"));
  EXPECT_THAT(error_of(file_), HasSubstr("another process holds it"));
}

}  // namespace
}  // namespace slipher::store
