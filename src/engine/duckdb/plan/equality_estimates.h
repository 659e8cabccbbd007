#pragma once

namespace duckdb {
class ClientContext;
class LogicalOperator;
}  // namespace duckdb

namespace slipher::engine {

/// Tells DuckDB's join ordering how few rows `column = 'text'` leaves: it does not see an equality any more once
/// trailing blanks do not count (blank_comparison.h), and takes a fifth of the table instead. Runs before that.
void estimate_equalities(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
