#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE MODEL", kNotSupported, "Redshift ML", "create model"},
    {"CREATE EXTERNAL MODEL", kNotSupported, "Redshift ML", "create external model"},
    {"ALTER MODEL", kDiffers, "there are no models: the named one does not exist", "alter model", "model"},
    {"DROP MODEL", kDiffers, "there are no models: the named one does not exist", "drop model", "model"},
    {"SHOW MODEL", kDiffers, "there are no models: the named one does not exist", "show model", "model"},
    {"CREATE DATASHARE", kNotSupported, "data sharing", "create datashare"},
    {"ALTER DATASHARE", kDiffers, "there are no datashares: the named one does not exist", "alter datashare",
     "datashare"},
    {"DROP DATASHARE", kDiffers, "there are no datashares: the named one does not exist", "drop datashare",
     "datashare"},
    {"SHOW DATASHARES, SHOW MODEL ALL", kDiffers, "no rows: there are none"},
    {"DESC DATASHARE", kDiffers, "there are no datashares: the named one does not exist", "desc datashare",
     "datashare"},
    {"DESCRIBE DATASHARE", kDiffers, "there are no datashares: the named one does not exist", "describe datashare",
     "datashare"},
    {"ATTACH TEMPLATE", kNotSupported, {}, "attach template"},
    {"CREATE TEMPLATE", kNotSupported, {}, "create template"},
    {"ALTER TEMPLATE", kDiffers, "there are no templates: the named one does not exist", "alter template", "template"},
    {"DROP TEMPLATE", kDiffers, "there are no templates: the named one does not exist", "drop template", "template"},
    {"SHOW TEMPLATE", kDiffers, "there are no templates: the named one does not exist", "show template", "template"},
    {"SHOW TEMPLATES", kNotSupported, {}, "show templates"},
};

}  // namespace

std::span<const Construct> service_constructs() { return kRows; }

}  // namespace slipher::sql
