#include "sql/external.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sql/tree.h"

namespace slipher::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

template <class Statement>
Statement parsed(std::string_view text) {
  auto tree = parse(text);
  if (!tree) {
    ADD_FAILURE() << text << ": " << tree.error().message;
    return {};
  }
  const auto* statement = *tree ? std::get_if<Statement>(&**tree) : nullptr;
  if (!statement) {
    ADD_FAILURE() << text << " is another statement";
    return {};
  }
  return *statement;
}

std::string error_of(std::string_view text) {
  auto tree = parse(text);
  return tree ? "" : tree.error().message;
}

TEST(SharedSchema, NamesADatabaseAndASchemaOfIt) {
  const auto schema =
      parsed<CreateSharedSchema>("create external schema if not exists s from redshift database 'Db1' schema 'Sales'");
  EXPECT_EQ(schema.name, "s");
  EXPECT_TRUE(schema.if_not_exists);
  EXPECT_EQ(schema.database, "db1");
  EXPECT_EQ(schema.schema, "sales");
  EXPECT_EQ(parsed<CreateSharedSchema>("create external schema s from redshift database 'd'").schema, "public");
}

TEST(ExternalSchema, OfADataCatalog) {
  const auto schema = parsed<CreateExternalSchema>(
      "create external schema if not exists spectrum from data catalog database 'db' region 'us-west-2' "
      "iam_role 'arn:aws:iam::123456789012:role/r' catalog_role default create external database if not exists");
  EXPECT_EQ(schema.name, "spectrum");
  EXPECT_TRUE(schema.if_not_exists);
  EXPECT_EQ(schema.database, "db");
  EXPECT_EQ(schema.region, "us-west-2");
  EXPECT_EQ(schema.role, "arn:aws:iam::123456789012:role/r");
  EXPECT_TRUE(schema.creates_database);
  EXPECT_THAT(error_of("create external schema s from data catalog iam_role default"), HasSubstr("needs a DATABASE"));
}

TEST(ExternalSchema, RefusesOtherSourcesByName) {
  EXPECT_EQ(parsed<Unsupported>("create external schema s from hive metastore database 'd' uri 'x'").construct,
            "CREATE EXTERNAL SCHEMA FROM HIVE METASTORE");
  EXPECT_EQ(parsed<Unsupported>("create external schema s from kinesis iam_role default").construct,
            "CREATE EXTERNAL SCHEMA FROM KINESIS");
  EXPECT_EQ(parsed<Unsupported>("create external schema s from mysql database 'd' uri 'x'").construct,
            "CREATE EXTERNAL SCHEMA FROM MYSQL");
}

TEST(FederatedSchema, SaysWhereItsTablesAre) {
  const auto schema = parsed<CreateFederatedSchema>(
      "create external schema if not exists pg from postgres database 'Shop' schema 'Sales' uri 'db.example.com' "
      "port 5433 iam_role 'arn:aws:iam::123456789012:role/r' secret_arn 'arn:aws:secretsmanager:us-east-1:1:secret:s'");
  EXPECT_EQ(schema.name, "pg");
  EXPECT_TRUE(schema.if_not_exists);
  EXPECT_EQ(schema.database, "Shop");
  EXPECT_EQ(schema.schema, "Sales");
  EXPECT_EQ(schema.host, "db.example.com");
  EXPECT_EQ(schema.port, 5433);
  EXPECT_EQ(schema.role, "arn:aws:iam::123456789012:role/r");
  EXPECT_EQ(schema.secret_arn, "arn:aws:secretsmanager:us-east-1:1:secret:s");
  const auto least = parsed<CreateFederatedSchema>(
      "create external schema pg from postgres secret_arn 's' iam_role default uri '::1' database 'd'");
  EXPECT_EQ(least.schema, "public");
  EXPECT_EQ(least.port, 5432);
}

TEST(FederatedSchema, RefusesWhatIsIncomplete) {
  const auto error = [](const std::string& options) {
    return error_of("create external schema pg from postgres " + options);
  };
  EXPECT_THAT(error("uri 'h' secret_arn 's'"), HasSubstr("needs DATABASE"));
  EXPECT_THAT(error("database 'd' secret_arn 's'"), HasSubstr("needs URI"));
  EXPECT_THAT(error("database 'd' uri 'h' iam_role default"), HasSubstr("needs SECRET_ARN"));
  for (const std::string host : {"/var/run/postgresql", "a,b", "h host=i", "@x", "postgresql://h", "-h"})
    EXPECT_THAT(error("database 'd' secret_arn 's' uri '" + host + "'"), HasSubstr("the address of a host")) << host;
  for (const std::string port : {"0", "65536", "'x'", "1.5"})
    EXPECT_THAT(error("database 'd' secret_arn 's' uri 'h' port " + port), HasSubstr("PORT must be")) << port;
}

TEST(ExternalTable, OfDelimitedText) {
  const auto table = parsed<CreateExternalTable>(
      "create external table spectrum.sales(salesid integer, price decimal(8,2), note string, tags "
      "array<struct<a:int>>) "
      "partitioned by (saledate char(10), month varchar(3)) row format delimited fields terminated by '\\t' "
      "stored as textfile location 's3://b/sales/' table properties ('skip.header.line.count'='1', "
      "'numRows'='172000')");
  EXPECT_THAT(table.name, ElementsAre("spectrum", "sales"));
  ASSERT_EQ(table.columns.size(), 4U);
  EXPECT_EQ(table.columns[1].type_text, "decimal(8,2)");
  EXPECT_EQ(engine_spelling(table.columns[2].type), "rs_varchar(65535)");
  EXPECT_EQ(table.columns[3].type_text, "array<struct<a:int>>");
  EXPECT_EQ(table.columns[3].type.name, "super");
  ASSERT_EQ(table.partitions.size(), 2U);
  EXPECT_EQ(table.format.kind, ExternalFormat::Kind::kText);
  EXPECT_EQ(table.format.delimiter, '\t');
  EXPECT_EQ(table.location, "s3://b/sales/");
  EXPECT_THAT(table.properties, ElementsAre(Pair("skip.header.line.count", "1"), Pair("numRows", "172000")));
}

