#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb.hpp"
#include "engine/duckdb/refresh/view_extents.h"

namespace slipher::engine {

/// Runs one statement of ours in the transaction of the moment.
using RunQuery = std::function<Result<::duckdb::unique_ptr<::duckdb::MaterializedQueryResult>>(const std::string&)>;

enum class Refreshed { kWasUpToDate, kIncrementally, kFromScratch };
/// As svl_mv_refresh_status puts it.
std::string_view to_status(Refreshed refreshed);

/// Brings a materialized view up to date, in the open transaction of a connection: with the rows that were added to its
/// table since (incremental_query.h), where that is all that happened to the table, and else from its query anew.
/// kSql for what is no materialized view.
Result<Refreshed> refresh_view(::duckdb::ClientContext& context, TransactionChanges& changes, const RunQuery& run,
                               const TableName& view);

/// Remembers how far a view goes that the transaction has just filled.
Result<void> note_new_view(::duckdb::ClientContext& context, TransactionChanges& changes, const RunQuery& run,
                           const TableName& view);

}  // namespace slipher::engine
