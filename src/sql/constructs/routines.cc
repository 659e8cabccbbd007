#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE FUNCTION ... LANGUAGE sql", kExact, "overloads by type too; ALTER FUNCTION, DROP FUNCTION"},
    {"LANGUAGE plpythonu", kNotSupported, "write the function in SQL"},
    {"CREATE EXTERNAL FUNCTION", kNotSupported, "functions of AWS Lambda", "create external function"},
    {"ALTER EXTERNAL FUNCTION", kDiffers, "there are no Lambda functions: the named one does not exist",
     "alter external function", "function"},
    {"DROP EXTERNAL FUNCTION", kDiffers, "there are no Lambda functions: the named one does not exist",
     "drop external function", "function"},
    {"CREATE LIBRARY", kNotSupported, "Python libraries", "create library"},
    {"DROP LIBRARY", kDiffers, "there are no libraries: the named one does not exist", "drop library", "library"},
    {"CREATE PROCEDURE", kExact,
     "PL/pgSQL with COMMIT, ROLLBACK, TRUNCATE, NONATOMIC, EXCEPTION WHEN OTHERS, OUT, INOUT, refcursors, SECURITY "
     "DEFINER, SET; the body's grammar is checked when it is made, its SQL when it runs"},
    {"ALTER PROCEDURE, DROP PROCEDURE, SHOW PROCEDURE", kExact, {}},
    {"a variable of a procedure with a column's name", kExact, "means the variable; `alias.name` is the column"},
    {"EXECUTE ... USING", kExact, "is refused, as on the real service; so are conditions other than OTHERS"},
    {"NUMERIC without digits, of a procedure's variable", kDiffers, "keeps the digits of its value"},
    {"messages of RAISE", kDiffers, "the last 10,000 of a warehouse are kept, until the server stops"},
    {"CREATE AGGREGATE", kNotSupported, "not Redshift's", "create aggregate"},
    {"CALL", kDiffers,
     "in a TRANSACTION batch, which is all or nothing, COMMIT, ROLLBACK and TRUNCATE of the procedure are refused as "
     "inside of BEGIN; `name => value` is accepted too"},
    {"DECLARE, FETCH, CLOSE", kDiffers,
     "one open cursor in a session, its result kept whole, and spilled when it is large; one that is declared outside "
     "of a transaction block, which the real service refuses, stays open until it is closed"},
    {"MOVE", kNotSupported, "not Redshift's", "move"},
};

}  // namespace

std::span<const Construct> routine_constructs() { return kRows; }

}  // namespace slipher::sql
