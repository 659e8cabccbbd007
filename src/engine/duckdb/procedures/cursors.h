#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "duckdb.hpp"
#include "duckdb/common/types/column/column_data_collection.hpp"
#include "engine/warehouse.h"

namespace slipher::engine {

/// All rows of a query, read forward. They are kept whole, because DuckDB ends a stream when the connection runs
/// something else; what does not fit into memory is spilled.
class RowSet {
 public:
  /// Takes the rows of a query that has just been run; nothing for an outcome without rows.
  static Result<std::unique_ptr<RowSet>> take(Outcome outcome, ::duckdb::ClientContext& context);

  const std::vector<Column>& columns() const { return columns_; }
  const ::duckdb::vector<::duckdb::LogicalType>& types() const { return rows_->Types(); }
  /// The next row's values; false at the end.
  bool next(std::vector<::duckdb::Value>& row);
  /// The next `count` rows, or all that are left, as a result of their own.
  Outcome fetch(std::optional<std::int64_t> count, ::duckdb::ClientContext& context);

 private:
  explicit RowSet(::duckdb::unique_ptr<::duckdb::ColumnDataCollection> rows);
  bool fill();

  std::vector<Column> columns_;
  ::duckdb::unique_ptr<::duckdb::ColumnDataCollection> rows_;
  ::duckdb::ColumnDataScanState scan_;
  ::duckdb::DataChunk chunk_;
  std::size_t at_ = 0;  // in the chunk
};

/// Rows of the server's own making as a result: one value per column and row.
Outcome outcome_of(std::vector<Column> columns, const ::duckdb::vector<::duckdb::LogicalType>& types,
                   const std::vector<std::vector<::duckdb::Value>>& rows, ::duckdb::ClientContext& context);

/// The one cursor that a session may have open, whether DECLAREd or opened by a procedure: "The maximum number of
/// explicit and implicit cursors that you can open concurrently in a user session is one."
class Cursors {
 public:
  /// Fails when another one is open. `outlives_transaction`: it was declared outside of a transaction block.
  Result<void> open(const std::string& name, std::unique_ptr<RowSet> rows, bool outlives_transaction = false);
  /// Fails with `cursor "x" does not exist`.
  Result<RowSet*> find(const std::string& name);
  Result<void> close(const std::string& name);
  void close_all() { open_.reset(); }
  bool is_open() const { return open_.has_value(); }
  /// Commit and rollback close cursors.
  void end_transaction();

 private:
  struct Open {
    std::string name;
    std::unique_ptr<RowSet> rows;
    bool outlives_transaction = false;
  };
  std::optional<Open> open_;
};

}  // namespace slipher::engine
