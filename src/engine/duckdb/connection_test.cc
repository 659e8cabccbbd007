#include <atomic>
#include <chrono>
#include <thread>

#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

using ConnectionTest = WarehouseTest;

TEST_F(ConnectionTest, TransactionsCommitAndRollBack) {
  must("create table t (id integer)");
  must("begin");
  EXPECT_EQ(connection_->transaction_state(), TransactionState::kOpen);
  must("begin");  // Redshift only warns
  must("insert into t values (1)");
  EXPECT_EQ(run(*connect(), "select * from t"), Lines());
  must("commit");
  EXPECT_EQ(connection_->transaction_state(), TransactionState::kIdle);
  EXPECT_EQ(run(*connect(), "select * from t"), Lines({"1"}));
  must("begin");
  must("create table u (id integer)");
  must("insert into t values (2)");
  must("rollback");
  must("rollback");
  must("commit");
  EXPECT_EQ(run("select * from t"), Lines({"1"}));
  EXPECT_EQ(error_of("select * from u"), "ERROR: relation \"u\" does not exist\n  Position: 15");
}

TEST_F(ConnectionTest, ReadOnlyTransactionsChangeNothing) {
  const std::string refusal = "ERROR: transaction is read-only";
  must("create table t (id integer)");
  must("insert into t values (1)");
  must("create procedure p() as $$ begin insert into t values (7); end $$ language plpgsql");
  must("create temp table scratch (id integer)");
  for (const auto& opening : {std::vector<std::string>{"begin read only"},
                              {"start transaction isolation level serializable, read only"},
                              {"begin", "set transaction isolation level serializable, read only"},
                              {"begin", "set transaction_read_only to on"}}) {
    for (const std::string sql :
         {"insert into t values (2)", "update t set id = 2", "delete from t", "truncate t", "drop table t",
          "create table u (id integer)", "create temp table v (id integer)", "create table u as select 1 as a",
          "select 1 as a into u", "alter table t add column a integer", "grant select on t to public",
          "comment on table t is 'x'", "create schema s", "call p()",
          "merge into t using (select 1 as i) s on t.id = s.i when matched then update set id = 3 when not matched "
          "then insert values (4)"}) {
      for (const auto& text : opening) must(text);
      EXPECT_EQ(run("select id from t"), Lines({"1"}));
      EXPECT_EQ(run("show transaction_read_only"), Lines({"on"})) << opening[0];
      EXPECT_TRUE(error_of(sql).starts_with(refusal)) << sql << ": " << error_of("select 1");
      must("rollback");
      EXPECT_EQ(run("show transaction_read_only"), Lines({"off"}));
    }
  }
  must("begin read only");
  must("insert into scratch values (5)");
  must("prepare q as insert into t values (6)");
  EXPECT_EQ(error_of("set transaction read write"), "ERROR: transaction read-write mode must be set before any query");
  must("rollback");
  must("begin read only");
  must("set transaction read write");
  must("insert into t values (2)");
  must("commit");
  EXPECT_EQ(run("select id from t order by id"), Lines({"1", "2"}));
}

TEST_F(ConnectionTest, ReadOnlyIsADefaultOfTheSessionToo) {
  must("create table t (id integer)");
  must("prepare q as insert into t values (6)");
  must("prepare r as select count(*) from t");
  must("set session characteristics as transaction read only");
  for (const std::string sql : {"insert into t values (2)", "execute q", "drop table t", "create database other"})
    EXPECT_EQ(error_of(sql), "ERROR: transaction is read-only") << sql;
  EXPECT_EQ(run("execute r"), Lines({"0"}));
  must("begin");
  EXPECT_EQ(run("show transaction_read_only"), Lines({"on"}));
  EXPECT_EQ(error_of("insert into t values (2)"), "ERROR: transaction is read-only");
  must("rollback");
  must("begin read write");
  must("insert into t values (3)");
  must("commit");
  must("set default_transaction_read_only to off");
  must("insert into t values (4)");
  EXPECT_EQ(run("execute r"), Lines({"2"}));
  // SET LOCAL outside of a transaction lasts as long as the statement does.
  must("set local query_group to 'x'");
  EXPECT_EQ(run("show query_group"), Lines({"unset"}));
}

