#pragma once
#include <string>
#include <vector>

#include "duckdb.hpp"

namespace duckdb {
class LogicalOperator;
}

namespace slipher::engine {

/// The names that a query gave the columns which `plan`, bound but not optimized, returns; "" where they are not known.
/// DuckDB numbers columns of one name in a subquery or WITH: id, id_1.
std::vector<std::string> given_names(::duckdb::LogicalOperator& plan);

/// DuckDB's name of a result column, or the given one where DuckDB has numbered it.
std::string shown_name(const std::string& name, const std::string& given);

}  // namespace slipher::engine
