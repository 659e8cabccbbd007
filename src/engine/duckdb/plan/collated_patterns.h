#pragma once

namespace duckdb {
class ClientContext;
class LogicalOperator;
}  // namespace duckdb

namespace slipher::engine {

/// Makes LIKE, COUNT(DISTINCT) and UNION in a bound plan ignore the case where the text comes from a column with the
/// collation CASE_INSENSITIVE: DuckDB does so for its own VARCHAR type only, or not at all.
void ignore_case_in_patterns(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
