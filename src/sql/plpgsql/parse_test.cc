#include "sql/plpgsql/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace slipher::sql::plpgsql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Block parsed(std::string_view text) {
  auto block = parse(text);
  if (!block) {
    ADD_FAILURE() << block.error().message;
    return {};
  }
  return *std::move(block);
}

std::string error_of(std::string_view text) {
  auto block = parse(text);
  return block ? "no error" : block.error().message;
}

template <class Node>
Node only(std::string_view statement) {
  const auto block = parsed("begin " + std::string(statement) + " end");
  if (block.body.size() != 1 || !std::holds_alternative<Node>(block.body[0].node)) {
    ADD_FAILURE() << statement;
    return {};
  }
  return std::get<Node>(block.body[0].node);
}

TEST(PlPgSql, Declarations) {
  const auto block = parsed(R"(<<main>> declare
    a int; b constant varchar(3) not null default 'x;'; c numeric(8,2) := 1 + (2); d t.c%type = 3; e t%rowtype;
    declare f record; g refcursor; h cursor (x int, y varchar) is select * from t where a = x; i alias for $2;
    j alias for a; k no scroll cursor for select 1;
    begin null; end main;)");
  EXPECT_EQ(block.label, "main");
  ASSERT_EQ(block.declarations.size(), 11U);
  EXPECT_TRUE(block.declarations[1].constant && block.declarations[1].not_null);
  EXPECT_EQ(block.declarations[1].value.text, "'x;'");
  EXPECT_EQ(block.declarations[2].value.text, "1 + (2)");
  EXPECT_THAT(block.declarations[3].type_of, ElementsAre("t", "c"));
  EXPECT_EQ(block.declarations[4].kind, Declaration::Kind::kRecord);
  EXPECT_EQ(block.declarations[5].kind, Declaration::Kind::kRecord);
  EXPECT_EQ(block.declarations[6].kind, Declaration::Kind::kRefcursor);
  EXPECT_EQ(block.declarations[7].cursor_arguments.size(), 2U);
  EXPECT_EQ(block.declarations[8].alias_of, 2U);
  EXPECT_EQ(block.declarations[9].alias_name, "a");
}

TEST(PlPgSql, SqlIsKeptAsText) {
  const auto insert = only<SqlStatement>("insert into t values (1, ';', $$;$$); ");
  EXPECT_EQ(insert.verb, "insert");
  EXPECT_EQ(insert.text.text, "insert into t values (1, ';', $$;$$)");
  EXPECT_TRUE(insert.into.empty());
  const auto select = only<SqlStatement>("select a, (select b into from u) into x, r.y from t where c; ");
  ASSERT_EQ(select.into.size(), 2U);
  EXPECT_THAT(select.into[1], ElementsAre("r", "y"));
  EXPECT_EQ(select.text_without_into, "select a, (select b into from u)  from t where c");
  EXPECT_EQ(only<SqlStatement>("select into x count(*) from t;").text_without_into, "select  count(*) from t");
  EXPECT_EQ(only<SqlStatement>("with q as (select 1) select * from q into x;").text_without_into,
            "with q as (select 1) select * from q  ");
  EXPECT_EQ(only<Perform>("perform f(1) from t;").query.text, "f(1) from t");
  EXPECT_EQ(only<Execute>("execute 'select ' || x into y;").text.text, "'select ' || x");
  EXPECT_EQ(only<SqlStatement>("call p(1, x);").verb, "call");
}

TEST(PlPgSql, Control) {
  const auto condition =
      only<If>("if case when a then b end then x := 1; elsif c then y.z = 2; elseif d then null; else null; end if;");
  ASSERT_EQ(condition.branches.size(), 3U);
  EXPECT_EQ(condition.branches[0].condition.text, "case when a then b end");
  EXPECT_THAT(std::get<Assignment>(condition.branches[1].body[0].node).target, ElementsAre("y", "z"));
  EXPECT_EQ(condition.otherwise.size(), 1U);
  const auto choice = only<Case>("case x when 1, f(2, 3) then null; when 4 then else null; end case;");
  EXPECT_EQ(choice.operand.text, "x");
  EXPECT_EQ(choice.branches[0].values.size(), 2U);
  EXPECT_TRUE(choice.otherwise.has_value());
  EXPECT_TRUE(only<Case>("case when a = 1 then null; end case;").operand.empty());
  const auto range = only<ForRange>("<<l>> for i in reverse 10..n + 1 by 2 loop exit l when i < 3; end loop l;");
  EXPECT_TRUE(range.reverse);
  EXPECT_EQ(range.from.text, "10");
  EXPECT_EQ(range.to.text, "n + 1");
  EXPECT_EQ(range.step.text, "2");
  EXPECT_EQ(std::get<Exit>(range.body[0].node).label, "l");
  const auto query = only<ForQuery>("for a, b in select x, y from t loop continue; end loop;");
  EXPECT_EQ(query.targets.size(), 2U);
  EXPECT_FALSE(query.dynamic);
  EXPECT_TRUE(only<ForQuery>("for r in execute q loop end loop;").dynamic);
  EXPECT_EQ(only<While>("while x < 3 loop null; end loop;").condition.text, "x < 3");
  EXPECT_EQ(only<Loop>("loop exit; end loop;").body.size(), 1U);
}