TEST_F(ConnectionTest, FailureAbortsTheTransaction) {
  must("create table t (id integer)");
  must("begin");
  must("insert into t values (1)");
  EXPECT_NE(error_of("select * from nope"), "no error");
  EXPECT_EQ(connection_->transaction_state(), TransactionState::kAborted);
  EXPECT_EQ(error_of("select 1"),
            "ERROR: current transaction is aborted, commands ignored until end of transaction block");
  must("commit");  // ends it, by rolling back
  EXPECT_EQ(connection_->transaction_state(), TransactionState::kIdle);
  EXPECT_EQ(run("select * from t"), Lines());
}

TEST_F(ConnectionTest, FailureInAStreamAbortsTheTransaction) {
  must("begin");
  EXPECT_NE(
      error_of("select 10 / (5000 - n) from (select row_number() over () as n from generate_series(1, 9000) as g(i))"),
      "no error");
  EXPECT_EQ(connection_->transaction_state(), TransactionState::kAborted);
  must("rollback");
  EXPECT_EQ(run("select 1"), Lines({"1"}));
}

TEST_F(ConnectionTest, TemporaryTablesShadowAndStayPrivate) {
  must("create table t (id integer)");
  must("insert into t values (1)");
  must("create temp table t (like t)");
  must("insert into t values (2)");
  EXPECT_EQ(run("select id from t"), Lines({"2"}));
  EXPECT_EQ(run("select id from public.t"), Lines({"1"}));
  EXPECT_EQ(run(*connect(), "select id from t"), Lines({"1"}));
  must("drop table t");
  EXPECT_EQ(run("select id from t"), Lines({"1"}));
  must("create table #work (a varchar(3))");
  must("insert into #work values ('abc')");
  EXPECT_EQ(run("select a from #work"), Lines({"abc"}));
  EXPECT_EQ(error_of("insert into #work values ('abcd')"), "ERROR: value too long for type character varying(3)");
}

TEST_F(ConnectionTest, ParametersAreValues) {
  must("create table t (id integer, name varchar(50))");
  const std::vector<sql::Parameter> parameters = {{"id", "7"}, {"name", "x'); drop table t; --"}};
  const auto inserted = connection_->execute({"insert into t values (:id, :name)", &parameters, "s"});
  ASSERT_TRUE(inserted) << inserted.error().message;
  EXPECT_EQ(inserted->rows, 1);
  auto selected = connection_->execute({"select name from t where id = :id and name = :name", &parameters, "s"});
  ASSERT_TRUE(selected) << selected.error().message;
  EXPECT_EQ(drain(*selected->stream), Lines({"x'); drop table t; --"}));
}

TEST_F(ConnectionTest, CountsRows) {
  must("create table t (id integer)");
  EXPECT_EQ(run("insert into t select i from generate_series(1, 100) as g(i)"), Lines({"rows: 100"}));
  EXPECT_EQ(run("update t set id = id + 1 where id <= 10"), Lines({"rows: 10"}));
  EXPECT_EQ(run("delete from t where id > 95"), Lines({"rows: 5"}));
  EXPECT_EQ(run("create table u as select * from t"), Lines({"rows: 95"}));
  EXPECT_EQ(run("truncate u"), Lines({"rows: 0"}));
  EXPECT_EQ(run("select count(*) from u"), Lines({"0"}));
}

