#include <string>
#include <thread>

#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

constexpr const char* kIncrementally = "Refresh successfully updated MV incrementally";
constexpr const char* kFromScratch = "Refresh successfully recomputed MV from scratch";
constexpr const char* kNothing = "MV was already updated";

class RefreshTest : public WarehouseTest {
 protected:
  void SetUp() override {
    WarehouseTest::SetUp();
    must("create table t (id int, city varchar(20), price numeric(10,2), at date)");
    must(
        "insert into t values (1, 'Rome', 10.00, '2024-01-01'), (2, 'Oslo', 20.50, null), (3, 'Rome', null, "
        "'2024-03-01')");
  }
  /// How the view was refreshed. It must then hold what its query gives now.
  std::string refresh(const std::string& query, const std::string& view = "v") {
    must("refresh materialized view " + view);
    EXPECT_EQ(run("select * from " + view + " order by 1, 2"), run("select * from (" + query + ") order by 1, 2"));
    return last_status();
  }
  std::string last_status() {
    const auto rows = run("select status from svl_mv_refresh_status order by starttime desc limit 1");
    return rows.empty() ? "" : rows[0];
  }
  std::string make(const std::string& query) {
    must("create materialized view v as " + query);
    return query;
  }
};

TEST_F(RefreshTest, IsAllThatChangesAView) {
  const auto query = make("select id, city from t");
  must("create schema other");
  must("create table other.v (id int, city varchar(20))");
  for (const std::string sql :
       {"insert into v select id, city from t", "insert into public.v values (9, 'x')",
        "update dev.public.v set id = 0", "delete from v", "delete from v using t where v.id = t.id",
        "merge into v using t on v.id = t.id when matched then update set id = 1 when not matched then insert values "
        "(1)"})
    EXPECT_EQ(error_of(sql).substr(0, 40), "ERROR: cannot change materialized view \"") << sql;
  must("insert into other.v values (1, 'x')");
  must("set search_path to other, public");
  must("update v set id = 2");
  must("set search_path to public");
  must("create temp table v (id int)");
  must("insert into v values (1)");
  must("drop table v");
  EXPECT_EQ(refresh(query), kNothing);
}

TEST_F(RefreshTest, TakesUpAddedRows) {
  const auto query =
      make("select id, upper(city) as city, price * 2 as twice from t where price > 10 or city = 'Rome'");
  EXPECT_EQ(refresh(query), kNothing);
  must("insert into t values (4, 'Oslo', 40.00, '2024-04-01'), (5, 'Oslo', 1.00, '2024-04-01')");
  EXPECT_EQ(refresh(query), kIncrementally);
  must("insert into t select id + 10, city, price, at from t");
  EXPECT_EQ(refresh(query), kIncrementally);
  EXPECT_EQ(refresh(query), kNothing);
}

TEST_F(RefreshTest, TakesUpAddedRowsByGroups) {
  const auto query = make(
      "select city, count(*) as n, count(at) as dates, sum(price) as total, min(at) as first, max(price) as dearest, "
      "sum(id) as ids from t group by city");
  must("insert into t values (4, 'Oslo', 40.00, '2023-04-01'), (5, 'Bern', null, null), (6, null, 3, null)");
  EXPECT_EQ(refresh(query), kIncrementally);
  must("insert into t values (7, null, 4, '2020-01-01'), (8, 'Bern', 5, null), (9, 'Rome', 99, '2025-01-01')");
  EXPECT_EQ(refresh(query), kIncrementally);
  EXPECT_EQ(run("select n, total, first, dearest from v where city = 'Rome'"),
            run("select 3, 109.00::numeric(38,2), date '2024-01-01', 99.00::numeric(10,2)"));
}

TEST_F(RefreshTest, TakesUpAddedRowsOfAWholeTable) {
  const auto query = make("select count(*) as n, sum(price) as total from t");
  must("insert into t values (4, 'Oslo', 40.00, null)");
  EXPECT_EQ(refresh(query), kIncrementally);
}

