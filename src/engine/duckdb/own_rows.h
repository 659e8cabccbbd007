#pragma once
#include <cstddef>
#include <functional>
#include <string>

#include "duckdb.hpp"

namespace slipher::engine {

/// Visits the rows of one of own_catalog.h's tables in the open transaction, without a statement of DuckDB's. Only the
/// first `columns` of its columns are filled. A database without the table has no rows.
void visit_rows(::duckdb::ClientContext& context, const std::string& database, const std::string& table,
                std::size_t columns, const std::function<void(::duckdb::DataChunk& chunk, std::size_t row)>& visit);

}  // namespace slipher::engine
