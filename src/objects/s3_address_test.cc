#include "objects/s3_address.h"

#include <gtest/gtest.h>

#include "identity/signing_time.h"
#include "identity/sigv4.h"
#include "objects/s3_xml.h"

namespace slipher::objects {
namespace {

S3Settings settings(std::string endpoint, Addressing addressing = Addressing::kAuto) {
  S3Settings made;
  made.endpoint = std::move(endpoint);
  made.region = "eu-west-1";
  made.addressing = addressing;
  return made;
}

TEST(S3Address, AmazonTakesTheBucketInTheHostName) {
  const auto address = address_of(settings(""), {"logs", "a b/c+d=é"});
  EXPECT_EQ(address.origin, "https://logs.s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(address.host, "logs.s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(address.path, "/a%20b/c%2Bd%3D%C3%A9");
  EXPECT_EQ(address_of(settings(""), {"my.logs", "k"}).path, "/my.logs/k");
  EXPECT_EQ(address_of(settings("", Addressing::kPath), {"logs", ""}).path, "/logs");
}

TEST(S3Address, OthersTakeItInThePath) {
  const auto address = address_of(settings("http://127.0.0.1:9000/"), {"logs", "a//../k"});
  EXPECT_EQ(address.origin, "http://127.0.0.1:9000");
  EXPECT_EQ(address.host, "127.0.0.1:9000");
  EXPECT_EQ(address.path, "/logs/a//../k");
  EXPECT_EQ(address_of(settings("http://minio:80"), {"logs", ""}).host, "minio");
  EXPECT_EQ(address_of(settings("https://minio:443", Addressing::kVirtualHost), {"logs", "k"}).host, "logs.minio");
}

TEST(BucketRule, MatchesNamesAndPatterns) {
  EXPECT_TRUE(matches_bucket("logs", "logs"));
  EXPECT_FALSE(matches_bucket("logs", "logs2"));
  EXPECT_TRUE(matches_bucket("*", "anything"));
  EXPECT_TRUE(matches_bucket("prod-*-logs", "prod-eu-logs"));
  EXPECT_FALSE(matches_bucket("prod-*-logs", "prod-eu-log"));
  EXPECT_FALSE(matches_bucket("prod-*", "dev-x"));
}

// The examples of "Authenticating Requests: Using the Authorization Header" (Amazon S3 API Reference).
class S3Signing : public ::testing::Test {
 protected:
  std::string signature(RawRequest request) {
    identity::sign(request, "examplebucket.s3.amazonaws.com",
                   {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "", false}, {"us-east-1", "s3"},
                   *identity::parse_basic_time("20130524T000000Z"));
    const auto authorization = std::string(request.headers.get("authorization"));
    return authorization.substr(authorization.find("Signature=") + 10);
  }
};

TEST_F(S3Signing, GetsAnObject) {
  RawRequest request{.method = "GET", .target = "/test.txt"};
  request.headers.add("Range", "bytes=0-9");
  EXPECT_EQ(signature(request), "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST_F(S3Signing, PutsAnObjectWhosePathIsEncodedOnce) {
  RawRequest request{.method = "PUT", .target = "/test%24file.text", .body = "Welcome to Amazon S3."};
  request.headers.add("Date", "Fri, 24 May 2013 00:00:00 GMT");
  request.headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
  EXPECT_EQ(signature(request), "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST_F(S3Signing, ListsObjects) {
  EXPECT_EQ(signature({.method = "GET", .target = "/?max-keys=2&prefix=J"}),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(S3Xml, ReadsFailures) {
  const auto failure =
      parse_failure("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>a &amp; b</Message></Error>");
  EXPECT_EQ(failure.code, "AccessDenied");
  EXPECT_EQ(failure.message, "a & b");
  EXPECT_EQ(parse_failure("not xml").code, "");
  EXPECT_FALSE(parse_listing("<html></html>"));
  EXPECT_EQ(parse_upload_id("<x/>"), "");
}

}  // namespace
}  // namespace slipher::objects
