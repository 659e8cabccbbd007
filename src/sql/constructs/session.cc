#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"BEGIN, COMMIT, ROLLBACK and their spellings", kExact,
     "isolation levels are accepted; every transaction reads a snapshot"},
    {"READ ONLY transactions", kExact,
     "BEGIN, START TRANSACTION, SET TRANSACTION, default_transaction_read_only; temporary tables may be written"},
    {"SAVEPOINT", kNotSupported, "Redshift has none", "savepoint"},
    {"RELEASE", kNotSupported, "Redshift has no savepoints", "release"},
    {"LOCK", kDiffers,
     "other transactions that name the table wait up to a minute, then fail with `1023 Serializable isolation "
     "violation`; those that read it already are not waited for"},
    {"enable_case_sensitive_identifier", kDiffers,
     "quoted names keep their capitals; two names that differ in nothing else are still the same"},
    {"enable_case_sensitive_super_attribute", kExact},
    {"timezone", kDiffers,
     "the session's clock for SYSDATE, GETDATE, CURRENT_DATE, results, parts and texts of TIMESTAMPTZ, TO_CHAR and "
     "comparisons; TIMETZ, COPY and UNLOAD stay in UTC"},
    {"datestyle", kDiffers, "the order of day and month in texts; results are always ISO"},
    {"USE", kExact, "for the rest of the session"},
    {"EXPLAIN", kDiffers,
     "the embedded engine's plan, written as Redshift writes plans; a step's cost counts the rows below it"},
    {"EXPLAIN of this statement", kNotSupported, "of statements without a query"},
    {"ANALYZE", kWithoutEffect, "the table is looked for; the engine keeps its statistics by itself"},
    {"ANALYZE COMPRESSION", kDiffers,
     "names the encodings that the real service takes by default; the embedded engine compresses by itself, so the "
     "reduction is always 0"},
    {"ANALYZE COMPRESSION of all tables", kNotSupported, "name the table"},
    {"VACUUM", kWithoutEffect, "the table is looked for; checkpoints reclaim space"},
    {"CANCEL, PG_CANCEL_BACKEND", kExact, "they stop the statement that runs in the session of that number"},
    {"PG_TERMINATE_BACKEND", kExact,
     "its statement fails and its transaction is undone at once; ListSessions shows the session closed when the next "
     "statement has met that"},
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
};

}  // namespace

std::span<const Construct> session_constructs() { return kRows; }

}  // namespace slipher::sql
