#include "identity/sigv4.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "identity/signing_time.h"

namespace slipher::identity {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kHost = "127.0.0.1:8439";
const std::string kMismatch =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details.";

class SigV4 : public ::testing::Test {
 protected:
  SigV4() { identity_.add(key_); }

  RawRequest request() const {
    RawRequest request{.method = "POST", .target = "/", .body = R"({"Sql":"select 1"})"};
    request.headers.add("Content-Type", "application/x-amz-json-1.1");
    request.headers.add("X-Amz-Target", "RedshiftData.ExecuteStatement");
    return request;
  }
  RawRequest signed_request(const SigningScope& scope = {"eu-west-1", "redshift-data"}) const {
    RawRequest signed_one = request();
    sign(signed_one, kHost, key_, scope, clock_.now());
    return signed_one;
  }
  /// A request with this Authorization header, and a date unless `date` is empty.
  RawRequest with_authorization(const std::string& authorization, const std::string& date) const {
    RawRequest made = request();
    made.headers.add("Host", std::string(kHost));
    if (!date.empty()) made.headers.add("X-Amz-Date", date);
    made.headers.add("Authorization", authorization);
    return made;
  }
  RawRequest with_credential(const std::string& credential) const {
    return with_authorization("AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host, Signature=00",
                              now());
  }
  std::string now() const { return to_basic_time(clock_.now()); }

  void expect_error(const RawRequest& bad, ErrorCode code, const std::string& message) const {
    const auto result = verifier_.verify(bad, "redshift-data");
    ASSERT_FALSE(result) << "expected: " << message;
    EXPECT_EQ(result.error().code, code);
    EXPECT_EQ(result.error().message, message);
  }

