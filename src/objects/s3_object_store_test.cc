#include "objects/s3_object_store.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "objects/http_client.h"
#include "objects/testing/fake_s3.h"

namespace slipher::objects {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class S3ObjectStoreTest : public ::testing::Test {
 protected:
  S3ObjectStoreTest() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    top_ = fs::path(::testing::TempDir()) / (std::string("s3_objects_") + info->name());
    fs::remove_all(top_);
    connect();
  }
  ~S3ObjectStoreTest() override {
    store_.reset();
    fs::remove_all(top_);
  }

  void connect(Access access = {}) {
    S3Settings settings;
    settings.endpoint = s3_.url();
    settings.credentials = Credentials{"AKIDEXAMPLE", "secret", ""};
    RetryLimits retries;
    retries.first_delay = milliseconds(1);
    retries.longest_delay = milliseconds(4);
    auto endpoint = std::make_shared<const S3Endpoint>(
        S3Endpoint{settings, std::shared_ptr<HttpClient>(curl_client("")), std::make_shared<WorkerPool>(8),
                   std::make_shared<const SystemClock>(), retries});
    store_ = s3_object_store(endpoint, std::make_shared<StagingFolder>(top_.string()), std::move(access));
  }
  Result<void> publish(const std::string& key, const std::string& text) {
    const auto staged = store_->stage({"demo", key});
    if (!staged) return staged.error();
    std::ofstream(*staged, std::ios::binary) << text;
    return store_->publish(*staged, {"demo", key});
  }
  static std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>((i * 2654435761U) >> 13);
    return text;
  }

  FakeS3 s3_{"demo"};
  fs::path top_;
  std::unique_ptr<Store> store_;
};

TEST_F(S3ObjectStoreTest, ListsPageByPage) {
  s3_.page_size = 2;
  for (const auto* key : {"a/1", "a/2 & 3", "a/4", "a/5", "a/6", "b"}) s3_.put(key, "text");
  const auto objects = store_->list("demo", "a/");
  ASSERT_TRUE(objects) << objects.error().message;
  std::vector<std::string> keys;
  for (const auto& object : *objects) keys.push_back(object.key);
  EXPECT_THAT(keys, ElementsAre("a/1", "a/2 & 3", "a/4", "a/5", "a/6"));
  EXPECT_EQ(objects->front().bytes, 4);
  EXPECT_EQ(objects->front().etag, "\"v1\"");
  EXPECT_EQ(objects->front().modified_at, Timestamp(seconds(1718187630)));
  EXPECT_EQ(s3_.count("GET /demo?list-type=2&prefix=a%2F"), 3U);
}

TEST_F(S3ObjectStoreTest, NamesWhatIsNotThere) {
  const auto bucket = store_->list("nowhere", "");
  ASSERT_FALSE(bucket);
  EXPECT_EQ(bucket.error().message,
            "ERROR: S3ServiceException:The specified bucket does not exist: nowhere,Status 404,Error NoSuchBucket");
  const auto key = store_->open({"demo", "missing"});
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().message,
            "ERROR: S3ServiceException:The specified key does not exist: s3://demo/missing,Status 404,Error NoSuchKey");
  EXPECT_EQ(s3_.requests().size(), 2U) << "nothing to try again";
}

TEST_F(S3ObjectStoreTest, SaysThatAccessIsDenied) {
  s3_.fault = [](const RawRequest&, std::size_t) { return RawResponse{403, {}, ""}; };
  EXPECT_THAT(store_->open({"demo", "x"}).error().message, HasSubstr("Access Denied: s3://demo/x,Status 403"));
  EXPECT_EQ(s3_.requests().size(), 1U);
}

TEST_F(S3ObjectStoreTest, SaysWhereTheBucketIs) {
  s3_.fault = [](const RawRequest&, std::size_t) {
    RawResponse response{301, {}, "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>"};
    response.headers.add("x-amz-bucket-region", "eu-west-1");
    return response;
  };
  EXPECT_THAT(store_->list("demo", "").error().message, HasSubstr("the bucket is in region eu-west-1"));
}

TEST_F(S3ObjectStoreTest, TriesAgainWhatMayGoAway) {
  s3_.put("k", "text");
  for (const int status : {500, 503, 429, 408, FakeServer::kHangUp}) {
    const auto before = s3_.requests().size();
    s3_.fault = [=](const RawRequest&, std::size_t number) -> std::optional<RawResponse> {
      if (number - before < 3) return RawResponse{status, {}, ""};
      return std::nullopt;
    };
    const auto objects = store_->list("demo", "");
    ASSERT_TRUE(objects) << status << ": " << objects.error().message;
    EXPECT_EQ(objects->size(), 1U);
    EXPECT_EQ(s3_.requests().size() - before, 4U) << status;
  }
}

