#include "engine/duckdb/functions/hash_values.h"

#include <gtest/gtest.h>

namespace slipher::engine::functions {
namespace {

TEST(HashValues, Sha2HasItsPublishedDigests) {
  EXPECT_EQ(sha2("abc", 224), "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
  EXPECT_EQ(sha2("abc", 256), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha2("", 0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha2("abc", 384),
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
  EXPECT_EQ(sha2("abc", 512),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(sha2(std::string(112, 'a'), 512).size(), 128u);
  EXPECT_EQ(sha2("abc", 100), "");
}

TEST(HashValues, OtherHashes) {
  EXPECT_EQ(crc32("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32("Amazon Redshift"), 0xF2726906U);
  EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cULL);
  EXPECT_EQ(murmur3("hello"), 613153351U);
  EXPECT_EQ(soundex("Amazon"), "A525");
  EXPECT_EQ(soundex("Robert"), "R163");
  EXPECT_EQ(soundex("12"), "");
}

}  // namespace
}  // namespace slipher::engine::functions
