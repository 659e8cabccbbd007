#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE EXTERNAL SCHEMA FROM DATA CATALOG", kDiffers,
     "the data catalog is the server's own, one for each database: `DATABASE 'x'` names an external database in it, "
     "which "
     "is made when it is not there; all schemas of an external database show the same tables"},
    {"CREATE EXTERNAL SCHEMA FROM HIVE METASTORE", kNotSupported},
    {"CREATE EXTERNAL SCHEMA FROM POSTGRES", kDiffers,
     "federated queries: the tables of a PostgreSQL server, to be read; SECRET_ARN names a secret of the server's own "
     "Secrets Manager, IAM_ROLE and REGION are kept without effect; only superusers make one"},
    {"columns of federated tables", kDiffers,
     "VARCHAR(n), which counts characters there and bytes here, is VARCHAR(4n); NUMERIC without digits and PostGIS's "
     "GEOMETRY are VARCHAR(65535), as all types are that Redshift does not have; NaN of a NUMERIC, texts above 65,535 "
     "bytes and characters of several bytes in a full CHAR are errors"},
    {"conditions on federated tables", kDiffers,
     "comparisons with constants, IN, IS NOT NULL and the bounds of joins go to the remote server; joins and "
     "aggregates do "
     "not; equality of texts goes as a range in the order of bytes, since trailing blanks do not count here, which "
     "an index of the remote server serves with the collation C only"},
    {"CREATE EXTERNAL SCHEMA FROM MYSQL", kNotSupported, "federated queries"},
    {"CREATE EXTERNAL SCHEMA FROM KINESIS", kNotSupported, "streaming ingestion"},
    {"CREATE EXTERNAL SCHEMA FROM MSK", kNotSupported, "streaming ingestion"},
    {"CREATE EXTERNAL SCHEMA FROM KAFKA", kNotSupported, "streaming ingestion"},
    {"CREATE EXTERNAL SCHEMA FROM REDSHIFT", kExact, "a schema of another database of the warehouse, to be read"},
    {"ALTER EXTERNAL SCHEMA", kNotSupported, {}, "alter external schema"},
    {"DROP EXTERNAL SCHEMA", kNotSupported, "DROP SCHEMA drops it", "drop external schema"},
    {"files of external tables", kDiffers,
     "Parquet, delimited text (LazySimpleSerDe), CSV (OpenCSVSerde) and JSON, in local buckets and at S3 endpoints"},
    {"external table STORED AS ORC, AVRO, ION, RCFILE, SEQUENCEFILE", kNotSupported, "each refused by its name"},
    {"external table with another SERDE or INPUTFORMAT", kNotSupported, "each refused by its name"},
    {"CREATE EXTERNAL TABLE AS with a SERDE", kNotSupported},
    {"values of external files that are none of the declared type", kDiffers,
     "NULL in text and JSON files, an error in Parquet files; texts longer than VARCHAR(n) are cut off"},
    {"columns of external files", kDiffers,
     "Parquet by name whatever its case, JSON by the name in lower case; one that a file lacks is NULL"},
    {"`array<...>`, `map<...>`, `struct<...>` columns", kDiffers,
     "are SUPER, and what is declared as scalar in them has its declared type; a map is an array of objects with `key` "
     "and `value`; they can be selected whole, as if json_serialization_enable were on"},
    {"LOCATION of a manifest file", kDiffers,
     "one object whose name ends in `manifest` or whose text begins with `{\"entries\"`; content_length must be there "
     "and is not compared; `\"$size\"` is the file's own"},
    {"INSERT into an external table whose LOCATION is a manifest file", kNotSupported},
    {"compressed files of external tables", kDiffers,
     "text, CSV and JSON by the ending of their names: .gz, .bz2 and, beyond Redshift, .zst; one that was cut off is "
     "an "
     "error; .snappy is refused, and the property `compression_type` has no effect"},
    {"ALTER TABLE of the columns of an external table", kExact,
     "ADD, DROP and RENAME COLUMN, of no partition column; everything else is refused"},
    {"TABLE PROPERTIES", kDiffers, "`skip.header.line.count` counts; the others are kept"},
    {"INSERT INTO an external table", kExact,
     "of a query; Parquet and delimited text; its files stay when the transaction is rolled back"},
    {"INSERT into an external table with a SERDE", kNotSupported},
    {"INSERT into an external table with several header lines", kNotSupported},
    {"`\"$path\"`, `\"$size\"`", kExact, "of external tables that are named with their schema"},
    {"`\"$spectrum_oid\"`", kNotSupported},
    {"ALTER EXTERNAL TABLE", kNotSupported, "ALTER TABLE alters it", "alter external table"},
    {"DROP EXTERNAL TABLE", kNotSupported, "DROP TABLE drops it", "drop external table"},
};

}  // namespace

std::span<const Construct> external_constructs() { return kRows; }

}  // namespace slipher::sql
