#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE MODEL", kNotSupported, "Redshift ML", "create model"},
    {"ALTER MODEL", kNotSupported, "Redshift ML", "alter model"},
    {"DROP MODEL", kNotSupported, "Redshift ML", "drop model"},
    {"SHOW MODEL", kNotSupported, "Redshift ML", "show model"},
    {"CREATE DATASHARE", kNotSupported, "data sharing", "create datashare"},
    {"ALTER DATASHARE", kNotSupported, "data sharing", "alter datashare"},
    {"DROP DATASHARE", kNotSupported, "data sharing", "drop datashare"},
    {"SHOW DATASHARES", kNotSupported, "data sharing", "show datashares"},
    {"DESC DATASHARE", kNotSupported, "data sharing", "desc datashare"},
    {"DESCRIBE DATASHARE", kNotSupported, "data sharing", "describe datashare"},
    {"ATTACH TEMPLATE", kNotSupported, {}, "attach template"},
    {"CREATE TEMPLATE", kNotSupported, {}, "create template"},
    {"ALTER TEMPLATE", kNotSupported, {}, "alter template"},
    {"DROP TEMPLATE", kNotSupported, {}, "drop template"},
    {"SHOW TEMPLATE", kNotSupported, {}, "show template"},
    {"SHOW TEMPLATES", kNotSupported, {}, "show templates"},
};

}  // namespace

std::span<const Construct> service_constructs() { return kRows; }

}  // namespace slipher::sql
