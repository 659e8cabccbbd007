#include "engine/duckdb/result_streams.h"

#include <algorithm>
#include <utility>

#include "duckdb/common/vector_operations/vector_operations.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/session_values.h"

namespace slipher::engine {

QueryStream::QueryStream(::duckdb::unique_ptr<::duckdb::QueryResult> result, std::vector<Column> columns,
                         const std::vector<bool>& untyped_nulls, std::function<void()> on_failure,
                         ::duckdb::ClientContext& context)
    : result_(std::move(result)),
      columns_(std::move(columns)),
      on_failure_(std::move(on_failure)),
      clock_(functions::is_away_from_utc(context) ? &context : nullptr) {
  readers_.reserve(result_->types.size());
  for (std::size_t i = 0; i < result_->types.size(); ++i) {
    const bool has_clock = clock_ && result_->types[i].id() == ::duckdb::LogicalTypeId::TIMESTAMP_TZ;
    readers_.emplace_back(has_clock ? ::duckdb::LogicalType::VARCHAR : result_->types[i],
                          i < untyped_nulls.size() && untyped_nulls[i]);
  }
}

::duckdb::Vector& QueryStream::shown(std::size_t column) {
  auto& values = chunk_->data[column];
  if (!clock_ || values.GetType().id() != ::duckdb::LogicalTypeId::TIMESTAMP_TZ) return values;
  auto& texts = clock_texts_.emplace_back(::duckdb::LogicalType::VARCHAR, chunk_->size());
  ::duckdb::VectorOperations::Cast(*clock_, values, texts, chunk_->size());
  return texts;
}

Result<bool> QueryStream::failed(const ::duckdb::ErrorData& error) {
  chunk_.reset();
  result_.reset();
  if (on_failure_) std::exchange(on_failure_, nullptr)();
  return to_error(error);
}

Result<bool> QueryStream::next(Chunk& chunk) {
  chunk.rows = 0;
  chunk.columns.clear();
  if (!result_) return false;
  try {
    do {
      chunk_ = result_->FetchRaw();
    } while (chunk_ && chunk_->size() == 0 && !result_->HasError());
    if (result_->HasError()) return failed(result_->GetErrorObject());
    if (!chunk_) {
      result_.reset();
      return false;
    }
    chunk.rows = chunk_->size();
    chunk.columns.reserve(readers_.size());
    clock_texts_.clear();
    for (std::size_t i = 0; i < readers_.size(); ++i) chunk.columns.push_back(readers_[i].read(shown(i), chunk.rows));
    return true;
  } catch (const std::exception& exception) {
    return failed(::duckdb::ErrorData(exception));
  }
}

TextRows::TextRows(std::vector<std::string> names, std::vector<Row> rows) : rows_(std::move(rows)) {
  columns_.resize(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    columns_[i].name = std::move(names[i]);
    columns_[i].type = Type::kVarchar;
    columns_[i].precision = kVarcharDefaultBytes;
  }
}

Result<bool> TextRows::next(Chunk& chunk) {
  chunk.rows = 0;
  chunk.columns.clear();
  if (done_ || rows_.empty()) return false;
  done_ = true;
  views_.assign(columns_.size(), std::vector<std::string_view>(rows_.size()));
  validity_.assign(columns_.size(), std::vector<std::uint64_t>(rows_.size() / 64 + 1, 0));
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const auto& value = rows_[row][column];
      if (!value) continue;
      views_[column][row] = *value;
      validity_[column][row / 64] |= std::uint64_t{1} << (row % 64);
    }
    chunk.columns.push_back({Layout::kText, views_[column].data(), validity_[column].data()});
  }
  chunk.rows = rows_.size();
  return true;
}

}  // namespace slipher::engine
