#include "store/encoding.h"

#include <gtest/gtest.h>
#include <limits>
#include <random>

#include "store/record_codec.h"
#include "store/test_support.h"

namespace slipher::store {
namespace {

TEST(Encoding, ValuesComeBack) {
  const std::int64_t numbers[] = {
      0, 1, -1, 63, 64, -65, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()};
  Encoder encoder(3);
  for (const std::int64_t number : numbers) encoder.integer(number);
  encoder.text("");
  encoder.text(std::string(300, 'x'));
  encoder.boolean(true);
  encoder.optional_text(std::nullopt);
  encoder.optional_text("");
  const std::string bytes = std::move(encoder).take();
  Decoder decoder(bytes, 3);
  for (const std::int64_t number : numbers) EXPECT_EQ(decoder.integer(), number);
  EXPECT_EQ(decoder.text(), "");
  EXPECT_EQ(decoder.text(), std::string(300, 'x'));
  EXPECT_TRUE(decoder.boolean());
  EXPECT_FALSE(decoder.optional_text().has_value());
  EXPECT_EQ(decoder.optional_text(), "");
  EXPECT_TRUE(decoder.complete());
}

TEST(Encoding, AnotherVersionAndTrailingBytesAreNotComplete) {
  EXPECT_FALSE(Decoder("\x02", 1).complete());
  EXPECT_FALSE(Decoder("", 1).complete());
  EXPECT_FALSE(Decoder("\x01x", 1).complete());
  EXPECT_TRUE(Decoder("\x01", 1).complete());
}

TEST(Encoding, LengthsBeyondTheEndAreRefused) {
  Encoder encoder(1);
  encoder.integer(1'000'000'000'000);
  const std::string bytes = std::move(encoder).take();
  Decoder text(bytes, 1);
  EXPECT_EQ(text.text(), "");
  EXPECT_FALSE(text.complete());
  Decoder count(bytes, 1);
  EXPECT_EQ(count.count(), 0u);
  EXPECT_FALSE(count.complete());
  Decoder endless(std::string_view("\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 11), 1);
  endless.integer();
  EXPECT_FALSE(endless.complete());
}

// Whatever is in the blobs, decoding ends, and sanitizers stay silent.
template <class Record, class Decode>
void damage(const std::string& good, const Decode& decode) {
  std::mt19937 random(1);
  for (std::size_t i = 0; i < good.size(); ++i) {
    Record shorter{};
    EXPECT_FALSE(decode(good.substr(0, i), shorter)) << i;
  }
  for (int round = 0; round < 2000; ++round) {
    std::string bad = good;
    for (int flips = 0; flips < 3; ++flips) bad[random() % bad.size()] = static_cast<char>(random());
    Record record{};
    (void)decode(bad, record);
  }
}

TEST(RecordCodec, DamagedBytesAreNoticedOrHarmless) {
  const StatementRecord statement = finished_statement("id");
  damage<StatementRecord>(encode_request(statement), decode_request);
  damage<StatementRecord>(encode_outcome(statement), [&](std::string_view bytes, StatementRecord& record) {
    record.subs.resize(2);
    return decode_outcome(bytes, record);
  });
  SecretRecord secret{.arn = "arn", .name = "n", .description = "d", .tags = {{"k", "v"}}, .versions = {{}, {}}};
  secret.versions[0] = {"v1", {"AWSCURRENT"}, "sealed", true, at(1)};
  damage<SecretRecord>(encode_secret(secret), decode_secret);
  damage<SessionRecord>(encode_session({.warehouse_name = "w", .db_user = "u"}), decode_session);
}

}  // namespace
}  // namespace slipher::store
