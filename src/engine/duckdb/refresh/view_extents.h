#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "duckdb.hpp"
#include "duckdb/main/client_context_state.hpp"

namespace slipher::engine {

struct TableName {
  std::string database;
  std::string schema;
  std::string name;
  auto operator<=>(const TableName&) const = default;
};

/// How far a table goes. The count tells when DuckDB has numbered its rows anew.
struct Extent {
  std::int64_t last_row = -1;
  std::int64_t rows = 0;
  bool operator==(const Extent&) const = default;
};

/// Up to where a materialized view has taken up the table that it reads.
struct ViewExtent {
  TableName table;
  Extent extent;
  std::uint64_t moment = 0;  // before the snapshot that it was filled from
};

/// How far the materialized views of a warehouse go, and when rows of tables were last changed or deleted. Kept in
/// memory: the first refresh of a view after a start is a full one. Safe to call from any thread.
class ViewExtents {
 public:
  /// Moments are counted, not timed.
  std::uint64_t now() const;
  void note_change(const TableName& table);
  void store(const TableName& view, ViewExtent extent);
  void forget(const TableName& view);
  /// Nothing when the view is unknown, reads another table now, or rows of that were changed since.
  std::optional<Extent> find(const TableName& view, const TableName& table) const;

 private:
  mutable std::mutex mutex_;
  std::uint64_t moment_ = 1;
  std::map<TableName, std::uint64_t> changed_;
  std::map<TableName, ViewExtent> views_;
};

/// What the open transaction of a connection will tell the ViewExtents when it has committed. A change is told twice,
/// when it is planned and when it has committed: whoever may see it, or may not see it yet, then knows of it.
class TransactionChanges final : public ::duckdb::ClientContextState {
 public:
  /// `extents` outlives the connection.
  static TransactionChanges& of(::duckdb::ClientContext& context, ViewExtents& extents);
  /// Nothing for a connection that of() was not called for.
  static ::duckdb::shared_ptr<TransactionChanges> find(::duckdb::ClientContext& context);
  explicit TransactionChanges(ViewExtents& extents) : extents_(extents) {}

  ViewExtents& extents() { return extents_; }
  void note_change(const TableName& table);
  /// The view is being filled; `extent` is what it goes to, if that is known. Until the commit nobody knows its extent.
  void note_filled(const TableName& view, const std::optional<std::pair<TableName, Extent>>& extent);
  /// Whether the transaction has changed rows of the table, or has filled the view already.
  bool has_changed(const TableName& table) const { return changed_.contains(table); }
  bool has_filled(const TableName& view) const { return filled_.contains(view); }

  void TransactionBegin(::duckdb::MetaTransaction&, ::duckdb::ClientContext&) override;
  void TransactionCommit(::duckdb::MetaTransaction&, ::duckdb::ClientContext&) override;
  void TransactionRollback(::duckdb::MetaTransaction&, ::duckdb::ClientContext&) override;

 private:
  ViewExtents& extents_;
  std::uint64_t begun_ = 0;
  std::set<TableName> changed_;
  std::map<TableName, std::optional<std::pair<TableName, Extent>>> filled_;
};

}  // namespace slipher::engine
