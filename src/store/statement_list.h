#pragma once
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "store/database.h"
#include "store/store.h"

namespace slipher::store {

/// A SELECT put together from conditions, with what is bound to it.
struct ListQuery {
  std::string sql;
  std::vector<std::variant<std::int64_t, std::string>> arguments;
};

/// The query that gives the numbers of a page's statements, newest first. Looks into the indexes for the condition that
/// leaves the fewest rows, so that a page costs about as much as its rows, whatever the table holds.
Result<ListQuery> plan_statement_list(Database& database, const StatementFilter& filter);

/// The page itself, without results.
Result<std::vector<StatementRecord>> list_statements(Database& database, const StatementFilter& filter);

/// The smallest text that sorts after every text with this prefix; "" when there is none.
std::string after_prefix(std::string prefix);

/// Binds `query.arguments`, in order.
void bind_all(Query& statement, const ListQuery& query);

}  // namespace slipher::store