TEST_F(S3ObjectStoreTest, GivesUpAfterTheLastAttempt) {
  s3_.fault = first_requests(1000, 503);
  const auto objects = store_->list("demo", "");
  ASSERT_FALSE(objects);
  EXPECT_THAT(objects.error().message, HasSubstr("cannot list s3://demo/: status 503"));
  EXPECT_EQ(s3_.requests().size(), static_cast<std::size_t>(RetryLimits().attempts));
}

TEST_F(S3ObjectStoreTest, ReadsAnyRangeOfALargeObject) {
  const auto text = pattern(3 * kRangeBytes + 12345);
  s3_.put("big", text);
  const auto reader = store_->open({"demo", "big"});
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ((*reader)->object().bytes, static_cast<std::int64_t>(text.size()));
  std::string out(text.size() + 10, '\0');
  ASSERT_EQ(*(*reader)->read(0, out.data(), out.size()), text.size());
  EXPECT_TRUE(out.compare(0, text.size(), text) == 0);
  for (const auto& [offset, size] : {std::pair<std::size_t, std::size_t>{text.size() - 8, 8},
                                     {5, 100},
                                     {kRangeBytes - 3, 2 * kRangeBytes},
                                     {text.size() - 4, 100}}) {
    const auto count = std::min(size, text.size() - offset);
    ASSERT_EQ(*(*reader)->read(static_cast<std::int64_t>(offset), out.data(), size), count);
    EXPECT_TRUE(out.compare(0, count, text, offset, count) == 0) << offset;
  }
  EXPECT_EQ(*(*reader)->read(static_cast<std::int64_t>(text.size()), out.data(), 1), 0U);
}

