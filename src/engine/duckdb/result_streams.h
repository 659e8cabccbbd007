#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "duckdb.hpp"
#include "engine/duckdb/cells.h"
#include "engine/duckdb/errors.h"
#include "engine/warehouse.h"

namespace slipher::engine {

/// Rows of a DuckDB query, streamed (or already materialized, which reads the same).
class QueryStream final : public ResultStream {
 public:
  /// `on_failure` is called once when a row cannot be had; the connection's transaction is then lost.
  /// `untyped_nulls[i]`: column i is a bare NULL. TIMESTAMPTZ values are shown by the clock of the context's session.
  QueryStream(::duckdb::unique_ptr<::duckdb::QueryResult> result, std::vector<Column> columns,
              const std::vector<bool>& untyped_nulls, std::function<void()> on_failure,
              ::duckdb::ClientContext& context);

  const std::vector<Column>& columns() const override { return columns_; }
  Result<bool> next(Chunk& chunk) override;

  /// The rows as DuckDB has them, for use inside of the engine; the stream is then at its end.
  ::duckdb::unique_ptr<::duckdb::QueryResult> release() { return std::move(result_); }

 private:
  Result<bool> failed(const ::duckdb::ErrorData& error);
  ::duckdb::Vector& shown(std::size_t column);

  ::duckdb::unique_ptr<::duckdb::QueryResult> result_;
  ::duckdb::unique_ptr<::duckdb::DataChunk> chunk_;
  std::vector<Column> columns_;
  std::vector<CellReader> readers_;
  std::function<void()> on_failure_;
  ::duckdb::ClientContext* const clock_;       // nullptr = the session's clock shows UTC
  std::vector<::duckdb::Vector> clock_texts_;  // of the chunk's TIMESTAMPTZ columns
};

/// A few rows of text that the server itself makes: SHOW, EXPLAIN.
class TextRows final : public ResultStream {
 public:
  using Row = std::vector<std::optional<std::string>>;
  TextRows(std::vector<std::string> names, std::vector<Row> rows);

  const std::vector<Column>& columns() const override { return columns_; }
  Result<bool> next(Chunk& chunk) override;

 private:
  std::vector<Column> columns_;
  std::vector<Row> rows_;
  std::vector<std::vector<std::string_view>> views_;
  std::vector<std::vector<std::uint64_t>> validity_;
  bool done_ = false;
};

}  // namespace slipher::engine
