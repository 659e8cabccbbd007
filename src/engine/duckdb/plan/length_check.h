#pragma once
#include "duckdb.hpp"

namespace duckdb {
class Binder;
class LogicalOperator;
}  // namespace duckdb

namespace slipher::engine {

/// Makes every INSERT, UPDATE and MERGE in a bound plan check what it stores in columns of a declared length.
void add_length_checks(::duckdb::Binder& binder, ::duckdb::LogicalOperator& plan);

}  // namespace slipher::engine
