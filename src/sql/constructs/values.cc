#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"SUPER `+ - * / %`", kDiffers,
     "by dynamic type, NULL when one side is no number; exact up to 18 digits, above and for quotients of fractions "
     "double precision"},
    {"SUPER compared with a number", kExact, "by value; what is no number equals none"},
    {"text compared with a number", kExact,
     "beside a DECIMAL the text becomes a number, beside every other number the number becomes text"},
    {"functions of texts and numbers on SUPER", kExact,
     "they see a string's content or a number; NULL for an array or object, and for what is no number"},
    {"SUPER compared with a value of another type", kExact, "not equal; their order is unknown"},
    {"json_parse_dedup_attributes, json_parse_truncate_strings, parse_super_null_on_error", kDiffers,
     "for JSON_PARSE and CAN_JSON_PARSE; COPY keeps repeated attributes and long strings"},
    {"navigate_super_null_on_error", kWithoutEffect, "what is not there is always NULL"},
    {"casts of SUPER", kExact,
     "of a string by its text; NULL for what cannot be cast, an error with `cast_super_null_on_error` off"},
    {"SUM, AVG of SUPER", kDiffers, "double precision"},
    {"SUPER in comparisons, joins, ORDER BY, DISTINCT, COUNT(DISTINCT)", kExact,
     "by value: booleans, numbers, strings, arrays, objects in this order; JSON null as NULL"},
    {"GROUP BY of SUPER", kDiffers, "by the JSON text (`1` and `1.0` are two values); cast to a number first"},
    {"MIN, MAX of SUPER", kExact, "by value"},
    {"names of SUPER attributes", kExact,
     "in lower case, quoted or not, unless enable_case_sensitive_identifier or enable_case_sensitive_super_attribute "
     "is on"},
    {"`numeric` results of `* / + -`", kExact,
     "precision and scale by the documented rules; a literal counts with the digits it has"},
    {"trailing blanks in comparisons, joins, IN, GROUP BY, DISTINCT, PARTITION BY", kDiffers,
     "do not count, as on the real service, nor in UNION, INTERSECT and EXCEPT; GROUP BY shows texts without them"},
    {"collation CASE_INSENSITIVE of a column or database", kDiffers,
     "in comparisons, IN, LIKE, SIMILAR TO, POSIX patterns, joins, ORDER BY, GROUP BY, DISTINCT, MIN, MAX; the results "
     "of functions and of `||` are case-sensitive again"},
    {"regular expressions", kDiffers, "RE2; with parameter `p` PCRE2, which gives a search up after ten million steps"},
    {"DATE_PART", kDiffers, "double precision; milliseconds and the epoch have fractions, as seconds do"},
    {"MEDIAN, PERCENTILE_CONT", kDiffers, "of whole numbers double precision"},
    {"arithmetic with INTERVAL YEAR TO MONTH", kExact, "of its own type; parts of a month are cut off"},
    {"LIKE ANY, SOME, ALL (ARRAY[...])", kExact, "ILIKE and NOT too"},
    {"TO_DATE, TO_TIMESTAMP", kDiffers,
     "literal text skips as many characters; a letter that meets a digit is an error"},
    {"SUM and AVG of intervals", kNotSupported},
    {"CHECKSUM", kDiffers, "of text: its algorithm is not published; a CRC-32 here"},
    {"HLL functions, APPROXIMATE COUNT(DISTINCT)", kDiffers,
     "sketches of 2^15 registers in the documented JSON form; values are hashed by another function, so sketches made "
     "elsewhere do not meet those made here"},
    {"geometry functions", kNotSupported},
};

}  // namespace

std::span<const Construct> value_constructs() { return kRows; }

}  // namespace slipher::sql