TEST_F(RefreshTest, GroupsByPlaceNameOrExpression) {
  for (const std::string group : {"1", "month", "date_trunc('month', at)"}) {
    const auto query = make("select date_trunc('month', at) as month, sum(price) as total from t group by " + group);
    must("insert into t values (4, 'Oslo', 40.00, '2024-01-31')");
    EXPECT_EQ(refresh(query), kIncrementally) << group;
    must("drop materialized view v");
  }
}

TEST_F(RefreshTest, ComputesAnewWhatIsNotSimple) {
  must("create table other (id int)");
  for (const std::string query :
       {"select distinct city, 1 as one from t", "select city, avg(price) as a from t group by city",
        "select city, count(distinct id) as n from t group by city",
        "select t.id, city from t join other on t.id = other.id",
        "select id, row_number() over (order by id) as n from t", "select id, (select max(id) from other) as m from t",
        "select city, max(city) as m from t group by city",
        "select id, city from t union all select id, 'x' from other",
        "select city, sum(id) as n from t group by city having sum(id) > 1",
        "select id, city from t where id in (select id from other)"}) {
    make(query);
    must("insert into t values (4, 'Oslo', 40.00, '2024-01-31')");
    EXPECT_EQ(refresh(query), kFromScratch) << query;
    must("drop materialized view v");
  }
}

TEST_F(RefreshTest, ComputesAnewWhenRowsWereChanged) {
  const auto query = make("select city, sum(price) as total from t group by city");
  for (const std::string change :
       {"update t set price = 1 where id = 1", "delete from t where id = 2", "truncate t",
        "insert into t values (1, 'Rome', 1, null); delete from t where id = 1", "alter table t append from donor"}) {
    if (change.starts_with("alter")) {
      must("create table donor (like t)");
      must("insert into donor values (8, 'Bern', 8, null)");
      must(change);
      must("update t set price = price + 1");
    } else {
      for (std::size_t at = 0; at < change.size();) {
        const auto end = std::min(change.find(';', at), change.size());
        must(change.substr(at, end - at));
        at = end + 1;
      }
    }
    EXPECT_EQ(refresh(query), kFromScratch) << change;
    must("insert into t values (5, 'Oslo', 5, null)");
    EXPECT_EQ(refresh(query), kIncrementally) << change;
  }
}

TEST_F(RefreshTest, ComputesAnewAfterMerge) {
  const auto query = make("select id, price from t");
  must("create table s (id int, price numeric(10,2))");
  must("insert into s values (1, 77), (9, 99)");
  must(
      "merge into t using s on t.id = s.id when matched then update set price = s.price when not matched then insert "
      "(id, price) values (s.id, s.price)");
  EXPECT_EQ(refresh(query), kFromScratch);
}

TEST_F(RefreshTest, CountsItsOwnTransaction) {
  const auto query = make("select city, sum(price) as total from t group by city");
  must("begin");
  must("insert into t values (4, 'Oslo', 40.00, null)");
  EXPECT_EQ(refresh(query), kFromScratch) << "rows that are not committed yet";
  EXPECT_EQ(refresh(query), kFromScratch);
  must("insert into t values (5, 'Oslo', 50.00, null)");
  must("commit");
  EXPECT_EQ(refresh(query), kFromScratch);
  must("insert into t values (6, 'Oslo', 60.00, null)");
  must("begin");
  EXPECT_EQ(refresh(query), kIncrementally);
  EXPECT_EQ(refresh(query), kFromScratch) << "how far it goes is known when the transaction has ended";
  must("rollback");
  EXPECT_EQ(refresh(query), kFromScratch);
  must("begin");
  must("update t set price = 0 where id = 6");
  EXPECT_EQ(refresh(query), kFromScratch);
  must("commit");
  EXPECT_EQ(refresh(query), kFromScratch);
  EXPECT_EQ(refresh(query), kNothing);
}

