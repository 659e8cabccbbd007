#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE [OR REPLACE] VIEW", kExact},
    {"WITH NO SCHEMA BINDING", kExact},
    {"PG_VIEWS.definition, SHOW VIEW", kDiffers,
     "the query as it was written; names that CREATE VIEW gives its columns are put into its select list, or around "
     "it"},
    {"CREATE MATERIALIZED VIEW", kDiffers,
     "a table; REFRESH takes up added rows of views of one table, and else fills it anew"},
    {"AUTO REFRESH", kExact, "a moment after a transaction has changed the database"},
    {"ALTER MATERIALIZED VIEW ROW LEVEL SECURITY", kNotSupported, {}, "alter materialized view * row level security"},
    {"CREATE EXTERNAL VIEW", kNotSupported, "views of AWS Glue", "create external view"},
    {"CREATE EXTERNAL PROTECTED VIEW", kNotSupported, "views of AWS Glue", "create external protected view"},
    {"CREATE PROTECTED VIEW", kNotSupported, "views of AWS Glue", "create protected view"},
    {"ALTER EXTERNAL VIEW", kDiffers, "there are no external views: the named one does not exist",
     "alter external view", "external view"},
    {"DROP EXTERNAL VIEW", kDiffers, "there are no external views: the named one does not exist", "drop external view",
     "external view"},
};

}  // namespace

std::span<const Construct> view_constructs() { return kRows; }

}  // namespace slipher::sql
