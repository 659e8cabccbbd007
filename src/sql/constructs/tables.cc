#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE TABLE", kExact,
     "columns, IDENTITY, LIKE, temporary tables, `#name`, constraints, attributes in any order"},
    {"DISTSTYLE, DISTKEY, SORTKEY, ENCODE, BACKUP", kWithoutEffect, "kept and shown by SHOW TABLE and the catalog"},
    {"PRIMARY KEY, UNIQUE, FOREIGN KEY", kExact, "informational, as on the real service; NOT NULL is enforced"},
    {"IDENTITY", kDiffers, "values are consecutive, save for gaps of transactions that rolled back"},
    {"ALTER TABLE ADD COLUMN with IDENTITY", kNotSupported, "the real service refuses it too"},
    {"ALTER TABLE SET SCHEMA", kDiffers, "the table is copied"},
    {"ALTER TABLE APPEND", kExact, "IGNOREEXTRA and FILLTARGET too"},
    {"ALTER TABLE ROW LEVEL SECURITY", kNotSupported, {}, "alter table * row level security"},
    {"ALTER TABLE MASKING", kNotSupported, {}, "alter table * masking"},
    {"ALTER TABLE PARTITION", kNotSupported, "of external tables", "alter table * partition"},
    {"ALTER TABLE ADD PARTITION", kNotSupported, "of external tables", "alter table * add partition"},
    {"ALTER TABLE ADD IF NOT EXISTS PARTITION", kNotSupported, "of external tables",
     "alter table * add if not exists partition"},
    {"ALTER TABLE DROP PARTITION", kNotSupported, "of external tables", "alter table * drop partition"},
    {"ALTER TABLE DROP IF EXISTS PARTITION", kNotSupported, "of external tables",
     "alter table * drop if exists partition"},
    {"ALTER TABLE SET LOCATION", kNotSupported, "of external tables", "alter table * set location"},
    {"ALTER TABLE SET FILE FORMAT", kNotSupported, "of external tables", "alter table * set file format"},
    {"ALTER TABLE SET TABLE PROPERTIES", kNotSupported, "of external tables", "alter table * set table properties"},
    {"CREATE INDEX", kNotSupported, "Redshift has none", "create index"},
    {"CREATE UNIQUE INDEX", kNotSupported, "Redshift has none", "create unique index"},
    {"DROP INDEX", kNotSupported, "Redshift has none", "drop index"},
    {"ALTER INDEX", kNotSupported, "Redshift has none", "alter index"},
    {"CREATE SEQUENCE", kNotSupported, "Redshift has none; use IDENTITY", "create sequence"},
    {"DROP SEQUENCE", kNotSupported, "Redshift has none", "drop sequence"},
    {"ALTER SEQUENCE", kNotSupported, "Redshift has none", "alter sequence"},
    {"CREATE TYPE", kNotSupported, "Redshift has none", "create type"},
    {"DROP TYPE", kNotSupported, "Redshift has none", "drop type"},
    {"CREATE TRIGGER", kNotSupported, "Redshift has none", "create trigger"},
};

}  // namespace

std::span<const Construct> table_constructs() { return kRows; }

}  // namespace slipher::sql
