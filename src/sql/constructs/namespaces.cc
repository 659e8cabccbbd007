#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE SCHEMA, ALTER SCHEMA, DROP SCHEMA", kExact},
    {"QUOTA", kWithoutEffect, "kept and shown, not enforced"},
    {"ALTER SCHEMA RENAME", kDiffers, "tables are copied"},
    {"ALTER SCHEMA RENAME of a schema with functions", kNotSupported},
    {"CREATE DATABASE, ALTER DATABASE RENAME, DROP DATABASE", kExact, "outside of transactions"},
    {"ALTER DATABASE RENAME with a DEFAULT of a function that calls another", kNotSupported},
    {"ALTER DATABASE COLLATE CASE_INSENSITIVE", kNotSupported},
    {"CONNECTION LIMIT, ISOLATION LEVEL of a database", kWithoutEffect,
     "the limit is kept and shown; every transaction reads a snapshot"},
    {"CREATE DATABASE FROM", kNotSupported, "databases of datashares, integrations and AWS Glue"},
    {"ALTER DATABASE INTEGRATION", kNotSupported, {}, "alter database * integration"},
    {"ALTER DATABASE REFRESH", kNotSupported, "of zero-ETL integrations", "alter database * refresh"},
    {"COMMENT", kExact},
    {"COMMENT ON ROUTINE", kNotSupported},
};

}  // namespace

std::span<const Construct> namespace_constructs() { return kRows; }

}  // namespace slipher::sql
