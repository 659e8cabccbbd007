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
    {"several actions of one ALTER TABLE; ALTER COLUMN SET and DROP DEFAULT, SET and DROP NOT NULL", kDiffers,
     "accepted, though the real service refuses them"},
    {"DISTKEY beside DISTSTYLE EVEN or ALL", kDiffers, "accepted, though the real service refuses it: the key counts"},
    {"ALTER TABLE SET SCHEMA", kDiffers, "the table is copied"},
    {"ALTER TABLE APPEND", kExact, "IGNOREEXTRA and FILLTARGET too"},
    {"ON COMMIT PRESERVE ROWS", kWithoutEffect, "what temporary tables do anyway"},
    {"ON COMMIT DROP", kNotSupported, "temporary tables last as long as the session"},
    {"ON COMMIT DELETE ROWS", kNotSupported, "temporary tables keep their rows"},
    {"ALTER TABLE ROW LEVEL SECURITY", kNotSupported, {}, "alter table * row level security"},
    {"ALTER TABLE MASKING", kNotSupported, {}, "alter table * masking"},
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
