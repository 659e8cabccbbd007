#pragma once

namespace duckdb {
class ClientContext;
class LogicalOperator;
}  // namespace duckdb

namespace slipher::engine {

/// Redshift's rules give products and sums of DECIMALs more digits than 64 bits hold, though the values are rarely that
/// large. Where the statistics of the columns that a bound plan reads prove that every value of such an expression
/// fits, it is computed in 64 bits, and SUM and COUNT take it as it is; its declared type stays.
void narrow_decimals(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
