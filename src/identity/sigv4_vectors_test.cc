// Signatures that other programs made. The first group is AWS's published test suite for Signature Version 4 and the
// example of the General Reference; the second was computed with Python's hmac.
#include <gtest/gtest.h>

#include "identity/signing_time.h"
#include "identity/sigv4.h"

namespace slipher::identity {
namespace {

constexpr std::string_view kTime = "20150830T123600Z";

AccessKey example_key() { return {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "example", false}; }

struct Vector {
  std::string name;
  std::string service;
  RawRequest request;
  std::string signed_headers;
  std::string signature;
};

HeaderList headers(std::initializer_list<HeaderList::Entry> entries) {
  HeaderList list;
  for (const auto& [name, value] : entries) list.add(name, value);
  return list;
}

HeaderList vanilla(std::initializer_list<HeaderList::Entry> more = {}) {
  HeaderList list = headers({{"Host", "example.amazonaws.com"}, {"X-Amz-Date", std::string(kTime)}});
  for (const auto& [name, value] : more) list.add(name, value);
  return list;
}

HeaderList as_javascript_sends() {
  return headers({{"host", "127.0.0.1:8439"},
                  {"content-type", "application/x-amz-json-1.1"},
                  {"content-length", "16"},
                  {"x-amz-target", "RedshiftData.ListStatements"},
                  {"x-amz-date", std::string(kTime)},
                  {"x-amz-content-sha256", "5d327dabe3dd761d0a1fd5ac1ad275322fd6e1d88a5d361c1750ac453ec177b9"},
                  {"x-amz-user-agent", "aws-sdk-js/3  lang/js"}});
}

std::vector<Vector> vectors() {
  const std::string plain = "host;x-amz-date";
  return {
      {"get-vanilla",
       "service",
       {"GET", "/", vanilla(), ""},
       plain,
       "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"post-vanilla",
       "service",
       {"POST", "/", vanilla(), ""},
       plain,
       "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
      {"get-vanilla-query-order-key-case",
       "service",
       {"GET", "/?Param2=value2&Param1=value1", vanilla(), ""},
       plain,
       "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
      {"get-header-value-trim",
       "service",
       {"GET", "/", vanilla({{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}}), ""},
       "host;my-header1;my-header2;x-amz-date",
       "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
      {"get-header-key-duplicate",
       "service",
       {"GET", "/", vanilla({{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}}), ""},
       "host;my-header1;x-amz-date",
       "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
      {"get-utf8",
       "service",
       {"GET", "/\xE1\x88\xB4", vanilla(), ""},
       plain,
       "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
      {"get-slashes-dots",
       "service",
       {"GET", "//./foo/..", vanilla(), ""},
       plain,
       "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
      {"post-x-www-form-urlencoded",
       "service",
       {"POST", "/", vanilla({{"Content-Type", "application/x-www-form-urlencoded"}}), "Param1=value1"},
       "content-type;host;x-amz-date",
       "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
      {"General Reference, ListUsers",
       "iam",
       {"GET", "/?Action=ListUsers&Version=2010-05-08",
        headers({{"Host", "iam.amazonaws.com"},
                 {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                 {"X-Amz-Date", std::string(kTime)}}),
        ""},
       "content-type;host;x-amz-date",
       "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"},

      {"repeated, empty and encoded parameters",
       "service",
       {"GET", "/?Param=b&Param=a&Empty=&Flag&sp=a%20b+c%2fd%3De&%E1%88%B4=%c3%bc", vanilla(), ""},
       plain,
       "6ecfc591898e3ebe184693a7a49a5db5646bfadfbf0ab1b643d277b0ba326f48"},
      {"an encoded path is encoded once more",
       "service",
       {"GET", "/a%20b/c", vanilla(), ""},
       plain,
       "38716947ba65b7b62d1fac41d2244cf69dad6f76e6fa83456331ce9315514e6f"},
      {"a Date header instead of X-Amz-Date",
       "service",
       {"GET", "/", headers({{"Host", "example.amazonaws.com"}, {"Date", "Sun, 30 Aug 2015 12:36:00 GMT"}}), ""},
       "date;host",
       "1262aceaf1a79c7f0b69fda81cd744572fcbe2e4c23b647b4de183cd5a0f1075"},
      {"a header list in another order",
       "redshift-data",
       {"POST", "/", as_javascript_sends(), "{\"MaxResults\":1}"},
       "x-amz-target;host;x-amz-date",
       "427b16020fcca35203bf309884ffeadc1d8d14734071a1d343789d8baecb28e6"},
      {"the JavaScript SDK's header list, port and body hash",
       "redshift-data",
       {"POST", "/", as_javascript_sends(), "{\"MaxResults\":1}"},
       "content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target;x-amz-user-agent",
       "1894e8238996f36e90626a8adcfe3cf83c4c4d2b2f406355e2c7a3b983141173"},
  };
}

class SigV4Vectors : public ::testing::Test {
 protected:
  SigV4Vectors() : clock_(*parse_basic_time(kTime)), identity_("123456789012", "us-east-1") {
    identity_.add(example_key());
  }
  FakeClock clock_;
  Identity identity_;
  SignatureVerifier verifier_{identity_, clock_};
};

TEST_F(SigV4Vectors, AreAccepted) {
  for (Vector vector : vectors()) {
    vector.request.headers.add("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/" +
                                                    vector.service + "/aws4_request, SignedHeaders=" +
                                                    vector.signed_headers + ", Signature=" + vector.signature);
    const auto principal = verifier_.verify(vector.request, vector.service);
    EXPECT_TRUE(principal) << vector.name << ": " << principal.error().message;
    EXPECT_EQ(claimed_scope(vector.request)->service, vector.service);
  }
}

TEST_F(SigV4Vectors, PresignedQueryIsAccepted) {
  const std::string query =
      "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
      "AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=60"
      "&X-Amz-SignedHeaders=host";
  const HeaderList host = headers({{"Host", "127.0.0.1:8439"}});
  const RawRequest with_body_hash{
      "GET", query + "&X-Amz-Signature=5c6e2108ab9b17fbda68d213a030822991ad4b295e0162a4d90e5af4e1cb4e40", host, ""};
  EXPECT_TRUE(verifier_.verify(with_body_hash, "sts"));
  EXPECT_EQ(claimed_scope(with_body_hash)->service, "sts");

  RawRequest unsigned_payload{"GET",
                              query +
                                  "&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&X-Amz-Signature="
                                  "d9a04c72ad243b60c069585fb085cdde4fa6b7d9002821259f25e41d22e8d6d3",
                              host, ""};
  EXPECT_TRUE(verifier_.verify(unsigned_payload, "sts"));
  unsigned_payload.body = "Action=Other";
  EXPECT_FALSE(verifier_.verify(unsigned_payload, "sts")) << "a body that nobody signed";
}

}  // namespace
}  // namespace slipher::identity
