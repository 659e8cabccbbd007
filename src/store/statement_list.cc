#include "store/statement_list.h"

#include <optional>

#include "store/statement_reader.h"

namespace slipher::store {
namespace {

/// An index entry costs a fraction of a microsecond to count or sort, a row that is looked up and rejected about one:
/// up to this many entries a filter is worth its own index.
constexpr std::int64_t kFewRows = 20'000;
constexpr std::string_view kByTime = "statements_by_time";

struct Conditions {
  std::string sql;
  std::vector<std::variant<std::int64_t, std::string>> arguments;

  void add(std::string_view condition, std::variant<std::int64_t, std::string> argument) {
    sql.append(sql.empty() ? "" : " AND ").append(condition);
    arguments.push_back(std::move(argument));
  }
};

/// A filter with an index of its own.
struct Candidate {
  std::string_view index;
  Conditions conditions;
  bool in_time_order = true;  // the index gives the page's order without sorting
};

std::vector<Candidate> candidates(const StatementFilter& filter) {
  std::vector<Candidate> found;
  if (filter.owner)
    found.push_back({"statements_by_owner", {}}), found.back().conditions.add("owner = ?", *filter.owner);
  if (filter.state) {
    found.push_back({"statements_by_state", {}});
    found.back().conditions.add("state = ?", static_cast<std::int64_t>(*filter.state));
  }
  if (filter.warehouse) {
    found.push_back({"statements_by_warehouse", {}});
    found.back().conditions.add("warehouse = ?", *filter.warehouse);
  }
  if (filter.name_prefix && !filter.name_prefix->empty()) {
    found.push_back({"statements_by_name", {}, false});
    found.back().conditions.add("name <> '' AND name >= ?", *filter.name_prefix);
    const std::string end = after_prefix(*filter.name_prefix);
    if (!end.empty()) found.back().conditions.add("name < ?", end);
  }
  return found;
}

Result<std::int64_t> count_up_to_few(Database& database, const Candidate& candidate, Timestamp from) {
  ListQuery query;
  query.sql = "SELECT count(*) FROM (SELECT 1 FROM statements INDEXED BY " + std::string(candidate.index) + " WHERE " +
              candidate.conditions.sql + " AND created_at >= ? LIMIT ?)";
  query.arguments = candidate.conditions.arguments;
  query.arguments.emplace_back(from.time_since_epoch().count());
  query.arguments.emplace_back(kFewRows);
  Query statement(database, query.sql);
  bind_all(statement, query);
  const std::int64_t count = statement.next() ? statement.integer(0) : 0;
  if (auto status = statement.status(); !status) return std::move(status).error();
  return count;
}

// With one condition there is nothing to choose, unless that one would sort too much.
Result<std::string_view> choose_index(Database& database, const std::vector<Candidate>& all, Timestamp from) {
  if (all.empty()) return kByTime;
  if (all.size() == 1 && all.front().in_time_order) return all.front().index;
  std::string_view best;
  std::int64_t fewest = kFewRows;
  std::string_view in_order = kByTime;
  for (const Candidate& candidate : all) {
    const auto count = count_up_to_few(database, candidate, from);
    if (!count) return count.error();
    if (candidate.in_time_order) in_order = candidate.index;
    if (*count >= fewest) continue;
    fewest = *count;
    best = candidate.index;
  }
  return best.empty() ? in_order : best;
}

// The page before ended with this entry; when it was forgotten meanwhile, only its time is left to go by.
Result<void> add_after(Database& database, const std::pair<Timestamp, std::string>& after, Conditions& conditions) {
  Query query(database, "SELECT seq FROM statements WHERE id = ?1", after.second);
  const std::int64_t seq = query.next() ? query.integer(0) : 0;
  if (auto status = query.status(); !status) return status;
  conditions.add("(created_at, seq) < (?", after.first.time_since_epoch().count());
  conditions.sql += ", ?)";
  conditions.arguments.emplace_back(seq);
  return {};
}

}  // namespace

std::string after_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (!prefix.empty()) ++prefix.back();
  return prefix;
}

void bind_all(Query& statement, const ListQuery& query) {
  int index = 0;
  for (const auto& argument : query.arguments) {
    ++index;
    std::visit([&](const auto& value) { statement.bind(index, value); }, argument);
  }
}

Result<ListQuery> plan_statement_list(Database& database, const StatementFilter& filter) {
  const std::vector<Candidate> all = candidates(filter);
  const auto index = choose_index(database, all, filter.created_from);
  if (!index) return index.error();
  Conditions conditions;
  for (const Candidate& candidate : all) {
    conditions.sql.append(conditions.sql.empty() ? "" : " AND ").append(candidate.conditions.sql);
    conditions.arguments.insert(conditions.arguments.end(), candidate.conditions.arguments.begin(),
                                candidate.conditions.arguments.end());
  }
  if (filter.database) conditions.add("database = ?", *filter.database);
  if (filter.is_workgroup) conditions.add("is_workgroup = ?", *filter.is_workgroup ? 1 : 0);
  conditions.add("created_at >= ?", filter.created_from.time_since_epoch().count());
  if (filter.after) {
    if (auto added = add_after(database, *filter.after, conditions); !added) return std::move(added).error();
  }
  ListQuery query;
  query.sql = "SELECT seq FROM statements INDEXED BY " + std::string(*index) + " WHERE " + conditions.sql +
              " ORDER BY created_at DESC, seq DESC LIMIT ?";
  query.arguments = std::move(conditions.arguments);
  query.arguments.emplace_back(static_cast<std::int64_t>(filter.limit));
  return query;
}

Result<std::vector<StatementRecord>> list_statements(Database& database, const StatementFilter& filter) {
  const auto plan = plan_statement_list(database, filter);
  if (!plan) return plan.error();
  Query query(database, plan->sql);
  bind_all(query, *plan);
  const auto seqs = read_seqs(query);
  if (!seqs) return seqs.error();
  return load_statements(database, *seqs);
}

}  // namespace slipher::store
