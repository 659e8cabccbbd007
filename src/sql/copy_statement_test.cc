#include "sql/copy_statement.h"

#include <gtest/gtest.h>

namespace slipher::sql {
namespace {

CopyStatement parsed(std::string_view options) {
  const auto result = parse_copy("copy t from 's3://b/k' iam_role default " + std::string(options));
  EXPECT_TRUE(result) << options << ": " << result.error().message;
  return result ? *result : CopyStatement();
}
std::string refused(std::string_view options) {
  const auto result = parse_copy("copy t from 's3://b/k' iam_role default " + std::string(options));
  EXPECT_FALSE(result) << options;
  return result ? "" : result.error().message;
}

TEST(CopyStatement, HasRedshiftsDefaults) {
  const auto copy = parse_copy("COPY Sales FROM 's3://b/data/' IAM_ROLE 'arn:aws:iam::1:role/r'");
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->table, (std::vector<std::string>{"sales"}));
  EXPECT_EQ(copy->from, "s3://b/data/");
  EXPECT_EQ(copy->format, CopyFormat::kDelimited);
  EXPECT_EQ(copy->delimiter, "|");
  EXPECT_EQ(copy->null_as, std::nullopt);
  EXPECT_EQ(copy->date_format.kind, DateTimeFormat::Kind::kDefault);
  EXPECT_EQ(copy->compression, Compression::kNone);
}

TEST(CopyStatement, NamesTableAndColumns) {
  const auto copy = parse_copy("copy Dev.\"Public\".T1 (A, \"b\") from 's3://b/k' credentials 'aws_iam_role=x'");
  ASSERT_TRUE(copy) << copy.error().message;
  EXPECT_EQ(copy->table, (std::vector<std::string>{"dev", "public", "t1"}));
  EXPECT_EQ(copy->columns, (std::vector<std::string>{"a", "b"}));
}

TEST(CopyStatement, TakesEveryFormOfAuthorization) {
  for (const auto* authorization : {"iam_role default", "IAM_ROLE 'arn'", "credentials as 'x'", "with credentials 'x'",
                                    "access_key_id 'a' secret_access_key 'b' session_token 'c'",
                                    "ACCESS_KEY_ID AS 'a' SECRET_ACCESS_KEY AS 'b'", ""})
    EXPECT_TRUE(parse_copy(std::string("copy t from 's3://b/k' ") + authorization)) << authorization;
}

TEST(CopyStatement, ReadsFormats) {
  EXPECT_EQ(parsed("csv").format, CopyFormat::kCsv);
  EXPECT_EQ(parsed("csv").delimiter, ",");
  EXPECT_EQ(parsed("format as csv delimiter ';' quote as '%'").quote, '%');
  EXPECT_EQ(parsed("delimiter '^' format csv").delimiter, "^");
  EXPECT_EQ(parsed("format parquet").format, CopyFormat::kParquet);
  EXPECT_EQ(parsed("parquet").format, CopyFormat::kParquet);
  EXPECT_EQ(parsed("json 'auto'").json_mapping, JsonMapping::kAuto);
  EXPECT_EQ(parsed("format as json as 'auto ignorecase'").json_mapping, JsonMapping::kAutoIgnoreCase);
  EXPECT_EQ(parsed("json 'noshred'").json_mapping, JsonMapping::kNoShred);
  EXPECT_EQ(parsed("json 's3://b/paths.json'").json_paths, "s3://b/paths.json");
  const auto fixed = parsed("fixedwidth 'id:3, name:10'");
  ASSERT_EQ(fixed.fixed_width.size(), 2u);
  EXPECT_EQ(fixed.fixed_width[1].label, "name");
  EXPECT_EQ(fixed.fixed_width[1].width, 10);
}

TEST(CopyStatement, ReadsCharacters) {
  EXPECT_EQ(parsed("delimiter '\\t'").delimiter, "\t");
  EXPECT_EQ(parsed("delimiter as '\\\\t'").delimiter, "\t");
  EXPECT_EQ(parsed("delimiter '\\001'").delimiter, "\1");
  EXPECT_EQ(parsed("delimiter '|~|'").delimiter, "|~|");
  EXPECT_EQ(parsed("delimiter '\\001\xC3\xBE\\t'").delimiter, "\1\xC3\xBE\t");
  EXPECT_EQ(parsed("null as '\\N'").null_as, "\\N");
  EXPECT_EQ(parsed("null '\\\\N'").null_as, "\\N");
  EXPECT_EQ(parsed("null as '\\0'").null_as, std::string(1, '\0'));
  EXPECT_EQ(parsed("null as '\\000'").null_as, std::string(1, '\0'));
  EXPECT_EQ(parsed("null as 'it''s'").null_as, "it's");
  EXPECT_EQ(parsed("acceptinvchars").accept_invalid_characters, '?');
  EXPECT_EQ(parsed("acceptinvchars as '^'").accept_invalid_characters, '^');
}

TEST(CopyStatement, ReadsOptionsInAnyOrder) {
  const auto copy = parsed(
      "maxerror as 5 gzip ignoreheader 2 emptyasnull blanksasnull fillrecord truncatecolumns trimblanks removequotes "
      "escape explicit_ids roundec noload manifest ignoreblanklines acceptanydate region 'us-east-1' compupdate off "
      "statupdate on comprows 1000 dateformat 'auto' timeformat as 'YYYY-MM-DD HH:MI:SS' encoding utf16le");
  EXPECT_EQ(copy.max_error, 5);
  EXPECT_EQ(copy.compression, Compression::kGzip);
  EXPECT_EQ(copy.ignore_header, 2);
  EXPECT_TRUE(copy.empty_as_null && copy.blanks_as_null && copy.fill_record && copy.truncate_columns &&
              copy.trim_blanks && copy.remove_quotes && copy.escape && copy.explicit_ids && copy.round_decimals &&
              copy.no_load && copy.manifest && copy.ignore_blank_lines && copy.accept_any_date);
  EXPECT_EQ(copy.date_format.kind, DateTimeFormat::Kind::kAuto);
  EXPECT_EQ(copy.time_format.pattern, "YYYY-MM-DD HH:MI:SS");
  EXPECT_EQ(copy.encoding, TextEncoding::kUtf16LittleEndian);
  EXPECT_EQ(parsed("timeformat 'epochmillisecs'").time_format.kind, DateTimeFormat::Kind::kEpochMilliseconds);
  EXPECT_EQ(parsed("compupdate preset zstd").compression, Compression::kZstd);
  EXPECT_EQ(parsed("bzip2").compression, Compression::kBzip2);
  EXPECT_EQ(parsed("lzop").compression, Compression::kLzop);
  EXPECT_EQ(parsed("encoding as 'ISO88591'").encoding, TextEncoding::kIso88591);
}

TEST(CopyStatement, ReadsAvroMappings) {
  EXPECT_EQ(parsed("format as avro 'auto'").format, CopyFormat::kAvro);
  EXPECT_EQ(parsed("avro").json_mapping, JsonMapping::kAuto);
  EXPECT_EQ(parsed("format avro 'auto ignorecase'").json_mapping, JsonMapping::kAutoIgnoreCase);
  EXPECT_EQ(parsed("avro as 's3://b/paths' bzip2").json_paths, "s3://b/paths");
}

TEST(CopyStatement, RefusesByNameWhatItCannotHonour) {
  for (const auto* option :
       {"ssh", "orc", "format as shapefile", "encrypted", "readratio 50", "master_symmetric_key 'x'"})
    EXPECT_NE(refused(option).find("is not supported by Slipher"), std::string::npos) << option;
  EXPECT_NE(refused("orc").find("ERROR: COPY with ORC is not supported by Slipher"), std::string::npos);
  EXPECT_FALSE(parse_copy("copy t from 'dynamodb://x' readratio 50"));
  EXPECT_FALSE(parse_copy("copy job list"));
}

TEST(CopyStatement, RefusesOptionsThatExcludeEachOther) {
  for (const auto* options : {"csv json 'auto'",
                              "csv fixedwidth 'a:1'",
                              "csv escape",
                              "csv removequotes",
                              "fixedwidth 'a:1' delimiter ','",
                              "json 'auto' delimiter ','",
                              "json 'auto' null as 'x'",
                              "gzip zstd",
                              "bzip2 lzop",
                              "avro csv",
                              "avro 'noshred'",
                              "avro ignoreheader 1",
                              "maxerror 1 ignoreallerrors",
                              "gzip gzip",
                              "parquet gzip",
                              "parquet delimiter ','",
                              "quote '%'",
                              "csv quote ','",
                              "emptyasnull null as ''",
                              "encoding utf16 fixedwidth 'a:1'"})
    EXPECT_TRUE(refused(options).starts_with("ERROR: ")) << options;
  EXPECT_NE(refused("parquet maxerror 3").find("MAXERROR argument is not supported for PARQUET based COPY"),
            std::string::npos);
}

TEST(CopyStatement, RefusesWhatIsNoOption) {
  EXPECT_NE(refused("sometimes").find("syntax error at or near \"sometimes\""), std::string::npos);
  for (const auto* options :
       {"delimiter 'a\\nb'", "csv delimiter '|\"'", "delimiter ''", "delimiter '\\n'", "maxerror -1", "maxerror 100001",
        "maxerror", "ignoreheader 'x'", "json 'maybe'", "fixedwidth 'a'", "fixedwidth 'a:0'", "fixedwidth ''",
        "dateformat", "encoding latin1", "acceptinvchars as 'xx'", "csv,gzip"})
    refused(options);
  for (const auto* text :
       {"copy", "copy t", "copy t from", "copy t from k", "copy t (a from 's3://b/k'", "copy a.b.c.d from ''"})
    EXPECT_FALSE(parse_copy(text)) << text;
}

}  // namespace
}  // namespace slipher::sql