TEST(PlPgSql, CursorsMessagesTransactions) {
  EXPECT_TRUE(only<Open>("open c for execute 'x' || y;").dynamic);
  EXPECT_EQ(only<Open>("open c(1, 2);").arguments.size(), 2U);
  EXPECT_EQ(only<Fetch>("fetch next from c into r;").cursor, "c");
  EXPECT_EQ(only<Fetch>("fetch c into a, b;").into.size(), 2U);
  EXPECT_TRUE(only<Fetch>("move c;").moves_only);
  EXPECT_EQ(only<Close>("close c;").cursor, "c");
  const auto raise = only<Raise>("raise info '% it''s %%', a, f(b, c);");
  EXPECT_EQ(raise.level, Raise::Level::kInfo);
  EXPECT_EQ(raise.format, "% it's %%");
  EXPECT_EQ(raise.arguments.size(), 2U);
  EXPECT_TRUE(only<Raise>("raise;").again);
  EXPECT_EQ(only<Transaction>("commit;").kind, Transaction::Kind::kCommit);
  EXPECT_EQ(only<Transaction>("rollback work;").kind, Transaction::Kind::kRollback);
  EXPECT_EQ(only<Transaction>("start transaction;").kind, Transaction::Kind::kStart);
  EXPECT_EQ(only<GetDiagnostics>("get diagnostics n := row_count, m = row_count;").items.size(), 2U);
  const auto block = parsed("begin null; exception when others then raise; end");
  EXPECT_TRUE(block.handler.has_value() && !block.handler_continues);
  EXPECT_TRUE(parsed("begin exception continue_handler when others then null; end").handler_continues);
}

TEST(PlPgSql, Lines) {
  const auto block = parsed("\nbegin\n  null;\n\n  x := 1; end");
  EXPECT_EQ(block.body[0].line, 2);
  EXPECT_EQ(block.body[1].line, 4);
}

TEST(PlPgSql, Errors) {
  EXPECT_THAT(error_of(""), HasSubstr("syntax error at end of input"));
  EXPECT_THAT(error_of("begin x := ; end"), HasSubstr("syntax error at or near \";\"\n  Position: 12"));
  EXPECT_THAT(error_of("begin if a then end; end"), HasSubstr("syntax error at or near \";\""));
  EXPECT_THAT(error_of("begin null; exception when division_by_zero then null; end"), HasSubstr("only OTHERS"));
  EXPECT_THAT(error_of("begin execute 'x' using a; end"), HasSubstr("USING is not supported"));
  EXPECT_THAT(error_of("begin return 1; end"), HasSubstr("RETURN cannot have a parameter"));
  EXPECT_THAT(error_of("declare a int not null; begin end"), HasSubstr("has no default"));
  EXPECT_THAT(error_of("begin <<l>> loop exit; end loop m; end"), HasSubstr("label"));
  EXPECT_THAT(error_of("begin insert into t values (1; end"), HasSubstr("syntax error"));
}

TEST(PlPgSql, Limits) {
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "begin ";
  std::string ends;
  for (int i = 0; i < 20; ++i) ends += "end; ";
  EXPECT_EQ(error_of(deep + ends), "no error");
  for (int i = 0; i < 100'000; ++i) deep += "begin ";
  EXPECT_THAT(error_of(deep), HasSubstr("nests too deeply"));
  std::string many = "declare ";
  for (int i = 0; i < 1024; ++i) many += "v" + std::to_string(i) + " int; ";
  EXPECT_EQ(error_of(many + "begin end"), "no error");
  EXPECT_THAT(error_of(many + "one_more int; begin end"), HasSubstr("more than 1024 variables"));
}

}  // namespace
}  // namespace slipher::sql::plpgsql
