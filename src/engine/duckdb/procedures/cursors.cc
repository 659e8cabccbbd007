#include "engine/duckdb/procedures/cursors.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "duckdb/main/materialized_query_result.hpp"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/result_streams.h"

namespace slipher::engine {
namespace {

Outcome stream_of(std::vector<Column> columns, ::duckdb::unique_ptr<::duckdb::ColumnDataCollection> rows,
                  ::duckdb::ClientContext& context) {
  ::duckdb::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  auto result = ::duckdb::make_uniq<::duckdb::MaterializedQueryResult>(
      ::duckdb::StatementType::SELECT_STATEMENT, ::duckdb::StatementProperties(), std::move(names), std::move(rows),
      context.GetClientProperties());
  Outcome outcome;
  outcome.stream =
      std::make_unique<QueryStream>(std::move(result), std::move(columns), std::vector<bool>(), nullptr, context);
  return outcome;
}

}  // namespace

RowSet::RowSet(::duckdb::unique_ptr<::duckdb::ColumnDataCollection> rows) : rows_(std::move(rows)) {
  rows_->InitializeScan(scan_);
  rows_->InitializeScanChunk(chunk_);
}

Result<std::unique_ptr<RowSet>> RowSet::take(Outcome outcome, ::duckdb::ClientContext& context) {
  auto* stream = dynamic_cast<QueryStream*>(outcome.stream.get());
  if (!stream) return std::unique_ptr<RowSet>();
  return guarded([&]() -> Result<std::unique_ptr<RowSet>> {
    auto result = stream->release();
    if (!result) return std::unique_ptr<RowSet>();
    auto rows = ::duckdb::make_uniq<::duckdb::ColumnDataCollection>(context, result->types);
    ::duckdb::ColumnDataAppendState state;
    rows->InitializeAppend(state);
    while (auto chunk = result->Fetch()) {
      if (chunk->size() == 0) break;
      rows->Append(state, *chunk);
    }
    if (result->HasError()) return to_error(result->GetErrorObject());
    std::unique_ptr<RowSet> set(new RowSet(std::move(rows)));
    set->columns_ = stream->columns();
    return set;
  });
}

bool RowSet::fill() {
  if (at_ < chunk_.size()) return true;
  at_ = 0;
  chunk_.Reset();
  return rows_->Scan(scan_, chunk_) && chunk_.size() > 0;
}

bool RowSet::next(std::vector<::duckdb::Value>& row) {
  row.clear();
  if (!fill()) return false;
  for (std::size_t i = 0; i < chunk_.ColumnCount(); ++i) row.push_back(chunk_.GetValue(i, at_));
  ++at_;
  return true;
}

Outcome RowSet::fetch(std::optional<std::int64_t> count, ::duckdb::ClientContext& context) {
  auto part = ::duckdb::make_uniq<::duckdb::ColumnDataCollection>(context, rows_->Types());
  auto left =
      static_cast<std::size_t>(std::max<std::int64_t>(count.value_or(std::numeric_limits<std::int64_t>::max()), 0));
  while (left > 0 && fill()) {
    const auto taken = std::min(left, static_cast<std::size_t>(chunk_.size()) - at_);
    ::duckdb::DataChunk piece;
    piece.InitializeEmpty(rows_->Types());
    piece.Reference(chunk_);
    if (taken < chunk_.size()) piece.Slice(at_, taken);
    part->Append(piece);
    at_ += taken;
    left -= taken;
  }
  return stream_of(columns_, std::move(part), context);
}

Outcome outcome_of(std::vector<Column> columns, const ::duckdb::vector<::duckdb::LogicalType>& types,
                   const std::vector<std::vector<::duckdb::Value>>& rows, ::duckdb::ClientContext& context) {
  auto collection = ::duckdb::make_uniq<::duckdb::ColumnDataCollection>(context, types);
  for (const auto& row : rows) {
    ::duckdb::DataChunk chunk;
    chunk.Initialize(::duckdb::Allocator::DefaultAllocator(), types);
    for (std::size_t i = 0; i < row.size(); ++i) chunk.SetValue(i, 0, row[i]);
    chunk.SetCardinality(1);
    collection->Append(chunk);
  }
  return stream_of(std::move(columns), std::move(collection), context);
}

Result<void> Cursors::open(const std::string& name, std::unique_ptr<RowSet> rows, bool outlives_transaction) {
  if (open_ && open_->name == name) return sql_failure("cursor \"" + name + "\" already exists");
  if (open_) return sql_failure("only one cursor may be open in a session: close cursor \"" + open_->name + "\" first");
  open_.emplace(Open{name, std::move(rows), outlives_transaction});
  return {};
}

Result<RowSet*> Cursors::find(const std::string& name) {
  if (!open_ || open_->name != name) return sql_failure("cursor \"" + name + "\" does not exist");
  return open_->rows.get();
}

Result<void> Cursors::close(const std::string& name) {
  if (auto found = find(name); !found) return found.error();
  open_.reset();
  return {};
}

void Cursors::end_transaction() {
  if (open_ && !open_->outlives_transaction) open_.reset();
}

}  // namespace slipher::engine