TEST_F(ConnectionTest, InterruptStopsARunningStatement) {
  std::atomic<bool> done{false};
  std::thread canceller([&] {
    while (!done) {
      connection_->interrupt();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  auto outcome = connection_->execute(
      {"select count(*) from generate_series(1, 2000000) a(i), generate_series(1, 2000000) b(i) where a.i + b.i = 7",
       nullptr, "s"});
  if (outcome) {
    Chunk chunk;
    auto row = outcome->stream->next(chunk);
    ASSERT_FALSE(row);
    EXPECT_EQ(row.error().code, ErrorCode::kCanceled);
  } else {
    EXPECT_EQ(outcome.error().code, ErrorCode::kCanceled);
  }
  done = true;
  canceller.join();
  EXPECT_EQ(run("select 1"), Lines({"1"}));
}

TEST_F(ConnectionTest, StreamsManyRowsInOrder) {
  auto outcome = connection_->execute(
      {"select i, i::varchar as s from generate_series(1, 100000) as g(i) order by i", nullptr, "s"});
  ASSERT_TRUE(outcome) << outcome.error().message;
  std::int64_t rows = 0;
  Chunk chunk;
  for (;;) {
    auto more = outcome->stream->next(chunk);
    ASSERT_TRUE(more) << more.error().message;
    if (!*more) break;
    for (std::size_t row = 0; row < chunk.rows; ++row)
      ASSERT_EQ(cell_text(outcome->stream->columns()[1], chunk.columns[1], row), std::to_string(++rows));
  }
  EXPECT_EQ(rows, 100000);
}

TEST_F(ConnectionTest, UndrainedStreamDoesNotBlockTheNextStatement) {
  auto outcome = connection_->execute({"select i from generate_series(1, 1000000) as g(i)", nullptr, "s"});
  ASSERT_TRUE(outcome);
  Chunk chunk;
  ASSERT_TRUE(outcome->stream->next(chunk));
  outcome->stream.reset();
  EXPECT_EQ(run("select 2"), Lines({"2"}));
  ASSERT_TRUE(connection_->begin());
  EXPECT_EQ(run("select 3"), Lines({"3"}));
  ASSERT_TRUE(connection_->rollback());
}

TEST_F(ConnectionTest, WriteConflictsAreSerializationFailures) {
  must("create table t (id integer)");
  must("insert into t values (1)");
  auto other = connect();
  must("begin");
  must("update t set id = 2");
  EXPECT_EQ(run(*other, "begin"), Lines({"rows: 0"}));
  EXPECT_EQ(run(*other, "select id from t"), Lines({"1"}));
  const auto message = run(*other, "update t set id = 3").at(0);
  EXPECT_TRUE(message.starts_with("ERROR: 1023")) << message;
  EXPECT_EQ(other->transaction_state(), TransactionState::kAborted);
  must("commit");
  EXPECT_EQ(run("select * from t"), Lines({"2"}));
}

TEST_F(ConnectionTest, FirstStatementWaitsForAnotherWriter) {
  must("create table t (id integer)");
  must("insert into t values (0)");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i] {
      auto connection = *warehouse()->connect({"dev", "awsuser"});
      for (int j = 0; j < 10; ++j) {
        if (i % 2) {
          ASSERT_TRUE(connection->begin());
        }
        const auto updated = connection->execute({"update t set id = id + 1", nullptr, "s"});
        ASSERT_TRUE(updated) << updated.error().message;
        if (i % 2) {
          ASSERT_TRUE(connection->commit(nullptr));
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(run("select id from t"), Lines({"40"}));
}

TEST_F(ConnectionTest, SearchPathFindsSchemas) {
  must("create schema sales");
  must("create table sales.t (id integer)");
  must("insert into sales.t values (5)");
  EXPECT_EQ(error_of("select * from t"), "ERROR: relation \"t\" does not exist\n  Position: 15");
  must("set search_path to sales, public");
  EXPECT_EQ(run("select id from t"), Lines({"5"}));
  must("create table made_here (id integer)");
  EXPECT_EQ(run("select count(*) from sales.made_here"), Lines({"0"}));
  EXPECT_EQ(run("show search_path"), Lines({"sales, public"}));
  must("reset search_path");
  EXPECT_NE(error_of("select id from t"), "no error");
}

TEST_F(ConnectionTest, SettingsAreKept) {
  must("set query_group to 'nightly'");
  EXPECT_EQ(run("show query_group"), Lines({"nightly"}));
  must("set statement_timeout = 5000");
  EXPECT_EQ(run("show statement_timeout"), Lines({"5000"}));
  EXPECT_EQ(error_of("set statement_timeout to 'soon'"),
            "ERROR: invalid value for parameter \"statement_timeout\": \"soon\"");
  EXPECT_EQ(error_of("set no_such_thing to 1"), "ERROR: unrecognized configuration parameter \"no_such_thing\"");
  must("set enable_result_cache_for_session to off");
  EXPECT_EQ(run("show enable_result_cache_for_session"), Lines({"off"}));
  EXPECT_EQ(run(*connect(), "show query_group"), Lines({"unset"}));
}

TEST_F(ConnectionTest, PreparedStatements) {
  must("create table t (id integer, s varchar(10))");
  must("prepare p (integer, varchar) as insert into t values ($1, $2)");
  EXPECT_EQ(run("execute p (1, 'one')"), Lines({"rows: 1"}));
  must("prepare q (integer) as select s from t where id = $1");
  EXPECT_EQ(run("execute q (1)"), Lines({"one"}));
  must("deallocate p");
  EXPECT_EQ(error_of("execute p (1, 'x')"), "ERROR: prepared statement \"p\" does not exist");
}

TEST_F(ConnectionTest, OrderByMeansThePlainColumn) {
  must("create table t (i integer)");
  must("insert into t values (1), (10), (2)");
  EXPECT_EQ(run("select i, i::varchar from t order by i"), Lines({"1|1", "2|2", "10|10"}));
  EXPECT_EQ(run("select i::varchar, i from t order by i desc"), Lines({"10|10", "2|2", "1|1"}));
  EXPECT_EQ(run("select i::varchar from t group by i order by t.i"), Lines({"1", "2", "10"}));
  // A name of the result alone comes first, as in PostgreSQL.
  EXPECT_EQ(run("select i::varchar as i from t order by i"), Lines({"1", "10", "2"}));
}

TEST_F(ConnectionTest, RollbackUndoesSet) {
  must("create schema s");
  must("set query_group to 'before'");
  must("begin");
  must("set query_group to 'inside'");
  must("set search_path to s");
  must("set timezone to 'America/New_York'");
  must("rollback");
  EXPECT_EQ(run("show query_group"), Lines({"before"}));
  EXPECT_EQ(run("select current_schema()"), Lines({"public"}));
  EXPECT_EQ(run("show timezone"), Lines({"UTC"}));
  must("begin");
  must("set query_group to 'failed'");
  EXPECT_NE(error_of("select 1/0"), "no error");
  must("rollback");
  EXPECT_EQ(run("show query_group"), Lines({"before"}));
  must("begin");
  must("set query_group to 'kept'");
  must("set local search_path to s");
  must("commit");
  EXPECT_EQ(run("show query_group"), Lines({"kept"}));
  EXPECT_EQ(run("select current_schema()"), Lines({"public"}));
}

TEST_F(ConnectionTest, StatementTimeout) {
  const auto expired = "ERROR: canceling statement due to statement timeout";
  must("set statement_timeout to 50");
  EXPECT_EQ(error_of("select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b where "
                     "a.a + b.b < 0"),
            expired);
  must("begin");
  EXPECT_EQ(error_of("create table t as select a.a + b.b as i from generate_series(1, "
                     "1000000) a, generate_series(1, 1000000) b where a.a % 1000 = b.b % "
                     "1000 and a.a + b.b < 0"),
            expired);
  must("rollback");
  must("reset statement_timeout");
  EXPECT_EQ(run("select count(*) from generate_series(1, 1000000) a"), Lines({"1000000"}));
}

TEST_F(ConnectionTest, ErrorsReadAsRedshifts) {
  must("create table t (id integer not null, s varchar(3))");
  EXPECT_EQ(error_of("selec 1"), "ERROR: syntax error at or near \"selec\"\n  Position: 1");
  EXPECT_EQ(error_of("SELECT 1 FROM FROM x"), "ERROR: syntax error at or near \"FROM\"\n  Position: 15");
  EXPECT_EQ(error_of("SELECT \"\xC3\xA4\" FROM Nowhere WHERE Group = 'It'"),
            "ERROR: syntax error at or near \"Group\"\n  Position: 31");
  EXPECT_EQ(error_of("select nope from t"), "ERROR: column \"nope\" does not exist in t\n  Position: 8");
  EXPECT_EQ(error_of("create table t (id integer)"), "ERROR: Relation \"t\" already exists");
  EXPECT_EQ(error_of("insert into t values (null, 'x')"), "ERROR: Cannot insert a NULL value into column id");
  EXPECT_EQ(error_of("select nosuchfunction(1)").substr(0, 54), "ERROR: function nosuchfunction(integer) does not exist");
  EXPECT_EQ(error_of("select st_astext(1)").substr(0, 49), "ERROR: function st_astext(integer) does not exist");
  EXPECT_NE(error_of("select 'abc'::integer").find("invalid input syntax for"), std::string::npos);
  EXPECT_NE(error_of("select 1/0").find("ivision by zero"), std::string::npos);
  EXPECT_EQ(error_of("drop table nope"), "ERROR: Table \"nope\" does not exist");
  EXPECT_EQ(error_of("create model m from t target c function f iam_role default"),
            "ERROR: CREATE MODEL is not supported by Slipher");
}

TEST_F(ConnectionTest, OutsideOfTransactionsOnly) {
  must("begin");
  EXPECT_EQ(error_of("vacuum"), "ERROR: VACUUM cannot run inside a transaction block");
  must("rollback");
  must("vacuum");
  must("analyze");
}

}  // namespace
}  // namespace slipher::engine
