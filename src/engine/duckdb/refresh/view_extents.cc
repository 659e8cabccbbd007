#include "engine/duckdb/refresh/view_extents.h"

namespace slipher::engine {

static constexpr const char* kStateKey = "slipher_transaction_changes";

std::uint64_t ViewExtents::now() const {
  std::lock_guard lock(mutex_);
  return moment_;
}

void ViewExtents::note_change(const TableName& table) {
  std::lock_guard lock(mutex_);
  changed_[table] = ++moment_;
}

void ViewExtents::store(const TableName& view, ViewExtent extent) {
  std::lock_guard lock(mutex_);
  views_[view] = std::move(extent);
}

void ViewExtents::forget(const TableName& view) {
  std::lock_guard lock(mutex_);
  views_.erase(view);
}

std::optional<Extent> ViewExtents::find(const TableName& view, const TableName& table) const {
  std::lock_guard lock(mutex_);
  const auto found = views_.find(view);
  if (found == views_.end() || found->second.table != table) return std::nullopt;
  const auto changed = changed_.find(table);
  if (changed != changed_.end() && changed->second > found->second.moment) return std::nullopt;
  return found->second.extent;
}

TransactionChanges& TransactionChanges::of(::duckdb::ClientContext& context, ViewExtents& extents) {
  return *context.registered_state->GetOrCreate<TransactionChanges>(kStateKey, extents);
}

::duckdb::shared_ptr<TransactionChanges> TransactionChanges::find(::duckdb::ClientContext& context) {
  return context.registered_state->Get<TransactionChanges>(kStateKey);
}

void TransactionChanges::note_change(const TableName& table) {
  changed_.insert(table);
  extents_.note_change(table);
}

void TransactionChanges::note_filled(const TableName& view, const std::optional<std::pair<TableName, Extent>>& extent) {
  extents_.forget(view);
  filled_[view] = extent;
}

void TransactionChanges::TransactionBegin(::duckdb::MetaTransaction&, ::duckdb::ClientContext&) {
  begun_ = extents_.now();
  changed_.clear();
  filled_.clear();
}

void TransactionChanges::TransactionCommit(::duckdb::MetaTransaction&, ::duckdb::ClientContext&) {
  for (const auto& table : changed_) extents_.note_change(table);
  for (const auto& [view, extent] : filled_) {
    if (extent) extents_.store(view, {extent->first, extent->second, begun_});
  }
  changed_.clear();
  filled_.clear();
}

void TransactionChanges::TransactionRollback(::duckdb::MetaTransaction&, ::duckdb::ClientContext&) {
  changed_.clear();
  filled_.clear();
}

}  // namespace slipher::engine
