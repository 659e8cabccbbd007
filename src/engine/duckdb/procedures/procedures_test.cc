#include <atomic>
#include <chrono>
#include <gmock/gmock.h>
#include <thread>

#include "engine/duckdb/duckdb_warehouse.h"
#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ProcedureTest : public WarehouseTest {
 protected:
  void procedure(const std::string& header, const std::string& body) {
    must("create or replace procedure " + header + " as $$ " + body + " $$ language plpgsql");
  }
  Result<Outcome> call(Connection& connection, const std::string& text, const CommitMarker* part) {
    Command command;
    command.text = text;
    command.part_marker = part;
    return connection.execute(command);
  }
};

TEST_F(ProcedureTest, ShowGivesTheStatementBack) {
  must("create schema s");
  procedure("s.p(a int, INOUT b varchar(20))", "begin null; end");
  EXPECT_THAT(run("show procedure s.p(int, varchar)"),
              ElementsAre("CREATE OR REPLACE PROCEDURE s.p(a integer, INOUT b character varying(20))\n LANGUAGE "
                          "plpgsql\nAS $_$ begin null; end $_$\n"));
}

TEST_F(ProcedureTest, ProceduresOutliveTheServer) {
  procedure("p(OUT r int)", "begin r := 7; end");
  reopen();
  EXPECT_THAT(run("call p()"), ElementsAre("7"));
  must("drop procedure p()");
  reopen();
  EXPECT_THAT(error_of("call p()"), HasSubstr("procedure p() does not exist"));
}

// Recovery must never take a part for the whole.
TEST_F(ProcedureTest, CommitInTheMiddleLeavesAPartMarker) {
  must("create table t (a int)");
  procedure("p(n int)", "begin insert into t values (1); commit; insert into t values (10 / n); end");
  const CommitMarker part{"11111111-1111-1111-1111-111111111111", 0, false, false};
  ASSERT_TRUE(connection_->begin());
  auto failed = call(*connection_, "call p(0)", &part);
  ASSERT_FALSE(failed);
  ASSERT_TRUE(connection_->rollback());
  auto marker = warehouse()->find_marker(part.statement_id);
  ASSERT_TRUE(marker && *marker);
  EXPECT_FALSE((*marker)->final);
  EXPECT_EQ(run("select a from t"), Lines({"1"}));
  // The whole: its caller is told to write the final marker whatever comes behind.
  const CommitMarker whole{"22222222-2222-2222-2222-222222222222", 0, false, false};
  ASSERT_TRUE(connection_->begin());
  auto done = call(*connection_, "call p(5)", &whole);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(done->is_marked);
  CommitMarker final = whole;
  final.final = true;
  ASSERT_TRUE(connection_->commit(&final, true));
  marker = warehouse()->find_marker(whole.statement_id);
  ASSERT_TRUE(marker && *marker);
  EXPECT_TRUE((*marker)->final);
}

TEST_F(ProcedureTest, ATransactionOfTheCallersIsNotCommitted) {
  must("create table t (a int)");
  procedure("p()", "begin insert into t values (1); commit; end");
  ASSERT_TRUE(connection_->begin());  // as for a batch that is all or nothing: no part marker
  auto failed = call(*connection_, "call p()", nullptr);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message,
              HasSubstr("ERROR: COMMIT cannot be invoked from a procedure that is executing in an atomic context."));
  EXPECT_THAT(failed.error().message, HasSubstr("\n  Hint: Try calling the procedure as a top-level call"));
  ASSERT_TRUE(connection_->rollback());
  EXPECT_EQ(run("select a from t"), Lines());
}

TEST_F(ProcedureTest, CancelStopsALoop) {
  procedure("endless()",
            "declare i bigint := 0; begin loop i := i + 1; end loop; exception when others then null; end");
  std::atomic<bool> done{false};
  std::thread interrupter([&] {
    while (!done) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      connection_->interrupt();
    }
  });
  Command command;
  command.text = "call endless()";
  const auto outcome = connection_->execute(command);
  done = true;
  interrupter.join();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, ErrorCode::kCanceled);
}

TEST_F(ProcedureTest, MessagesAndCallsAreKept) {
  procedure("inner_one()", "begin raise notice 'inner'; end");
  procedure("p(n int)", "begin\n raise info 'n is %', n;\n call inner_one();\n raise exception 'over'; end");
  EXPECT_EQ(error_of("call p(3)"), "ERROR: over");
  must("set stored_proc_log_min_messages to warning");
  EXPECT_EQ(error_of("call p(4)"), "ERROR: over");
  auto& log = dynamic_cast<DuckDbWarehouse&>(*warehouse()).procedure_log();
  Lines messages;
  for (const auto& [message, call] : log.messages())
    messages.push_back(std::to_string(message.level) + " " + message.text + " line " + std::to_string(message.line) +
                       " of " + call.text + (call.aborted ? " aborted" : ""));
  EXPECT_THAT(messages, ElementsAre("30 n is 3 line 2 of call p(3) aborted", "40 inner line 1 of call inner_one()",
                                    "60 over line 4 of call p(3) aborted", "60 over line 4 of call p(4) aborted"));
  const auto calls = log.calls();
  ASSERT_EQ(calls.size(), 4U);
  EXPECT_EQ(calls[1].outer_query_id, calls[0].query_id);
  EXPECT_FALSE(calls[0].outer_query_id);
  EXPECT_TRUE(calls[0].aborted && !calls[1].aborted && calls[1].ended_at);
}

TEST_F(ProcedureTest, DefinerRunsAsTheOwner) {
  procedure("who(OUT r varchar)", "begin r := current_user; end");
  must(
      "create or replace procedure owner_of(OUT r varchar) as $$ begin r := current_user; end $$ language plpgsql "
      "security definer");
  auto other = *warehouse()->connect({.database = "dev", .user = "somebody"});
  EXPECT_THAT(run(*other, "call who()"), ElementsAre("somebody"));
  const auto owner = run("select current_user");
  EXPECT_EQ(run(*other, "call owner_of()"), owner);
  EXPECT_THAT(run(*other, "select current_user"), ElementsAre("somebody"));
}

TEST_F(ProcedureTest, LongLoopsArePlannedOnce) {
  procedure("sum_up(n int, OUT r bigint)",
            "declare s varchar := ''; begin r := 0; for i in 1..n loop r := r + i % 7; if mod(i, 1000) = 0 then s := s "
            "|| lpad(i::varchar, 5, '0'); end if; end loop; r := r * 1000 + length(s); end");
  EXPECT_THAT(run("call sum_up(5000)"), ElementsAre("14997025"));
}

TEST_F(ProcedureTest, ErrorsTellTheirPlace) {
  procedure("bad(n int)", "\nbegin\n  insert into nowhere values (n);\nend");
  procedure("calls_bad()", "\nbegin\n  call bad(1);\nend");
  EXPECT_EQ(error_of("call calls_bad()"),
            "ERROR: relation \"nowhere\" does not exist\n  Where: SQL statement \"insert into nowhere values (n)\"\n"
            "PL/pgSQL function \"bad\" line 3 at SQL statement\nSQL statement \"call bad(1)\"\nPL/pgSQL function "
            "\"calls_bad\" line 3 at SQL statement");
}

}  // namespace
}  // namespace slipher::engine