TEST(ExternalTable, OfSerdes) {
  const auto csv = parsed<CreateExternalTable>(
      "create external table s.t (a int) row format serde 'org.apache.hadoop.hive.serde2.OpenCSVSerde' "
      "with serdeproperties ('separatorChar' = ';', 'quoteChar' = '''', 'escapeChar' = '\\\\') "
      "stored as textfile location 's3://b/k'");
  EXPECT_EQ(csv.format.kind, ExternalFormat::Kind::kCsv);
  EXPECT_EQ(csv.format.delimiter, ';');
  EXPECT_EQ(csv.format.quote, '\'');
  EXPECT_EQ(csv.format.escape, '\\');
  const auto json = parsed<CreateExternalTable>(
      "create external table s.t (a int) row format serde 'org.openx.data.jsonserde.JsonSerDe' location 's3://b/k'");
  EXPECT_EQ(json.format.kind, ExternalFormat::Kind::kJson);
  const auto parquet =
      parsed<CreateExternalTable>("create external table s.t (a int) stored as parquet location 's3://b/k'");
  EXPECT_EQ(parquet.format.kind, ExternalFormat::Kind::kParquet);
  EXPECT_EQ(parsed<Unsupported>("create external table s.t (a int) stored as orc location 's3://b/k'").construct,
            "external table STORED AS ORC");
  EXPECT_EQ(
      parsed<Unsupported>("create external table s.t (a int) row format serde 'com.x.RegexSerDe' location 's3://b'")
          .construct,
      "external table with SERDE 'com.x.RegexSerDe'");
}

TEST(ExternalTable, OfAQuery) {
  const auto table = parsed<CreateExternalTable>(
      "create external table s.t partitioned by (y, m) stored as parquet location 's3://b/k' as select 1 a, 2 y, 3 m");
  EXPECT_TRUE(table.columns.empty());
  ASSERT_EQ(table.partitions.size(), 2U);
  EXPECT_EQ(table.partitions[1].name, "m");
  EXPECT_EQ(table.query.text, "select 1 a, 2 y, 3 m");
  EXPECT_THAT(error_of("create external table s.t (a int) stored as parquet"), HasSubstr("needs a LOCATION"));
  EXPECT_THAT(error_of("create external table s.t location 's3://b/k'"), HasSubstr("needs columns or AS query"));
}

TEST(ExternalTable, IsAltered) {
  const auto add = parsed<AlterExternalTable>(
      "alter table s.t add if not exists partition (d='2008-01', n=1) location 's3://b/1/' partition (d='x', n='2')");
  const auto& added = std::get<AddPartitions>(add.action);
  EXPECT_TRUE(added.if_not_exists);
  ASSERT_EQ(added.partitions.size(), 2U);
  EXPECT_THAT(added.partitions[0].values, ElementsAre(Pair("d", "2008-01"), Pair("n", "1")));
  EXPECT_EQ(added.partitions[0].location, "s3://b/1/");
  EXPECT_EQ(added.partitions[1].location, "");
  const auto drop = parsed<AlterExternalTable>("alter table s.t drop partition (d='x')");
  EXPECT_THAT(std::get<DropPartition>(drop.action).partition.values, ElementsAre(Pair("d", "x")));
  const auto moved = parsed<AlterExternalTable>("alter table s.t partition (d='x') set location 's3://b/2/'");
  EXPECT_EQ(std::get<SetExternalLocation>(moved.action).location, "s3://b/2/");
  EXPECT_TRUE(
      std::get<SetExternalLocation>(parsed<AlterExternalTable>("alter table s.t set location 's3://b/3/'").action)
          .partition.empty());
  EXPECT_EQ(
      std::get<SetFileFormat>(parsed<AlterExternalTable>("alter table s.t set file format parquet").action).format.kind,
      ExternalFormat::Kind::kParquet);
  EXPECT_THAT(std::get<SetTableProperties>(
                  parsed<AlterExternalTable>("alter table s.t set table properties ('numRows'='1')").action)
                  .properties,
              ElementsAre(Pair("numRows", "1")));
  const auto nested = parsed<AlterTable>("alter table s.t add tags array< struct<a: INT> >");
  EXPECT_EQ(std::get<AddColumn>(nested.actions.at(0)).column.name, "tags");
  EXPECT_EQ(std::get<AddColumn>(nested.actions.at(0)).column.type.name, "array<struct<a:int>>");
  EXPECT_THAT(error_of("alter table s.t add column"), HasSubstr("end of input"));
  EXPECT_THAT(error_of("alter table s.t add column tags array<int"), HasSubstr("end of input"));
  // A column may be called partition.
  EXPECT_EQ(parsed<AlterTable>("alter table t drop column partition").actions.size(), 1U);
}

TEST(ExternalSchema, IsDroppedWithItsDatabase) {
  EXPECT_TRUE(parsed<Drop>("drop schema if exists s drop external database cascade").drops_external_database);
  EXPECT_FALSE(parsed<Drop>("drop schema s").drops_external_database);
}

}  // namespace
}  // namespace slipher::sql
