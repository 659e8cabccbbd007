#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE FUNCTION", kNotSupported, {}, "create function"},
    {"ALTER FUNCTION", kNotSupported, {}, "alter function"},
    {"DROP FUNCTION", kNotSupported, {}, "drop function"},
    {"CREATE EXTERNAL FUNCTION", kNotSupported, "functions of AWS Lambda", "create external function"},
    {"ALTER EXTERNAL FUNCTION", kNotSupported, "functions of AWS Lambda", "alter external function"},
    {"DROP EXTERNAL FUNCTION", kNotSupported, "functions of AWS Lambda", "drop external function"},
    {"CREATE LIBRARY", kNotSupported, "Python libraries", "create library"},
    {"DROP LIBRARY", kNotSupported, "Python libraries", "drop library"},
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
