#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE EXTERNAL SCHEMA", kNotSupported, {}, "create external schema"},
    {"ALTER EXTERNAL SCHEMA", kNotSupported, {}, "alter external schema"},
    {"DROP EXTERNAL SCHEMA", kNotSupported, {}, "drop external schema"},
    {"DROP EXTERNAL DATABASE", kNotSupported, "DROP SCHEMA ... DROP EXTERNAL DATABASE"},
    {"CREATE EXTERNAL TABLE", kNotSupported, {}, "create external table"},
    {"ALTER EXTERNAL TABLE", kNotSupported, {}, "alter external table"},
    {"DROP EXTERNAL TABLE", kNotSupported, {}, "drop external table"},
    {"SHOW EXTERNAL TABLE", kNotSupported, {}, "show external table"},
};

}  // namespace

std::span<const Construct> external_constructs() { return kRows; }

}  // namespace slipher::sql