  FakeClock clock_{*parse_basic_time("20140325T145251Z")};
  Identity identity_{"123456789012", "us-east-1"};
  AccessKey key_ = make_access_key("alice", false);
  SignatureVerifier verifier_{identity_, clock_};
};

TEST_F(SigV4, KnowsWhoSigned) {
  const auto principal = verifier_.verify(signed_request(), "redshift-data");
  ASSERT_TRUE(principal) << principal.error().message;
  EXPECT_EQ(principal->arn, "arn:aws:iam::123456789012:user/alice");
  EXPECT_EQ(principal->access_key_id, key_.access_key_id);
}

TEST_F(SigV4, NoticesEveryChange) {
  RawRequest changed = signed_request();
  changed.body += ' ';
  expect_error(changed, ErrorCode::kInvalidSignature, kMismatch);
  changed = signed_request();
  changed.method = "PUT";
  expect_error(changed, ErrorCode::kInvalidSignature, kMismatch);
  changed = signed_request();
  changed.target = "/?x=1";
  expect_error(changed, ErrorCode::kInvalidSignature, kMismatch);
  changed = signed_request();
  changed.headers.add("X-Amz-Target", "RedshiftData.CancelStatement");
  expect_error(changed, ErrorCode::kInvalidSignature, kMismatch);
}

TEST_F(SigV4, AnnouncedBodyHashMustBeTheBodys) {
  RawRequest made = request();
  made.headers.add("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
  sign(made, kHost, key_, {"eu-west-1", "redshift-data"}, clock_.now());
  expect_error(made, ErrorCode::kInvalidSignature, kMismatch);
}

TEST_F(SigV4, MissingToken) {
  const std::string text = "Request is missing Authentication Token";
  expect_error(request(), ErrorCode::kMissingAuthenticationToken, text);
  expect_error(with_authorization("Basic YTpi", now()), ErrorCode::kMissingAuthenticationToken, text);
}

TEST_F(SigV4, HeaderAndQueryTogether) {
  RawRequest both = signed_request();
  both.target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256";
  expect_error(both, ErrorCode::kInvalidSignature,
               "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
}

TEST_F(SigV4, NamesEveryMissingPiece) {
  expect_error(with_authorization("AWS4-HMAC-SHA256 x", ""), ErrorCode::kIncompleteSignature,
               "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' "
               "parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires "
               "existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 x");
  expect_error(with_authorization("AWS4-HMAC-SHA256 Credential=a,Signature=b", now()), ErrorCode::kIncompleteSignature,
               "Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256 "
               "Credential=a,Signature=b");
  RawRequest query = request();
  query.target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-SignedHeaders=host";
  expect_error(query, ErrorCode::kIncompleteSignature,
               "AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include "
               "'X-Amz-Date'. Re-examine the query-string parameters.");
}

TEST_F(SigV4, DateFormat) {
  for (const std::string date : {"2014-03-25T14:52:51Z", "yesterday", "20140325T145251", "20141325T145251Z"}) {
    expect_error(
        with_authorization("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=x, Signature=s", date),
        ErrorCode::kIncompleteSignature,
        "Date must be in ISO-8601 'basic format'. Got '" + date + "'. See http://en.wikipedia.org/wiki/ISO_8601");
  }
}

TEST_F(SigV4, SkewIntoThePastAndTheFuture) {
  const RawRequest sent = signed_request();
  clock_.advance(seconds(900));
  EXPECT_TRUE(verifier_.verify(sent, "redshift-data"));
  clock_.advance(seconds(1));
  expect_error(sent, ErrorCode::kInvalidSignature,
               "Signature expired: 20140325T145251Z is now earlier than 20140325T145252Z (20140325T150752Z - 15 min.)");
  clock_.advance(seconds(-901 - 300));
  EXPECT_TRUE(verifier_.verify(sent, "redshift-data"));
  clock_.advance(seconds(-1));
  expect_error(sent, ErrorCode::kInvalidSignature,
               "Signature not yet current: 20140325T145251Z is still later than 20140325T145250Z (20140325T144750Z + "
               "5 min.)");
}

TEST_F(SigV4, SkewIsASetting) {
  const SignatureVerifier strict(identity_, clock_, {.skew_past = seconds(90), .skew_future = seconds(10)});
  const RawRequest sent = signed_request();
  clock_.advance(seconds(91));
  EXPECT_THAT(strict.verify(sent, "redshift-data").error().message, HasSubstr("- 90 sec.)"));
}

TEST_F(SigV4, HostMustBeSigned) {
  expect_error(with_authorization("AWS4-X Credential=a, SignedHeaders=x-amz-date, Signature=s", now()),
               ErrorCode::kInvalidSignature, "'Host' must be a 'SignedHeader' in the AWS Authorization.");
}

TEST_F(SigV4, AlgorithmAndCredentialForm) {
  expect_error(with_authorization("AWS4-X Credential=a, SignedHeaders=host, Signature=s", now()),
               ErrorCode::kIncompleteSignature,
               "Unsupported AWS 'algorithm': 'AWS4-X' (only AWS4-HMAC-SHA256 for now). ");
  expect_error(with_credential("a/b"), ErrorCode::kIncompleteSignature,
               "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got "
               "'a/b'");
}

TEST_F(SigV4, ScopeContent) {
  expect_error(
      with_credential("a/b/C/d/e"), ErrorCode::kInvalidSignature,
      "Credential should be scoped to a valid region, not 'C'. Credential should be scoped to correct service: "
      "'redshift-data'. Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. Date in "
      "Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: 'b' != '20140325', "
      "from '20140325T145251Z'.");
}

TEST_F(SigV4, AConfiguredRegionIsTheOnlyOne) {
  const SignatureVerifier here(identity_, clock_, {.region = "eu-west-1"});
  EXPECT_TRUE(here.verify(signed_request({"eu-west-1", "redshift-data"}), "redshift-data"));
  EXPECT_EQ(here.verify(signed_request({"us-east-1", "redshift-data"}), "redshift-data").error().message,
            "Credential should be scoped to a valid region, not 'us-east-1'. ");
}

TEST_F(SigV4, UnknownAndRevokedKeys) {
  const RawRequest sent = signed_request();
  identity_.revoke(key_.access_key_id);
  expect_error(sent, ErrorCode::kUnrecognizedClient, "The security token included in the request is invalid.");
}

TEST_F(SigV4, AKeyThatCameBackWithAnotherSecret) {
  const RawRequest sent = signed_request();
  EXPECT_TRUE(verifier_.verify(sent, "redshift-data"));
  key_.secret_access_key = make_access_key("", false).secret_access_key;
  identity_.add(key_);
  expect_error(sent, ErrorCode::kInvalidSignature, kMismatch);
  EXPECT_TRUE(verifier_.verify(signed_request(), "redshift-data"));
}

TEST_F(SigV4, SessionTokensAreRefusedAfterTheSignature) {
  RawRequest made = request();
  made.headers.add("X-Amz-Security-Token", "some-token");
  RawRequest good = made;
  sign(good, kHost, key_, {"eu-west-1", "redshift-data"}, clock_.now());
  expect_error(good, ErrorCode::kUnrecognizedClient, "The security token included in the request is invalid");
  good.body += ' ';
  expect_error(good, ErrorCode::kInvalidSignature, kMismatch);
}

TEST_F(SigV4, PresignedQueryExpires) {
  RawRequest link{.method = "GET", .target = "/?Action=ListSecrets"};
  presign(link, kHost, key_, {"eu-west-1", "secretsmanager"}, clock_.now(), seconds(60));
  EXPECT_TRUE(verifier_.verify(link, "secretsmanager"));
  clock_.advance(seconds(61));
  EXPECT_EQ(verifier_.verify(link, "secretsmanager").error().message,
            "Signature expired: 20140325T145251Z is now earlier than 20140325T145252Z (20140325T145352Z - 1 min.)");
}

TEST_F(SigV4, PresignedCallerIdentityLastsAQuarterOfAnHour) {
  for (const auto told : {seconds(0), seconds(60), seconds(3600)}) {
    RawRequest link{.method = "GET", .target = "/?Action=GetCallerIdentity&Version=2011-06-15"};
    presign(link, kHost, key_, {"eu-west-1", "sts"}, clock_.now(), told);
    clock_.advance(seconds(900));
    EXPECT_TRUE(verifier_.verify(link, "sts"));
    clock_.advance(seconds(1));
    EXPECT_NE(verifier_.verify(link, "sts").error().message.find("Signature expired"), std::string::npos);
  }
}

TEST_F(SigV4, PresignedExpiryIsBounded) {
  for (const std::string expires : {"0", "-1", "604801", "1h", "", "99999999999999999999"}) {
    RawRequest link{.method = "GET",
                    .target =
                        "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Signature=s"
                        "&X-Amz-SignedHeaders=host&X-Amz-Date=" +
                        now() + "&X-Amz-Expires=" + expires};
    expect_error(link, ErrorCode::kIncompleteSignature,
                 "X-Amz-Expires must be a number of seconds from 1 to 604800. Got '" + expires + "'.");
  }
}

TEST_F(SigV4, PresignedBodyIsSigned) {
  RawRequest link = request();
  link.target = "/";
  presign(link, kHost, key_, {"eu-west-1", "redshift-data"}, clock_.now(), seconds(60));
  EXPECT_TRUE(verifier_.verify(link, "redshift-data"));
  link.body = R"({"Sql":"drop table t"})";
  expect_error(link, ErrorCode::kInvalidSignature, kMismatch);
}

TEST_F(SigV4, TooManySignedHeaders) {
  std::string list = "host";
  for (int i = 0; i < 200; ++i) list += ";a";
  const auto result = verifier_.verify(
      with_authorization("AWS4-HMAC-SHA256 Credential=a, SignedHeaders=" + list + ", Signature=s", now()), "sts");
  EXPECT_EQ(result.error().message, "At most 200 headers can be signed. Got 201.");
}

TEST_F(SigV4, ClaimedScope) {
  EXPECT_EQ(claimed_scope(signed_request())->region, "eu-west-1");
  EXPECT_FALSE(claimed_scope(request()).has_value());
  EXPECT_FALSE(claimed_scope(with_credential("a/b/c")).has_value());
}

}  // namespace
}  // namespace slipher::identity
