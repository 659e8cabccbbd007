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
    {"CREATE PROCEDURE", kNotSupported, {}, "create procedure"},
    {"ALTER PROCEDURE", kNotSupported, {}, "alter procedure"},
    {"DROP PROCEDURE", kNotSupported, {}, "drop procedure"},
    {"CREATE AGGREGATE", kNotSupported, "not Redshift's", "create aggregate"},
    {"CALL", kNotSupported, {}, "call"},
    {"SHOW PROCEDURE", kNotSupported, {}, "show procedure"},
    {"DECLARE CURSOR", kNotSupported, {}, "declare"},
    {"FETCH", kNotSupported, {}, "fetch"},
    {"CLOSE", kNotSupported, {}, "close"},
    {"MOVE", kNotSupported, "not Redshift's", "move"},
};

}  // namespace

std::span<const Construct> routine_constructs() { return kRows; }

}  // namespace slipher::sql
