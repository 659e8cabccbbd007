#pragma once

namespace duckdb {
class Binder;
class ClientContext;
class LogicalOperator;
}  // namespace duckdb

namespace slipher::engine {

/// Lets ORDER BY and windows of a bound plan sort texts as columns of DuckDB's own VARCHAR: for another type it has no
/// short sort keys, and it sorts what is computed beside a copy of the column that it was made of.
void sort_by_plain_texts(::duckdb::ClientContext& context, ::duckdb::Binder& binder, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
