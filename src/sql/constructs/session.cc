#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"BEGIN, COMMIT, ROLLBACK and their spellings", kExact,
     "isolation levels are accepted; every transaction reads a snapshot"},
    {"SAVEPOINT", kNotSupported, "Redshift has none", "savepoint"},
    {"RELEASE", kNotSupported, "Redshift has no savepoints", "release"},
    {"LOCK", kWithoutEffect, "the tables are looked for; writers of the same rows wait for each other anyway"},
    {"enable_case_sensitive_identifier", kNotSupported, "identifiers are in lower case, quoted or not"},
    {"USE of another database", kNotSupported, "connect to it"},
    {"EXPLAIN", kDiffers, "the plan is the embedded engine's, in the column `QUERY PLAN`"},
    {"ANALYZE", kWithoutEffect, "the table is looked for; the engine keeps its statistics by itself"},
    {"ANALYZE COMPRESSION", kNotSupported},
    {"VACUUM", kWithoutEffect, "the table is looked for; checkpoints reclaim space"},
    {"CANCEL", kNotSupported, "CancelStatement works", "cancel"},
    {"SHOW DATABASES FROM DATA CATALOG", kNotSupported, {}, "show databases from data catalog"},
    {"ATTACH", kNotSupported, "not Redshift's", "attach"},
    {"DETACH", kNotSupported, "not Redshift's", "detach"},
    {"LISTEN", kNotSupported, "not Redshift's", "listen"},
    {"NOTIFY", kNotSupported, "not Redshift's", "notify"},
    {"UNLISTEN", kNotSupported, "not Redshift's", "unlisten"},
    {"DISCARD", kNotSupported, "not Redshift's", "discard"},
    {"DESCRIBE", kNotSupported, "not Redshift's; SHOW COLUMNS FROM TABLE", "describe"},
    {"DESC", kNotSupported, "not Redshift's; SHOW COLUMNS FROM TABLE", "desc"},
    {"DO", kNotSupported, "not Redshift's; CREATE PROCEDURE and CALL", "do"},
    {"SHOW CONSTRAINTS", kNotSupported, {}, "show constraints"},
    {"SHOW FUNCTIONS", kNotSupported, {}, "show functions"},
    {"SHOW PARAMETERS", kNotSupported, {}, "show parameters"},
    {"SHOW PROCEDURES", kNotSupported, {}, "show procedures"},
};

}  // namespace

std::span<const Construct> session_constructs() { return kRows; }

}  // namespace slipher::sql
