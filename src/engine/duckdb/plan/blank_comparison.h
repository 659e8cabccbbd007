#pragma once
#include "duckdb.hpp"

namespace duckdb {
class Binder;
class LogicalOperator;
}  // namespace duckdb

namespace slipher::engine {

/// Makes comparisons, joins, groups, DISTINCT and window partitions of a bound plan take texts that differ in trailing
/// blanks for equal, as Redshift does for VARCHAR and CHAR; LIKE and functions see the blanks. Values of CHAR columns
/// are stored without trailing blanks and need nothing; other texts are cut by a function that copies no bytes. SUPER
/// values are compared and ordered by what they are, not by their JSON text.
void ignore_trailing_blanks(::duckdb::Binder& binder, ::duckdb::unique_ptr<::duckdb::LogicalOperator>& plan);

}  // namespace slipher::engine
