#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE [OR REPLACE] VIEW", kExact},
    {"WITH NO SCHEMA BINDING", kExact},
    {"CREATE MATERIALIZED VIEW", kDiffers, "a table that REFRESH fills anew"},
    {"AUTO REFRESH", kWithoutEffect, "kept and shown; REFRESH MATERIALIZED VIEW brings the rows up to date"},
    {"ALTER MATERIALIZED VIEW ROW LEVEL SECURITY", kNotSupported, {}, "alter materialized view * row level security"},
    {"ALTER MATERIALIZED VIEW ALTER", kNotSupported, {}, "alter materialized view * alter"},
    {"CREATE EXTERNAL VIEW", kNotSupported, "views of AWS Glue", "create external view"},
    {"CREATE EXTERNAL PROTECTED VIEW", kNotSupported, "views of AWS Glue", "create external protected view"},
    {"CREATE PROTECTED VIEW", kNotSupported, "views of AWS Glue", "create protected view"},
    {"ALTER EXTERNAL VIEW", kNotSupported, "views of AWS Glue", "alter external view"},
    {"DROP EXTERNAL VIEW", kNotSupported, "views of AWS Glue", "drop external view"},
};

}  // namespace

std::span<const Construct> view_constructs() { return kRows; }

}  // namespace slipher::sql
