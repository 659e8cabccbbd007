#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "engine/duckdb/refresh/view_extents.h"

namespace slipher::engine {

/// A materialized view's stored query (stored_query_text()) that can be kept up by the rows added to its table: a
/// projection and filter of one table, perhaps with GROUP BY and COUNT, SUM, MIN, MAX, of functions that always answer
/// the same. Redshift refreshes more kinds incrementally (Amazon Redshift, "Refreshing a materialized view").
class IncrementalQuery {
 public:
  /// How a column of a view with groups or aggregates takes up that of the added rows.
  enum class Merge { kGroup, kSum, kLeast, kGreatest };

  /// Nothing when it is not of that kind. `view` names the table that keeps its rows. Runs in the transaction of the
  /// moment.
  static std::optional<IncrementalQuery> of(::duckdb::ClientContext& context, const std::string& stored_text,
                                            const ::duckdb::TableCatalogEntry& view);

  /// The table that it reads.
  const TableName& table() const { return table_; }
  /// Makes the view's table, `view` (quoted), take up the rows of the table behind row id `last_row`.
  std::string take_up_text(const std::string& view, std::int64_t last_row) const;

 private:
  IncrementalQuery() = default;
  std::string added_text(std::int64_t last_row) const;

  ::duckdb::unique_ptr<::duckdb::SQLStatement> statement_;
  ::duckdb::SelectNode* rows_ = nullptr;  // in `statement_`: the one that reads the table
  TableName table_;
  std::string alias_;
  std::vector<std::string> columns_;  // of the view, quoted
  std::vector<Merge> merges_;         // of each column; empty where rows are only appended
};

}  // namespace slipher::engine
