#include "engine/duckdb/refresh/refresh_view.h"

#include <optional>

#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/own_catalog.h"
#include "engine/duckdb/quoting.h"
#include "engine/duckdb/refresh/incremental_query.h"

namespace slipher::engine {
namespace {

/// Rows that the transaction of the moment has added have ids from here on, until it commits (DuckDB's MAX_ROW_ID).
constexpr std::int64_t kFirstLocalRow = 36028797018960000;

class Refresher {
 public:
  Refresher(::duckdb::ClientContext& context, TransactionChanges& changes, const RunQuery& run, const TableName& view)
      : context_(context),
        changes_(changes),
        run_(run),
        view_(view),
        quoted_(quote_names({view.database, view.schema, view.name})) {}

  Result<Refreshed> refresh() {
    // Two refreshes of a view are always in each other's way, so that none takes up what the other did.
    auto claimed = run_("UPDATE " + views() + " SET auto_refresh = auto_refresh" + is_view());
    if (!claimed) return claimed.error();
    auto text = query_text();
    if (!text) return text.error();
    const auto query = incremental_query(*text);
    const bool is_settled = query && !changes_.has_filled(view_) && !changes_.has_changed(query->table());
    const auto before = is_settled ? changes_.extents().find(view_, query->table()) : std::nullopt;
    if (before) {
      auto taken_up = take_up(*query, *before);
      if (!taken_up) return taken_up.error();
      if (*taken_up) return **taken_up;
    }
    if (auto emptied = run_("DELETE FROM " + quoted_); !emptied) return emptied.error();
    if (auto filled = run_("INSERT INTO " + quoted_ + " " + *text); !filled) return filled.error();
    if (auto noted = note(query); !noted) return noted.error();
    return Refreshed::kFromScratch;
  }

  Result<void> note_new() {
    auto text = query_text();
    if (!text) return text.error();
    return note(incremental_query(*text));
  }

 private:
  std::string views() const { return internal_table(view_.database, "views"); }
  std::string is_view() const {
    return " WHERE materialized AND schema_name = " + quote_text(view_.schema) +
           " AND view_name = " + quote_text(view_.name);
  }

  Result<std::string> query_text() const {
    auto rows = run_("SELECT engine_text FROM " + views() + is_view());
    if (!rows) return rows.error();
    if ((*rows)->RowCount() == 0) return sql_failure("\"" + view_.name + "\" is not a materialized view");
    return (*rows)->GetValue(0, 0).ToString();
  }

  std::optional<IncrementalQuery> incremental_query(const std::string& text) const {
    std::optional<IncrementalQuery> query;
    context_.RunFunctionInTransaction([&] {
      const auto& table =
          ::duckdb::Catalog::GetEntry<::duckdb::TableCatalogEntry>(context_, view_.database, view_.schema, view_.name);
      query = IncrementalQuery::of(context_, text, table);
    });
    return query;
  }

  /// Of a whole table, and of its rows up to one.
  struct Extents {
    Extent all;
    Extent part;
  };

  /// Nothing while the transaction has rows in the table that nobody else sees: their ids will change.
  Result<std::optional<Extents>> measure(const IncrementalQuery& query, std::int64_t last_row) const {
    const auto table = query.table();
    const auto in_part = " FILTER (WHERE rowid <= " + std::to_string(last_row) + ")";
    auto rows = run_("SELECT coalesce(max(rowid), -1), count(*), coalesce(max(rowid)" + in_part + ", -1), count(*)" +
                     in_part + " FROM " + quote_names({table.database, table.schema, table.name}));
    if (!rows) return rows.error();
    const auto number = [&](::duckdb::idx_t column) { return (*rows)->GetValue(column, 0).GetValue<std::int64_t>(); };
    const Extents extents{{number(0), number(1)}, {number(2), number(3)}};
    return extents.all.last_row >= kFirstLocalRow ? std::optional<Extents>() : std::optional(extents);
  }

  /// Nothing when it cannot be done that way.
  Result<std::optional<Refreshed>> take_up(const IncrementalQuery& query, const Extent& before) {
    auto now = measure(query, before.last_row);
    if (!now) return now.error();
    if (!*now || (*now)->part != before) return std::optional<Refreshed>();
    const bool has_more = (*now)->all != before;
    if (has_more) {
      if (auto done = run_(query.take_up_text(quoted_, before.last_row)); !done) return done.error();
    }
    changes_.note_filled(view_, std::pair(query.table(), (*now)->all));
    return std::optional(has_more ? Refreshed::kIncrementally : Refreshed::kWasUpToDate);
  }

  Result<void> note(const std::optional<IncrementalQuery>& query) {
    changes_.note_filled(view_, std::nullopt);
    if (!query || changes_.has_changed(query->table())) return {};
    auto now = measure(*query, kFirstLocalRow);
    if (!now) return now.error();
    if (*now) changes_.note_filled(view_, std::pair(query->table(), (*now)->all));
    return {};
  }

  ::duckdb::ClientContext& context_;
  TransactionChanges& changes_;
  const RunQuery& run_;
  const TableName& view_;
  const std::string quoted_;
};

}  // namespace

std::string_view to_status(Refreshed refreshed) {
  switch (refreshed) {
    case Refreshed::kWasUpToDate:
      return "MV was already updated";
    case Refreshed::kIncrementally:
      return "Refresh successfully updated MV incrementally";
    case Refreshed::kFromScratch:
      return "Refresh successfully recomputed MV from scratch";
  }
  return {};
}

Result<Refreshed> refresh_view(::duckdb::ClientContext& context, TransactionChanges& changes, const RunQuery& run,
                               const TableName& view) {
  return guarded([&] { return Refresher(context, changes, run, view).refresh(); });
}

Result<void> note_new_view(::duckdb::ClientContext& context, TransactionChanges& changes, const RunQuery& run,
                           const TableName& view) {
  return guarded([&] { return Refresher(context, changes, run, view).note_new(); });
}

}  // namespace slipher::engine
