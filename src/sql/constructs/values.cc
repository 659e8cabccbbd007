#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"SUPER `+ - * / %`", kDiffers,
     "by dynamic type, NULL when one side is no number; exact up to 18 digits, above and for quotients of fractions "
     "double precision"},
    {"SUPER compared with a number", kDiffers,
     "as numbers when the SUPER side is a path, an unnested value or JSON_PARSE; a bare SUPER column is cast to the "
     "number's type first"},
    {"SUM, AVG of SUPER", kDiffers, "double precision"},
    {"MIN, MAX, ORDER BY, GROUP BY of SUPER", kDiffers,
     "by the JSON text (`1` and `1.0` are two values, 10 sorts before 2.5); cast to a number first"},
    {"names of SUPER attributes", kExact,
     "unquoted and quoted ones are in lower case, as with the service's default settings"},
    {"`numeric` results of `* / + -`", kExact,
     "precision and scale by the documented rules; a literal counts with the digits it has"},
    {"CHAR compared with trailing blanks written out (`c = 'ab   '`)", kDiffers, "the blanks of the literal count"},
    {"column COLLATE CASE_INSENSITIVE", kNotSupported, "COLLATE(text, 'case_insensitive') works"},
    {"regular expressions", kDiffers,
     "RE2; parameter `p` runs what RE2 can, look-around, back references, atomic groups and conditions are refused by "
     "name"},
    {"SUM and AVG of intervals", kNotSupported},
    {"HAS_TABLE_PRIVILEGE, HAS_SCHEMA_PRIVILEGE, HAS_DATABASE_PRIVILEGE", kDiffers,
     "true: whoever may connect may do everything; the object is not looked for"},
    {"CURRENT_USER_ID", kNotSupported, "users have no numbers"},
    {"CHECKSUM, FARMFINGERPRINT64, HLL and geometry functions", kNotSupported},
    {"time zone names inside of timestamp literals (`'2008-01-01 10:00 US/Pacific'`)", kNotSupported,
     "offsets and AT TIME ZONE work"},
};

}  // namespace

std::span<const Construct> value_constructs() { return kRows; }

}  // namespace slipher::sql
