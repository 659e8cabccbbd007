#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "objects/location.h"
#include "objects/object_store.h"

namespace slipher::objects {
namespace {

namespace fs = std::filesystem;

class LocalObjectStoreTest : public ::testing::Test {
 protected:
  LocalObjectStoreTest() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    top_ = fs::path(::testing::TempDir()) / (std::string("objects_") + info->name());
    fs::remove_all(top_);
    fs::create_directories(top_ / "buckets" / "demo");
    store_ = local_object_store((top_ / "buckets").string());
  }
  ~LocalObjectStoreTest() override { fs::remove_all(top_); }

  void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  std::string read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
  fs::path bucket() const { return top_ / "buckets" / "demo"; }
  std::vector<std::string> keys(const std::string& prefix) {
    auto objects = store_->list("demo", prefix);
    EXPECT_TRUE(objects) << objects.error().message;
    std::vector<std::string> keys;
    if (objects)
      for (const auto& object : *objects) keys.push_back(object.key);
    return keys;
  }

  fs::path top_;
  std::unique_ptr<ObjectStore> store_;
};

using Keys = std::vector<std::string>;

TEST_F(LocalObjectStoreTest, ListsKeysUnderAPrefixInByteOrder) {
  write(bucket() / "a" / "2.csv", "22");
  write(bucket() / "a" / "1.csv", "1");
  write(bucket() / "a-b.csv", "");
  write(bucket() / "a" / "deep" / "3.csv", "333");
  write(bucket() / "b.csv", "");
  EXPECT_EQ(keys(""), (Keys{"a-b.csv", "a/1.csv", "a/2.csv", "a/deep/3.csv", "b.csv"}));
  EXPECT_EQ(keys("a"), (Keys{"a-b.csv", "a/1.csv", "a/2.csv", "a/deep/3.csv"}));
  EXPECT_EQ(keys("a/"), (Keys{"a/1.csv", "a/2.csv", "a/deep/3.csv"}));
  EXPECT_EQ(keys("a/de"), (Keys{"a/deep/3.csv"}));
  EXPECT_EQ(keys("a/2.csv"), (Keys{"a/2.csv"}));
  EXPECT_EQ(keys("none/at/all"), Keys{});
  EXPECT_EQ(keys("b.csv/x"), Keys{});
  EXPECT_EQ(store_->list("demo", "a/2")->front().bytes, 2);
}

TEST_F(LocalObjectStoreTest, NamesABucketThatDoesNotExist) {
  for (const auto* name : {"nowhere", "..", ".staging", "UPPER", "a/b"}) {
    const auto objects = store_->list(name, "");
    ASSERT_FALSE(objects) << name;
    EXPECT_NE(objects.error().message.find("The specified bucket does not exist"), std::string::npos);
  }
}

TEST_F(LocalObjectStoreTest, ReadsOnlyWhatIsThere) {
  write(bucket() / "x" / "y.txt", "text");
  EXPECT_EQ(read(*store_->readable_path({"demo", "x/y.txt"})), "text");
  for (const auto* key : {"x/z.txt", "x", "x/../x/y.txt", "../demo/x/y.txt", "/etc/hostname", "", "x//y.txt"}) {
    const auto path = store_->readable_path({"demo", key});
    ASSERT_FALSE(path) << key;
    EXPECT_NE(path.error().message.find("The specified key does not exist"), std::string::npos) << key;
  }
}

TEST_F(LocalObjectStoreTest, LinksDoNotLeadOutOfTheBucket) {
  write(top_ / "outside" / "secret.txt", "secret");
  write(bucket() / "inside.txt", "fine");
  fs::create_symlink(top_ / "outside" / "secret.txt", bucket() / "leak.txt");
  fs::create_directory_symlink(top_ / "outside", bucket() / "folder");
  fs::create_symlink(bucket() / "inside.txt", bucket() / "alias.txt");
  fs::create_symlink(top_ / "outside" / "new.txt", bucket() / "dangling.txt");
  fs::create_directory_symlink(top_ / "outside", top_ / "buckets" / "linked");
  EXPECT_FALSE(store_->readable_path({"demo", "leak.txt"}));
  EXPECT_FALSE(store_->readable_path({"demo", "folder/secret.txt"}));
  EXPECT_FALSE(store_->stage({"demo", "folder/new.txt"}));
  EXPECT_FALSE(store_->stage({"demo", "dangling.txt"}));
  EXPECT_FALSE(store_->list("demo", "folder/"));
  EXPECT_FALSE(store_->list("linked", ""));
  EXPECT_EQ(read(*store_->readable_path({"demo", "alias.txt"})), "fine");
  EXPECT_EQ(keys(""), (Keys{"alias.txt", "inside.txt"}));
}

TEST_F(LocalObjectStoreTest, PublishesWhole) {
  const Location location{"demo", "out/part/0000"};
  const auto staged = store_->stage(location);
  ASSERT_TRUE(staged);
  write(*staged, "half");
  EXPECT_EQ(keys(""), Keys{});
  ASSERT_TRUE(store_->publish(*staged, location));
  EXPECT_EQ(keys(""), (Keys{"out/part/0000"}));
  EXPECT_EQ(read(bucket() / "out" / "part" / "0000"), "half");
  EXPECT_FALSE(fs::exists(*staged));
}

TEST_F(LocalObjectStoreTest, DiscardsOnlyWhatItStaged) {
  const auto staged = store_->stage({"demo", "k"});
  ASSERT_TRUE(staged);
  write(*staged, "x");
  store_->discard(*staged);
  EXPECT_FALSE(fs::exists(*staged));
  write(bucket() / "keep.txt", "x");
  store_->discard((bucket() / "keep.txt").string());
  EXPECT_TRUE(fs::exists(bucket() / "keep.txt"));
}

TEST_F(LocalObjectStoreTest, SweepsWhatAKilledProcessLeft) {
  write(top_ / "buckets" / ".staging" / "orphan", "half");
  const auto first = store_->stage({"demo", "a"});
  ASSERT_TRUE(first);
  EXPECT_FALSE(fs::exists(top_ / "buckets" / ".staging" / "orphan"));
  write(*first, "x");
  ASSERT_TRUE(store_->stage({"demo", "b"}));
  EXPECT_TRUE(fs::exists(*first));
}

TEST_F(LocalObjectStoreTest, RemovesAnObjectAndTheFoldersThatItLeavesEmpty) {
  write(bucket() / "a" / "b" / "c.txt", "x");
  write(bucket() / "a" / "d.txt", "x");
  ASSERT_TRUE(store_->remove({"demo", "a/b/c.txt"}));
  EXPECT_FALSE(fs::exists(bucket() / "a" / "b"));
  EXPECT_TRUE(fs::exists(bucket() / "a" / "d.txt"));
  EXPECT_FALSE(store_->remove({"demo", "a/b/c.txt"}));
}

TEST(Location, IsParsed) {
  const auto whole = parse_location("s3://my-bucket/a/b.csv");
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->bucket, "my-bucket");
  EXPECT_EQ(whole->key, "a/b.csv");
  EXPECT_EQ(parse_location("S3://my-bucket/a")->bucket, "my-bucket");
  EXPECT_EQ(parse_location("s3://my-bucket")->key, "");
  EXPECT_EQ(parse_location("s3://my-bucket/folder/")->key, "folder/");
  for (const auto* bad : {"", "my-bucket/a", "http://b/a", "s3://", "s3:///a", "s3://Bucket/a", "s3://bucket/../a",
                          "s3://bucket/a//b", "s3://bucket/a/..", "s3://..//a"})
    EXPECT_FALSE(parse_location(bad)) << bad;
}

}  // namespace
}  // namespace slipher::objects
