#include "store/forget.h"

#include <utility>

#include "store/changes.h"

namespace slipher::store {

Result<void> forget_before(Database& database, Timestamp before, std::size_t limit,
                           std::vector<std::string>& forgotten) {
  const auto rows = static_cast<std::int64_t>(limit);
  std::vector<std::pair<std::int64_t, std::string>> old;
  {
    // What was created later cannot have ended earlier, so the index by creation bounds the search.
    Query query(database,
                "SELECT seq, id FROM statements INDEXED BY statements_by_time WHERE created_at < ?1 "
                "AND updated_at < ?1 AND state >= 3 ORDER BY created_at LIMIT ?2",
                before, rows);
    while (query.next()) old.emplace_back(query.integer(0), query.text(1));
    if (auto status = query.status(); !status) return status;
  }
  forgotten.clear();  // a group that failed is tried again
  for (auto& [seq, id] : old) {
    if (auto erased = erase_statement_rows(database, seq); !erased) return erased;
    forgotten.push_back(std::move(id));
  }
  // Events are kept in the order of their times, so that the oldest ones are all that need be looked at.
  auto events = database.run(
      "DELETE FROM outbox WHERE seq IN (SELECT seq FROM (SELECT seq, created_at FROM outbox ORDER BY seq LIMIT ?2) "
      "WHERE created_at < ?1)",
      before, rows);
  if (!events) return events;
  return database.run(
      "DELETE FROM sessions WHERE seq IN (SELECT seq FROM sessions INDEXED BY sessions_by_time WHERE created_at < ?1 "
      "AND updated_at < ?1 AND closed = 1 ORDER BY created_at LIMIT ?2)",
      before, rows);
}

Result<void> forget_tokens(Database& database, Timestamp now, std::size_t limit, std::size_t& count) {
  auto done = database.run(
      "DELETE FROM tokens WHERE (owner, token) IN (SELECT owner, token FROM tokens INDEXED BY tokens_by_expiry "
      "WHERE expires_at <= ?1 LIMIT ?2)",
      now, static_cast<std::int64_t>(limit));
  if (!done) return done;
  count = static_cast<std::size_t>(database.changes());
  return {};
}

}  // namespace slipher::store
