#include "identity/canonical_request.h"

#include <gtest/gtest.h>

namespace slipher::identity {
namespace {

TEST(CanonicalRequest, EncodesAllButUnreserved) {
  EXPECT_EQ(uri_encode("AZaz09-._~", false), "AZaz09-._~");
  EXPECT_EQ(uri_encode("a b/c+\xC3\xBC", false), "a%20b%2Fc%2B%C3%BC");
  EXPECT_EQ(uri_encode("a/b", true), "a/b");
}

TEST(CanonicalRequest, DecodesWhatIsEncoded) {
  EXPECT_EQ(uri_decode("a%20b%2fc%2Bd+e"), "a b/c+d+e");
  EXPECT_EQ(uri_decode("%"), "%");
  EXPECT_EQ(uri_decode("%4"), "%4");
  EXPECT_EQ(uri_decode("%zz%41"), "%zzA");
  EXPECT_EQ(uri_decode("%00").size(), 1u);
}

TEST(CanonicalRequest, Paths) {
  EXPECT_EQ(canonical_path("/"), "/");
  EXPECT_EQ(canonical_path(""), "/");
  EXPECT_EQ(canonical_path("/?a=/b"), "/");
  EXPECT_EQ(canonical_path("//example//"), "/example/");
  EXPECT_EQ(canonical_path("/a/../../b/./c"), "/b/c");
  EXPECT_EQ(canonical_path("/a%2Fb"), "/a%252Fb");
}

TEST(CanonicalRequest, Queries) {
  EXPECT_EQ(canonical_query(parse_query("/")), "");
  EXPECT_EQ(canonical_query(parse_query("/?")), "");
  EXPECT_EQ(canonical_query(parse_query("/?b&&a=2&a=1&=v")), "=v&a=1&a=2&b=");
  EXPECT_EQ(canonical_query(parse_query("/?a=b=c")), "a=b%3Dc");
  EXPECT_EQ(canonical_query(parse_query("/?X-Amz-Signature=s&x=1")), "x=1");
}

TEST(CanonicalRequest, HeadersAreTrimmedCollapsedAndJoined) {
  HeaderList headers;
  headers.add("My-Header", "  a \t  b  ");
  headers.add("my-header", "c");
  std::string out;
  append_canonical_header(out, headers, "MY-header");
  append_canonical_header(out, headers, "absent");
  EXPECT_EQ(out, "my-header:a b,c\nabsent:\n");
}

}  // namespace
}  // namespace slipher::identity
