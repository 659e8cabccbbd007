#pragma once
#include "base/result.h"

namespace duckdb {
class SQLStatement;
}

namespace slipher::engine {

class Session;

/// Whether the session's user may run this query, INSERT, UPDATE, DELETE, MERGE or CREATE ... AS: he needs USAGE on
/// each schema and the privilege on each table and view that it names, and the owner of a view needs them on what is
/// below. `statement` is parsed and rewritten and not changed. Free for superusers.
///
/// Two things are looked at: the parsed statement, which knows the views, and the plan that is bound from it, which
/// knows the columns. A table of the plan that the first look did not find is refused.
Result<void> check_query(Session& session, const ::duckdb::SQLStatement& statement);

}  // namespace slipher::engine
