#pragma once
#include <string>
#include <vector>

#include "duckdb/parser/expression/columnref_expression.hpp"
#include "engine/duckdb/rewrite/rewriter.h"

namespace slipher::engine {

/// The names, in lower case, that several columns of a query have as its select list tells; those of a * are not known.
/// For a query that is rewritten already.
std::vector<std::string> duplicate_names(const ::duckdb::QueryNode& query);

/// DuckDB lets a name that several columns of a subquery have mean the first of them. Refuses it as ambiguous.
void refuse_ambiguous(const ::duckdb::ColumnRefExpression& column, const std::vector<Scope>& scopes);

}  // namespace slipher::engine
