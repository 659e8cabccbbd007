#pragma once

namespace duckdb {
class ClientContext;
class LogicalOperator;
}  // namespace duckdb

namespace slipher::engine {

/// Compares a date with a constant timestamp as dates: `d < date '2024-01-01' + interval '1 year'` is d < '2025-01-01'.
/// Cast to a timestamp, which is what DuckDB does to it, a column can neither skip blocks nor be compared as it is
/// stored.
void compare_dates_as_dates(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