TEST_F(S3ObjectStoreTest, ReadsFromFrontToBackAheadOfTheCaller) {
  const auto text = pattern(5 * kRangeBytes + 77);
  s3_.put("big", text);
  const auto reader = store_->open({"demo", "big"});
  std::string all;
  std::string step(100'000, '\0');
  while (const auto count = *(*reader)->read(static_cast<std::int64_t>(all.size()), step.data(), step.size()))
    all.append(step, 0, count);
  EXPECT_TRUE(all == text);
  EXPECT_LE(s3_.count("GET /demo/big"), 8U) << "steps are served from ranges";
}

// A load of many small files does not ask for each of them once more.
TEST_F(S3ObjectStoreTest, AStatementTakesWhatItsListingSaid) {
  for (const auto* key : {"in/1", "in/2", "in/3"}) s3_.put(key, "text");
  const auto statement = store_->for_statement({});
  ASSERT_TRUE(statement->list("demo", "in/"));
  for (const auto* key : {"in/1", "in/2", "in/3"}) {
    EXPECT_TRUE(statement->readable_path({"demo", key}));
    const auto reader = statement->open({"demo", key});
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_EQ((*reader)->object().bytes, 4);
  }
  EXPECT_EQ(s3_.count("HEAD "), 0U);
  // What it did not list, and what another statement listed, is asked for.
  s3_.put("other", "text");
  EXPECT_TRUE(statement->open({"demo", "other"}));
  EXPECT_TRUE(store_->for_statement({})->open({"demo", "in/1"}));
  EXPECT_EQ(s3_.count("HEAD "), 2U);
  // Overwritten since it was listed: the statement must not mix the two.
  s3_.put("in/2", "longer text");
  char out[4];
  const auto stale = (*statement->open({"demo", "in/2"}))->read(0, out, 4);
  ASSERT_FALSE(stale);
  EXPECT_THAT(stale.error().message, HasSubstr("The object was overwritten while it was read: s3://demo/in/2"));
  // Its own writes count.
  const auto staged = statement->stage({"demo", "in/3"});
  ASSERT_TRUE(staged);
  std::ofstream(*staged, std::ios::binary) << "written by it";
  ASSERT_TRUE(statement->publish(*staged, {"demo", "in/3"}));
  EXPECT_EQ((*statement->open({"demo", "in/3"}))->object().bytes, 13);
}

TEST_F(S3ObjectStoreTest, AnOverwrittenObjectFailsInsteadOfMixing) {
  for (const bool honours : {true, false}) {
    s3_.honours_if_match = honours;
    s3_.put("k", "first version");
    const auto reader = store_->open({"demo", "k"});
    char out[20];
    ASSERT_EQ(*(*reader)->read(0, out, 5), 5U);
    s3_.put("k", "other version");
    const auto count = (*reader)->read(6, out, 7);
    ASSERT_FALSE(count) << honours;
    EXPECT_THAT(count.error().message, HasSubstr("The object was overwritten while it was read: s3://demo/k"));
  }
}

TEST_F(S3ObjectStoreTest, SendsASmallFileWithOneRequest) {
  ASSERT_TRUE(publish("out/part 1+é", "text"));
  EXPECT_EQ(s3_.get("out/part 1+é"), "text");
  EXPECT_THAT(s3_.requests(), ElementsAre("PUT /demo/out/part%201%2B%C3%A9"));
  EXPECT_TRUE(fs::is_empty(top_)) << "the staged file is gone";
}

TEST_F(S3ObjectStoreTest, SendsALargeFileInParts) {
  const auto text = pattern(static_cast<std::size_t>(2 * kPartBytes + 5));
  std::atomic<int> failures{2};
  s3_.fault = [&](const RawRequest& request, std::size_t) -> std::optional<RawResponse> {
    if (request.target.find("partNumber=2") != std::string::npos && failures-- > 0) return RawResponse{500, {}, ""};
    return std::nullopt;
  };
  const auto published = publish("big", text);
  ASSERT_TRUE(published) << published.error().message;
  EXPECT_TRUE(s3_.get("big") == text);
  EXPECT_EQ(s3_.open_uploads(), 0U);
  EXPECT_EQ(s3_.count("PUT /demo/big?partNumber="), 5U);
}

TEST_F(S3ObjectStoreTest, AFailedUploadLeavesNothing) {
  const auto text = pattern(static_cast<std::size_t>(2 * kPartBytes + 5));
  for (const std::string refused : {"partNumber=2", "POST complete"}) {
    s3_.fault = [&](const RawRequest& request, std::size_t) -> std::optional<RawResponse> {
      const bool completes = request.method == "POST" && request.target.find("uploadId=") != std::string::npos;
      if (request.target.find(refused) == std::string::npos && !(completes && refused.starts_with("POST")))
        return std::nullopt;
      return RawResponse{completes ? 200 : 400, {}, "<Error><Code>EntityTooSmall</Code><Message>no</Message></Error>"};
    };
    const auto published = publish("big", text);
    ASSERT_FALSE(published) << refused;
    EXPECT_THAT(published.error().message, HasSubstr("cannot write s3://demo/big: no"));
    EXPECT_EQ(s3_.get("big"), std::nullopt);
    EXPECT_EQ(s3_.open_uploads(), 0U) << refused;
  }
}

TEST_F(S3ObjectStoreTest, AnInterruptStopsATransferThatHangs) {
  std::atomic<bool> stop{false};
  s3_.fault = [&](const RawRequest&, std::size_t) {
    stop = true;
    return RawResponse{FakeServer::kStall, {}, ""};
  };
  connect({{}, [&] { return stop.load(); }});
  const auto objects = store_->list("demo", "");
  ASSERT_FALSE(objects);
  EXPECT_EQ(objects.error().code, ErrorCode::kCanceled);
}

TEST_F(S3ObjectStoreTest, AnInterruptEndsTheAttempts) {
  s3_.fault = first_requests(1000, 503);
  connect({{}, [&] { return s3_.requests().size() >= 2; }});
  EXPECT_EQ(store_->list("demo", "").error().code, ErrorCode::kCanceled);
}

TEST_F(S3ObjectStoreTest, UsesAConnectionAgain) {
  s3_.put("k", "text");
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(store_->list("demo", ""));
  EXPECT_EQ(s3_.server().connections(), 1);
}

TEST_F(S3ObjectStoreTest, SignsWithTheCredentialsOfTheStatement) {
  std::string authorization;
  std::string token;
  std::string hash;
  s3_.fault = [&](const RawRequest& request, std::size_t) -> std::optional<RawResponse> {
    authorization = request.headers.get("authorization");
    token = request.headers.get("x-amz-security-token");
    hash = request.headers.get("x-amz-content-sha256");
    return std::nullopt;
  };
  ASSERT_TRUE(publish("k", "text"));
  EXPECT_THAT(authorization, HasSubstr("Credential=AKIDEXAMPLE/"));
  EXPECT_THAT(authorization, HasSubstr("/us-east-1/s3/aws4_request"));
  EXPECT_EQ(hash, "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1");
  EXPECT_EQ(token, "");
  store_ = store_->for_statement({Credentials{"OTHER", "secret", "session"}, {}});
  ASSERT_TRUE(store_->list("demo", ""));
  EXPECT_THAT(authorization, HasSubstr("Credential=OTHER/"));
  EXPECT_THAT(authorization, HasSubstr("x-amz-security-token"));
  EXPECT_EQ(token, "session");
}

TEST_F(S3ObjectStoreTest, RemovesObjects) {
  s3_.put("k", "text");
  ASSERT_TRUE(store_->remove({"demo", "k"}));
  EXPECT_EQ(s3_.get("k"), std::nullopt);
}

TEST_F(S3ObjectStoreTest, AWrongAddressIsNamed) {
  S3Settings settings;
  settings.endpoint = "http://127.0.0.1:1";
  RetryLimits retries{.attempts = 2, .first_delay = milliseconds(1)};
  auto endpoint = std::make_shared<const S3Endpoint>(S3Endpoint{settings, std::shared_ptr<HttpClient>(curl_client("")),
                                                                std::make_shared<WorkerPool>(1),
                                                                std::make_shared<const SystemClock>(), retries});
  const auto store = s3_object_store(endpoint, std::make_shared<StagingFolder>(top_.string()));
  EXPECT_THAT(store->list("demo", "").error().message, HasSubstr("http://127.0.0.1:1"));
}

}  // namespace
}  // namespace slipher::objects
