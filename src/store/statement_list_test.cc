#include "store/statement_list.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <random>

#include "store/test_support.h"

namespace slipher::store {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class StatementListTest : public StoreTest {
 protected:
  /// Statement n of `count`, with attributes that follow from n.
  static StatementRecord numbered(int n) {
    StatementRecord record = full_statement("id-" + std::to_string(n));
    record.owner = n % 3 == 0 ? "alice" : "bob";
    record.statement_name = n % 4 == 0 ? "" : "etl_" + std::to_string(n % 7) + (n % 2 ? "_odd" : "");
    record.state = static_cast<StatementState>(n % 6);
    record.warehouse = "w" + std::to_string(n % 5);
    record.is_workgroup = n % 10 == 0;
    record.database = n % 2 ? "dev" : "test";
    record.created_at = at(n / 3);  // three at the same instant
    return record;
  }
  void fill(int count) {
    auto transaction = store_->begin();
    for (int n = 0; n < count; ++n) transaction->put(numbered(n));
    ASSERT_TRUE(store_->commit_and_wait(std::move(transaction)));
  }
  std::vector<std::string> all_pages(StatementFilter filter) {
    std::vector<std::string> ids;
    while (true) {
      const auto page = store_->list_statements(filter);
      EXPECT_TRUE(page) << page.error().message;
      if (!page) return ids;
      for (const auto& record : *page) ids.push_back(record.id);
      if (page->size() < filter.limit) return ids;
      filter.after = {page->back().created_at, page->back().id};
    }
  }
  static std::vector<std::string> expected(int count, const StatementFilter& filter) {
    std::vector<std::string> ids;
    for (int n = count - 1; n >= 0; --n) {
      const StatementRecord r = numbered(n);
      const bool matches =
          (!filter.owner || r.owner == *filter.owner) &&
          (!filter.name_prefix || r.statement_name.starts_with(*filter.name_prefix)) &&
          (!filter.state || r.state == *filter.state) && (!filter.database || r.database == *filter.database) &&
          (!filter.warehouse || r.warehouse == *filter.warehouse) &&
          (!filter.is_workgroup || r.is_workgroup == *filter.is_workgroup) && r.created_at >= filter.created_from;
      if (matches) ids.push_back(r.id);
    }
    return ids;
  }
};

TEST_F(StatementListTest, EveryCombinationOfFiltersGivesEveryRowOnceNewestFirst) {
  constexpr int kRows = 400;
  fill(kRows);
  for (int mask = 0; mask < 128; ++mask) {
    StatementFilter filter{.limit = 7};
    if (mask & 1) filter.owner = "bob";
    if (mask & 2) filter.name_prefix = mask & 64 ? "etl_3" : "etl_";
    if (mask & 4) filter.state = StatementState::kFinished;
    if (mask & 8) filter.database = "dev";
    if (mask & 16) filter.warehouse = "w3";
    if (mask & 32) filter.is_workgroup = mask & 16 ? false : true;
    if (mask & 64) filter.created_from = at(40);
    EXPECT_EQ(all_pages(filter), expected(kRows, filter)) << mask;
  }
}

TEST_F(StatementListTest, ListsCarryNoResults) {
  put(finished_statement("a"));
  EXPECT_EQ(store_->list_statements({})->front().subs[0].result, "");
  EXPECT_EQ(store_->list_statements({})->front().subs[0].sql, "select :a");
}

TEST_F(StatementListTest, PrefixesAreBytesNotPatterns) {
  int n = 0;
  for (const char* name : {"a", "ab", "a%", "a_", "A", "b", "a\xC3\xBC", "a\xFF\xFF", "\xFF", "\xFF\xFF", ""}) {
    StatementRecord record = full_statement(std::to_string(n++));
    record.statement_name = name;
    put(record);
  }
  const auto count = [&](const char* prefix) { return store_->list_statements({.name_prefix = prefix})->size(); };
  EXPECT_EQ(count("a"), 6u);
  EXPECT_EQ(count("a%"), 1u);
  EXPECT_EQ(count("a\xFF"), 1u);
  EXPECT_EQ(count("\xFF"), 2u);
  EXPECT_EQ(count("A"), 1u);
  EXPECT_EQ(count(""), 11u);
}

TEST_F(StatementListTest, AForgottenLastEntryDoesNotEndThePages) {
  fill(30);
  StatementFilter filter{.limit = 4};
  const auto page = store_->list_statements(filter);
  filter.after = {page->back().created_at, page->back().id};
  auto transaction = store_->begin();
  transaction->erase_statement(page->back().id);
  ASSERT_TRUE(store_->commit_and_wait(std::move(transaction)));
  EXPECT_FALSE(store_->list_statements(filter)->empty());
}

TEST(AfterPrefix, IsTheNextTextThatDoesNotStartSo) {
  EXPECT_EQ(after_prefix("a"), "b");
  EXPECT_EQ(after_prefix("a\xFF"), "b");
  EXPECT_EQ(after_prefix("\xFF\xFF"), "");
}

/// What SQLite says it will do for the plan of `filter`.
class StatementPlanTest : public StatementListTest {
 protected:
  std::string explain(const StatementFilter& filter) {
    std::string text;
    EXPECT_TRUE(store_->on_writer([&](Database& database) -> Result<void> {
      const auto plan = plan_statement_list(database, filter);
      if (!plan) return plan.error();
      Query query(database, "EXPLAIN QUERY PLAN " + plan->sql);
      while (query.next()) text += query.text(3) + "\n";
      return query.status();
    }));
    return text;
  }
};

TEST_F(StatementPlanTest, NoFullScanAndNoSortOfTheTable) {
  fill(100);
  const auto in_order = [&](const StatementFilter& filter, const std::string& index) {
    const std::string plan = explain(filter);
    EXPECT_THAT(plan, HasSubstr("INDEX " + index)) << plan;
    EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE"))) << plan;
    EXPECT_THAT(plan, Not(HasSubstr("SCAN"))) << plan;
  };
  in_order({.created_from = at(0)}, "statements_by_time");
  in_order({.state = StatementState::kFinished}, "statements_by_state");
  in_order({.warehouse = "w1", .is_workgroup = false}, "statements_by_warehouse");
  in_order({.owner = "alice"}, "statements_by_owner");
  in_order({.owner = "alice", .after = std::pair(at(5), std::string("id-1"))}, "statements_by_owner");
}

TEST_F(StatementPlanTest, ARarePrefixIsLookedUp) {
  fill(100);
  EXPECT_THAT(explain({.name_prefix = "etl_3"}), HasSubstr("statements_by_name"));
}

TEST_F(StatementPlanTest, TheRarestConditionLeads) {
  auto transaction = store_->begin();
  for (int n = 0; n < 1000; ++n) {
    StatementRecord record = numbered(n);
    record.state = n == 17 ? StatementState::kFailed : StatementState::kFinished;
    record.warehouse = "w";
    transaction->put(record);
  }
  ASSERT_TRUE(store_->commit_and_wait(std::move(transaction)));
  EXPECT_THAT(explain({.state = StatementState::kFailed, .warehouse = "w"}), HasSubstr("statements_by_state"));
  EXPECT_THAT(explain({.state = StatementState::kFinished, .warehouse = "none"}), HasSubstr("statements_by_warehouse"));
}

}  // namespace
}  // namespace slipher::store