TEST_F(RefreshTest, SeesChangesOfATransactionThatWasOpen) {
  auto other = connect();
  ASSERT_TRUE(other->begin());
  run(*other, "update t set price = 1000 where id = 1");
  const auto query = make("select id, price from t");
  ASSERT_TRUE(other->commit(nullptr, false));
  EXPECT_EQ(refresh(query), kFromScratch);

  ASSERT_TRUE(other->begin());
  run(*other, "update t set price = 2000 where id = 1");
  EXPECT_EQ(run("refresh materialized view v").size(), 1u);
  ASSERT_TRUE(other->commit(nullptr, false));
  EXPECT_EQ(refresh(query), kFromScratch);
}

TEST_F(RefreshTest, FollowsRenamesAndReplacements) {
  const auto query = make("select id, price from t");
  must("alter table t rename to u");
  must("create table t (id int, city varchar(20), price numeric(10,2), at date)");
  must("insert into t values (100, 'no', 1, null)");
  must("insert into u values (4, 'Oslo', 40.00, null)");
  EXPECT_EQ(refresh("select id, price from u"), kFromScratch);
  must("insert into u values (5, 'Oslo', 40.00, null)");
  EXPECT_EQ(refresh("select id, price from u"), kIncrementally);
}

TEST_F(RefreshTest, ComputesAnewOnceAfterAStart) {
  const auto query = make("select city, sum(price) as total from t group by city");
  must("delete from t where id = 2");
  connection_.reset();
  reopen();
  must("insert into t values (4, 'Oslo', 40.00, null)");
  EXPECT_EQ(refresh(query), kFromScratch);
  must("insert into t values (5, 'Oslo', 40.00, null)");
  EXPECT_EQ(refresh(query), kIncrementally);
}

TEST_F(RefreshTest, SeesThatRowsWereNumberedAnew) {
  must("insert into t select n, 'x', n, null from (select * from generate_series(1, 200000) as g(n))");
  const auto query = make("select city, count(*) as n from t group by city");
  must("delete from t where id % 3 = 0");
  EXPECT_EQ(refresh(query), kFromScratch);
  must("vacuum");
  run("checkpoint");
  must("insert into t values (1, 'Oslo', 1, null)");
  refresh(query);
  connection_.reset();
  reopen();
  must("insert into t values (1, 'Oslo', 1, null)");
  refresh(query);
}

TEST_F(RefreshTest, IsRightWhileOthersWrite) {
  const auto query = make("select city, count(*) as n, sum(id) as ids from t group by city");
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 3; ++writer) {
    writers.emplace_back([this, writer] {
      auto own = connect();
      for (int i = 0; i < 30; ++i) {
        const auto number = std::to_string(writer * 1000 + i);
        ASSERT_TRUE(own->begin());
        run(*own, writer == 2 && i % 7 == 0
                      ? "delete from t where city = 'c0' and id < " + number
                      : "insert into t values (" + number + ", 'c" + std::to_string(i % 3) + "', 1, null)");
        ASSERT_TRUE(own->commit(nullptr, false));
      }
    });
  }
  for (int i = 0; i < 20; ++i) must("refresh materialized view v");
  for (auto& writer : writers) writer.join();
  refresh(query);
}

TEST_F(RefreshTest, AutoRefreshTakesUpRowsToo) {
  must("create materialized view v auto refresh yes as select city, sum(price) as total from t group by city");
  must("insert into t values (4, 'Oslo', 40.00, null)");
  for (int i = 0; i < 200 && last_status().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(last_status(), kIncrementally);
  EXPECT_EQ(run("select trim(refresh_type), session_id from sys_mv_refresh_history where mv_name = 'v'"),
            Lines{"Auto|0"});
  EXPECT_EQ(run("select * from v order by 1"), run("select city, sum(price) from t group by city order by 1"));
}

}  // namespace
}  // namespace slipher::engine
