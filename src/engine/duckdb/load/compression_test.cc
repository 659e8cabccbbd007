#include "engine/duckdb/load/load_fixture.h"
#include "engine/duckdb/load/lzo_decoder.h"
#include "engine/duckdb/load/sample_files.h"
#include "engine/duckdb/load/snappy_decoder.h"

namespace slipher::engine {
namespace {

class CopyCompressed : public LoadFixture {
 protected:
  std::string load(const std::string& data, const std::string& options) {
    query("CREATE OR REPLACE TABLE t (a INT, b VARCHAR)");
    write("data", data);
    const auto result = run("copy t from 's3://bkt/data' iam_role default " + options);
    return result.starts_with("ERROR") ? result : query("SELECT a, b[1:7], length(b) FROM t");
  }
};

#define EXPECT_HAS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST_F(CopyCompressed, ReadsLzopAndBzip2) {
  const std::string rows = "1|one|3/2|two two|71/3|abcdefg|600";
  EXPECT_EQ(load(from_hexadecimal(kLzopFile), "lzop"), rows);
  EXPECT_EQ(load(from_hexadecimal(kBzip2File), "bzip2"), rows);
  EXPECT_EQ(load(from_hexadecimal(kLzopFile) + from_hexadecimal(kLzopFile), "lzop"), rows + "/" + rows);
  EXPECT_EQ(load(from_hexadecimal(kBzip2File) + from_hexadecimal(kBzip2File), "bzip2"), rows + "/" + rows);
  EXPECT_EQ(load("", "lzop"), "");
}

TEST_F(CopyCompressed, RefusesDamagedFiles) {
  EXPECT_HAS(load("1|one\n", "lzop"), "File 's3://bkt/data' is not an lzop file, or is damaged");
  EXPECT_HAS(load("1|one\n", "bzip2"), "File 's3://bkt/data' is not a bzip2 file, or is damaged");
  EXPECT_HAS(load(from_hexadecimal(kLzopFile.substr(0, 200)), "lzop"), "is damaged");
  EXPECT_HAS(load(from_hexadecimal(kBzip2File.substr(0, 120)), "bzip2"), "ends within its bzip2 data");
  std::string flipped(kLzopFile);
  flipped.replace(flipped.rfind("6768"), 4, "6769");  // the checksum tells
  EXPECT_HAS(load(from_hexadecimal(flipped), "lzop"), "is damaged");
  EXPECT_EQ(load("1|one\n", "gzip"), "ERROR: File 's3://bkt/data' is not a gzip file, or is damaged");
  EXPECT_EQ(load("1|one\n", "zstd"), "ERROR: File 's3://bkt/data' is not a zstd file, or is damaged");
  EXPECT_EQ(load("1|one\n", "parquet"), "ERROR: File 's3://bkt/data' too small to be a Parquet file");
  EXPECT_EQ(query("SELECT count(*) FROM t"), "0");
}

TEST_F(CopyCompressed, ReadsEncodings) {
  EXPECT_EQ(load("1|\xE4\xF6\xFC\n", "encoding as iso88591"), "1|\xC3\xA4\xC3\xB6\xC3\xBC|3");
  EXPECT_EQ(load(std::string("\xFF\xFE\x31\0\x7C\0\xE4\0\x0A\0", 10), "encoding utf16"), "1|\xC3\xA4|1");
  EXPECT_EQ(load(std::string("\0\x31\0\x7C\0\xE4\0\x0A", 8), "encoding utf16be"), "1|\xC3\xA4|1");
  EXPECT_EQ(load(std::string("\x31\0\x7C\0\x3D\xD8\x00\xDE\x0A\0", 10), "encoding utf16le"), "1|\xF0\x9F\x98\x80|1");
  EXPECT_HAS(load("1|x\n", "encoding utf16"), "File 's3://bkt/data' has no byte order mark");
}

TEST_F(CopyCompressed, ReadsWhatUnloadCompressed) {
  for (const std::string how : {"gzip", "zstd", "bzip2"}) {
    EXPECT_EQ(run("unload ('select range as a, ''text '' || range as b from range(50000)') to 's3://bkt/" + how +
                  "/' iam_role default csv " + how),
              "50000");
    query("CREATE OR REPLACE TABLE t (a INT, b VARCHAR)");
    EXPECT_EQ(run("copy t from 's3://bkt/" + how + "/' iam_role default csv " + how), "50000");
    EXPECT_EQ(query("SELECT sum(a), max(b) FROM t"), "1249975000|text 9999");
  }
  EXPECT_EQ(keys("bzip2/"), std::vector<std::string>{"bzip2/0000_part_00.bz2"});
}

TEST_F(CopyCompressed, SeesThatAFileWasCutOff) {
  for (const std::string how : {"gzip", "zstd"}) {
    EXPECT_EQ(run("unload ('select range as a, ''text '' || range as b from range(200000)') to 's3://bkt/" + how +
                  "/' iam_role default parallel off " + how),
              "200000");
    const auto whole = read(keys(how + "/").at(0));
    ASSERT_GT(whole.size(), 1000U);
    for (const auto size : {whole.size() - 1, whole.size() / 2, std::size_t{100}})
      EXPECT_HAS(load(whole.substr(0, size), how), "File 's3://bkt/data' ends within its " + how + " data");
    load(whole + whole, how);
    EXPECT_EQ(query("SELECT count(*), max(a) FROM t"), "400000|199999");
    if (how == "zstd") continue;  // the engine writes no checksums
    auto flipped = whole;
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x55);
    EXPECT_HAS(load(flipped, how), "damaged");
    EXPECT_EQ(query("SELECT count(*) FROM t"), "0");
  }
  // As dd and tape drives pad them.
  const auto whole = read(keys("gzip/").at(0));
  load(whole + std::string(1024, '\0'), "gzip");
  EXPECT_EQ(query("SELECT count(*) FROM t"), "200000");
}

TEST(Decoders, RefuseWhatTheyCannotRead) {
  std::string out;
  EXPECT_TRUE(decode_snappy(std::string("\x05\x10hello", 7), 100, out));
  EXPECT_EQ(out, "hello");
  EXPECT_TRUE(decode_snappy(std::string("\x08\x04"
                                        "ab\x16\x02\0",
                                        7),
                            100, out));
  EXPECT_EQ(out, "abababab");
  for (const std::string_view bad : {"", "\x05\x10hell", "\x04\x10hello",
                                     "\x08\x04"
                                     "ab\x16\x03\0",
                                     "\xff\xff\xff\xff\xff\xff"})
    EXPECT_FALSE(decode_snappy(bad, 100, out)) << bad;
  EXPECT_FALSE(decode_snappy(std::string("\x05\x10hello", 7), 4, out));
  char text[16];
  EXPECT_TRUE(decode_lzo1x(std::string("\x14"
                                       "abc\x11\0\0",
                                       7),
                           text, 3));
  for (const std::string& bad : {std::string("\x14"
                                             "abc\x11\0",
                                             6),
                                 std::string("\x14"
                                             "ab",
                                             3),
                                 std::string()})
    EXPECT_FALSE(decode_lzo1x(bad, text, 3));
  EXPECT_FALSE(decode_lzo1x(std::string("\x14"
                                        "abc\x11\0\0",
                                        7),
                            text, 4));
}

}  // namespace
}  // namespace slipher::engine
