#include "sql/unload_statement.h"

#include <gtest/gtest.h>

namespace slipher::sql {
namespace {

Result<UnloadStatement> parse(std::string_view options) {
  return parse_unload("unload ('select 1') to 's3://b/p' iam_role default " + std::string(options));
}
UnloadStatement parsed(std::string_view options) {
  const auto result = parse(options);
  EXPECT_TRUE(result) << options << ": " << result.error().message;
  return result ? *result : UnloadStatement();
}

TEST(UnloadStatement, HasRedshiftsDefaults) {
  const auto unload = parsed("");
  EXPECT_EQ(unload.to, "s3://b/p");
  EXPECT_EQ(unload.format, UnloadFormat::kDelimited);
  EXPECT_EQ(unload.delimiter, '|');
  EXPECT_EQ(unload.existing_files, ExistingFiles::kRefuse);
  EXPECT_TRUE(unload.parallel);
  EXPECT_EQ(unload.max_file_bytes, kUnloadMaxFileBytes);
}

TEST(UnloadStatement, ResolvesTheQuotesAroundTheQuery) {
  const auto unload = parse_unload("UNLOAD ('select ''a'', \\'b\\' from t') TO 's3://b/p'");
  ASSERT_TRUE(unload);
  EXPECT_EQ(unload->query, "select 'a', 'b' from t");
  EXPECT_EQ(parse_unload("unload ($$select 'a'$$) to 's3://b/p'")->query, "select 'a'");
}

TEST(UnloadStatement, ReadsEveryOption) {
  EXPECT_EQ(parsed("format as parquet").format, UnloadFormat::kParquet);
  EXPECT_EQ(parsed("csv").delimiter, ',');
  EXPECT_EQ(parsed("json").format, UnloadFormat::kJson);
  EXPECT_EQ(parsed("fixedwidth '0:5,1:6'").fixed_width.size(), 2u);
  const auto text =
      parsed("header addquotes escape delimiter as '\\t' null as '\\N' gzip parallel off maxfilesize 10 mb");
  EXPECT_TRUE(text.header && text.add_quotes && text.escape && !text.parallel);
  EXPECT_EQ(text.delimiter, '\t');
  EXPECT_EQ(text.null_as, "\\N");
  EXPECT_EQ(text.compression, Compression::kGzip);
  EXPECT_EQ(text.max_file_bytes, 10 * 1024 * 1024);
  EXPECT_EQ(parsed("maxfilesize as 6.2 gb").max_file_bytes, kUnloadMaxFileBytes);
  EXPECT_EQ(parsed("parquet rowgroupsize 64").row_group_bytes, 64 * 1024 * 1024);
  const auto partitioned = parsed("partition by (a, B) include manifest verbose cleanpath zstd");
  EXPECT_EQ(partitioned.partition_by, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(partitioned.include_partition_columns && partitioned.manifest && partitioned.manifest_verbose);
  EXPECT_EQ(partitioned.existing_files, ExistingFiles::kDelete);
  EXPECT_EQ(parsed("allowoverwrite parallel true").existing_files, ExistingFiles::kOverwrite);
  EXPECT_EQ(parsed("extension 'csv.gz'").extension, "csv.gz");
  EXPECT_EQ(parsed("csv bzip2").compression, Compression::kBzip2);
}

TEST(UnloadStatement, RefusesWhatItCannotHonour) {
  for (const auto* option : {"encrypted", "kms_key_id 'x'", "master_symmetric_key 'x'"})
    EXPECT_NE(parse(option).error().message.find("is not supported by Slipher"), std::string::npos) << option;
  for (const auto* options : {"csv escape",
                              "csv parquet",
                              "parquet gzip",
                              "parquet header",
                              "json delimiter ','",
                              "json null as 'x'",
                              "fixedwidth '0:1' header",
                              "allowoverwrite cleanpath",
                              "gzip zstd",
                              "bzip2 gzip",
                              "rowgroupsize 64",
                              "maxfilesize 1 mb",
                              "maxfilesize 7 gb",
                              "maxfilesize x",
                              "extension 'a/b'",
                              "extension ''",
                              "partition (a)",
                              "header header",
                              "delimiter 'ab'",
                              "nonsense"})
    EXPECT_FALSE(parse(options)) << options;
  for (const auto* text : {"unload", "unload (select 1) to 's3://b/p'", "unload ('select 1')", "unload ('x') to k"})
    EXPECT_FALSE(parse_unload(text)) << text;
}

}  // namespace
}  // namespace slipher::sql
