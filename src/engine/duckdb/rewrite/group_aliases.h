#pragma once
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/parser/query_node/select_node.hpp"

namespace slipher::engine {

/// Whether an item of a grouped query may name another item of its select list:
/// SELECT trim(a) AS b, upper(b) AS c, count(*) ... GROUP BY 1, 2. DuckDB cannot group by such an item.
bool may_name_items(const ::duckdb::SelectNode& select);

/// Puts the item in place of its name where no column has it, as DuckDB says when it binds `statement`. `selects` are
/// those of its queries that may_name_items() is true of. Throws what DuckDB throws.
void expand_item_names(::duckdb::Connection& connection, const ::duckdb::SQLStatement& statement,
                       const std::vector<::duckdb::SelectNode*>& selects);

}  // namespace slipher::engine
