#include "statements/encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <string>

#include "statements/checksum.h"
#include "statements/result_info.h"
#include "statements/text_escape.h"

namespace slipher::statements {
namespace {

using engine::Layout;
using engine::Type;
using ::testing::ElementsAre;

/// Keeps the pages.
struct Pages final : PageSink {
  std::vector<std::string> pages;
  std::vector<std::uint64_t> rows;
  Result<void> write_page(ByteBuffer& page, std::uint64_t count) override {
    pages.emplace_back(page.view());
    page.truncate(0);
    rows.push_back(count);
    return {};
  }
};

engine::Column column(Type type, int scale = 0, std::string name = "c") {
  engine::Column made;
  made.name = std::move(name);
  made.type = type;
  made.scale = scale;
  return made;
}

/// One column, one row, both formats.
template <class T>
std::string json_of(Type type, Layout layout, T value, int scale = 0) {
  Pages pages;
  const auto encoder = make_json_encoder({column(type, scale)}, Limits{}, pages);
  engine::Chunk chunk{1, {{layout, &value, nullptr}}};
  EXPECT_TRUE(encoder->add(chunk));
  EXPECT_TRUE(encoder->finish());
  return pages.pages.at(0);
}
template <class T>
std::string csv_of(Type type, Layout layout, T value, int scale = 0) {
  Pages pages;
  const auto encoder = make_csv_encoder({column(type, scale)}, Limits{}, pages);
  engine::Chunk chunk{1, {{layout, &value, nullptr}}};
  EXPECT_TRUE(encoder->add(chunk));
  EXPECT_TRUE(encoder->finish());
  const std::string head = R"({"CSVRecords":"c\r\n)";
  EXPECT_EQ(pages.pages.at(0).substr(0, head.size()), head);
  return pages.pages.at(0).substr(head.size(), pages.pages.at(0).size() - head.size() - 6);
}

TEST(JsonEncoder, EveryTypeHasItsMember) {
  EXPECT_EQ(json_of(Type::kBool, Layout::kBool, std::uint8_t{1}), R"([{"booleanValue":true}])");
  EXPECT_EQ(json_of(Type::kBool, Layout::kBool, std::uint8_t{0}), R"([{"booleanValue":false}])");
  EXPECT_EQ(json_of(Type::kInt2, Layout::kInt16, std::int16_t{-32768}), R"([{"longValue":-32768}])");
  EXPECT_EQ(json_of(Type::kInt4, Layout::kInt32, std::int32_t{42}), R"([{"longValue":42}])");
  EXPECT_EQ(json_of(Type::kInt8, Layout::kInt64, std::numeric_limits<std::int64_t>::max()),
            R"([{"longValue":9223372036854775807}])");
  EXPECT_EQ(json_of(Type::kOid, Layout::kInt64, std::int64_t{16384}), R"([{"longValue":16384}])");
  EXPECT_EQ(json_of(Type::kNumeric, Layout::kInt16, std::int16_t{105}, 2), R"([{"stringValue":"1.05"}])");
  EXPECT_EQ(json_of(Type::kNumeric, Layout::kInt32, std::int32_t{314159}, 5), R"([{"stringValue":"3.14159"}])");
  EXPECT_EQ(json_of(Type::kNumeric, Layout::kInt64, std::int64_t{12345}, 2), R"([{"stringValue":"123.45"}])");
  EXPECT_EQ(json_of(Type::kNumeric, Layout::kInt128, engine::Int128{0, 1}, 4),
            R"([{"stringValue":"1844674407370955.1616"}])");
  EXPECT_EQ(json_of(Type::kFloat4, Layout::kFloat32, 123.456789012345F), R"([{"doubleValue":123.456787109375}])");
  EXPECT_EQ(json_of(Type::kFloat8, Layout::kFloat64, 2.5), R"([{"doubleValue":2.5}])");
  EXPECT_EQ(json_of(Type::kFloat8, Layout::kFloat64, std::numeric_limits<double>::quiet_NaN()),
            R"([{"doubleValue":"NaN"}])");
  EXPECT_EQ(json_of(Type::kFloat8, Layout::kFloat64, -std::numeric_limits<double>::infinity()),
            R"([{"doubleValue":"-Infinity"}])");
  EXPECT_EQ(json_of(Type::kFloat4, Layout::kFloat32, std::numeric_limits<float>::infinity()),
            R"([{"doubleValue":"Infinity"}])");
  EXPECT_EQ(json_of(Type::kDate, Layout::kInt32, std::int32_t{19886}), R"([{"stringValue":"2024-06-12"}])");
  EXPECT_EQ(json_of(Type::kTime, Layout::kInt64, std::int64_t{52'245'000'000}), R"([{"stringValue":"14:30:45"}])");
  EXPECT_EQ(json_of(Type::kTimetz, Layout::kInt64, std::int64_t{52'245'000'000}), R"([{"stringValue":"14:30:45+00"}])");
  EXPECT_EQ(json_of(Type::kTimestamp, Layout::kInt64, std::int64_t{1'645'488'000'000'000}),
            R"([{"stringValue":"2022-02-22 00:00:00.0"}])");
  EXPECT_EQ(json_of(Type::kTimestamptz, Layout::kInt64, std::int64_t{1'718'220'645'123'456}),
            R"([{"stringValue":"2024-06-12 19:30:45.123456+00"}])");
  EXPECT_EQ(json_of(Type::kBpchar, Layout::kText, std::string_view("ab   ")), R"([{"stringValue":"ab   "}])");
  EXPECT_EQ(json_of(Type::kSuper, Layout::kText, std::string_view(R"({"a":"b\n"})")),
            R"([{"stringValue":"{\"a\":\"b\\n\"}"}])");
  EXPECT_EQ(json_of(Type::kVarchar, Layout::kText, std::string_view()), R"([{"stringValue":""}])");
}

TEST(CsvEncoder, FieldsFollowRfc4180) {
  EXPECT_EQ(csv_of(Type::kBool, Layout::kBool, std::uint8_t{1}), "true");
  EXPECT_EQ(csv_of(Type::kInt8, Layout::kInt64, std::int64_t{-7}), "-7");
  EXPECT_EQ(csv_of(Type::kNumeric, Layout::kInt64, std::int64_t{-7}, 2), "-0.07");
  EXPECT_EQ(csv_of(Type::kFloat8, Layout::kFloat64, 0.1), "0.1");
  EXPECT_EQ(csv_of(Type::kFloat4, Layout::kFloat32, std::numeric_limits<float>::quiet_NaN()), "NaN");
  EXPECT_EQ(csv_of(Type::kTimestamp, Layout::kInt64, std::int64_t{0}), "1970-01-01 00:00:00.0");
  EXPECT_EQ(csv_of(Type::kVarchar, Layout::kText, std::string_view("plain text")), "plain text");
  EXPECT_EQ(csv_of(Type::kVarchar, Layout::kText, std::string_view()), R"(\"\")");
  EXPECT_EQ(csv_of(Type::kVarchar, Layout::kText, std::string_view("a,b")), R"(\"a,b\")");
  EXPECT_EQ(csv_of(Type::kVarchar, Layout::kText, std::string_view("say \"hi\"")), R"(\"say \"\"hi\"\"\")");
  EXPECT_EQ(csv_of(Type::kVarchar, Layout::kText, std::string_view("two\nlines")), R"(\"two\nlines\")");
  EXPECT_EQ(csv_of(Type::kVarchar, Layout::kText, std::string_view("back\\slash")), R"(back\\slash)");
  EXPECT_EQ(csv_of(Type::kVarchar, Layout::kText, std::string_view("a text of more than sixteen bytes, quoted")),
            R"(\"a text of more than sixteen bytes, quoted\")");
}

TEST(Encoders, NullIsToldFromEmpty) {
  const std::string_view texts[] = {"", "x", ""};
  const std::uint64_t validity = 0b110;
  const engine::Chunk chunk{3, {{Layout::kText, texts, &validity}, {Layout::kText, texts, nullptr}}};
  Pages json;
  const std::vector<engine::Column> columns{column(Type::kVarchar, 0, "a"), column(Type::kVarchar, 0, "b,c")};
  const auto to_json = make_json_encoder(columns, Limits{}, json);
  ASSERT_TRUE(to_json->add(chunk));
  ASSERT_TRUE(to_json->finish());
  EXPECT_EQ(json.pages[0], R"([{"isNull":true},{"stringValue":""}],[{"stringValue":"x"},{"stringValue":"x"}],)"
                           R"([{"stringValue":""},{"stringValue":""}])");
  EXPECT_THAT(json.rows, ElementsAre(3));
  Pages csv;
  const auto to_csv = make_csv_encoder(columns, Limits{}, csv);
  ASSERT_TRUE(to_csv->add(chunk));
  ASSERT_TRUE(to_csv->finish());
  EXPECT_EQ(csv.pages[0], R"({"CSVRecords":"a,\"b,c\"\r\n,\"\"\r\nx,x\r\n\"\",\"\"\r\n"})");
}

TEST(Encoders, PagesAreCutAtRows) {
  Limits limits;
  limits.page_bytes = 40;
  const std::int64_t values[] = {1, 22, 333, 4444};
  const engine::Chunk chunk{4, {{Layout::kInt64, values, nullptr}}};
  Pages json;
  const auto encoder = make_json_encoder({column(Type::kInt8)}, limits, json);
  ASSERT_TRUE(encoder->add(chunk));
  ASSERT_TRUE(encoder->finish());
  EXPECT_THAT(json.pages,
              ElementsAre(R"([{"longValue":1}],[{"longValue":22}])", R"([{"longValue":333}],[{"longValue":4444}])"));
  EXPECT_THAT(json.rows, ElementsAre(2, 2));
  limits.page_bytes = 8;
  limits.csv_chunks_per_page = 2;
  Pages csv;
  const auto to_csv = make_csv_encoder({column(Type::kInt8)}, limits, csv);
  ASSERT_TRUE(to_csv->add(chunk));
  ASSERT_TRUE(to_csv->finish());
  EXPECT_THAT(csv.pages,
              ElementsAre(R"({"CSVRecords":"c\r\n"},{"CSVRecords":"1\r\n"})",
                          R"({"CSVRecords":"22\r\n"},{"CSVRecords":"333\r\n"})", R"({"CSVRecords":"4444\r\n"})"));
}

TEST(TextEscape, KeepsTheDocumentValid) {
  EXPECT_EQ(json_string("a\"b\\c\n\r\t\x01\x1f\x7f"), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u001f\x7f\"");
  EXPECT_EQ(json_string("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x98\x80"),
            "\"gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x98\x80\"");
  const std::string replacement = "\xEF\xBF\xBD";
  EXPECT_EQ(json_string("a\xFFz"), "\"a" + replacement + "z\"");
  EXPECT_EQ(json_string("\xC3"), "\"" + replacement + "\"");
  EXPECT_EQ(json_string("\xE2\x82"), "\"" + replacement + replacement + "\"");
  EXPECT_EQ(json_string("\xED\xA0\x80"), "\"" + replacement + replacement + replacement + "\"");  // a surrogate
  EXPECT_EQ(json_string("\xC0\xAF"), "\"" + replacement + replacement + "\"");                    // overlong
  EXPECT_EQ(json_string(std::string_view("a\0b", 3)), "\"a\\u0000b\"");
}

TEST(TextEscape, LongTextsEqualShortOnes) {
  // Every position of a special byte relative to the 16-byte steps and the blocks.
  for (const std::size_t size : {1, 15, 16, 17, 31, 32, 33, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1}) {
    for (const std::size_t at : {std::size_t{0}, size / 2, size - 1}) {
      std::string text(size, 'x');
      text[at] = '"';
      std::string expected(text);
      expected.insert(at, "\\");
      ASSERT_EQ(json_string(text), '"' + expected + '"') << size << ' ' << at;
    }
  }
  std::string across(16 * 1024 - 1, 'x');
  across += "\xE2\x82\xAC";  // begins in one block and ends in the next
  EXPECT_EQ(json_string(across), '"' + across + '"');
}

TEST(ResultInfo, ReadsBack) {
  ResultInfo info;
  info.columns = {column(Type::kNumeric, 2, "a;\"b\""), column(Type::kVarchar)};
  info.columns[0].precision = 10;
  info.columns[0].nullable = false;
  info.columns[0].schema_name = "public";
  info.columns[0].table_name = "t";
  info.rows = 3;
  info.bytes = 12;
  info.pages = {"abc", ""};
  const auto text = encode_result_info(info);
  const auto read = decode_result_info(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->columns[0].name, "a;\"b\"");
  EXPECT_EQ(read->columns[0].type, Type::kNumeric);
  EXPECT_EQ(read->columns[0].precision, 10);
  EXPECT_EQ(read->columns[0].scale, 2);
  EXPECT_FALSE(read->columns[0].nullable);
  EXPECT_EQ(read->columns[0].table_name, "t");
  EXPECT_EQ(read->rows, 3U);
  EXPECT_THAT(read->pages, ElementsAre("abc", ""));
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(decode_result_info(text.substr(0, size))) << size;
  }
  EXPECT_FALSE(decode_result_info("1;1;1;0;9999999999;"));
  EXPECT_FALSE(decode_result_info("2;0;0;0;0;0;"));
}

TEST(Checksum, SeesOneBit) {
  std::string bytes(100, 'a');
  const auto before = checksum(bytes);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] ^= 1;
    EXPECT_NE(checksum(bytes), before);
    bytes[i] ^= 1;
  }
  EXPECT_NE(checksum(std::string_view(bytes).substr(1)), before);
}

}  // namespace
}  // namespace slipher::statements
