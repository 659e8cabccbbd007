#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sql/statement.h"
#include "sql/tree.h"

namespace slipher::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Mode = ProcedureArgument::Mode;

template <class Statement>
Statement parsed(std::string_view text) {
  auto tree = parse(text);
  if (!tree || !*tree || !std::holds_alternative<Statement>(**tree)) {
    ADD_FAILURE() << text << ": " << (tree ? "another statement" : tree.error().message);
    return {};
  }
  return std::get<Statement>(**tree);
}

std::string error_of(std::string_view text) {
  auto tree = parse(text);
  return tree ? "no error" : tree.error().message;
}

TEST(Procedure, HeadersInAllForms) {
  const auto procedure = parsed<CreateProcedure>(
      "create or replace procedure s.p(a int, IN b varchar(20), c inout numeric(8,2), OUT d double precision, "
      "timestamp with time zone) nonatomic as $$ begin end $$ language plpgsql security invoker");
  EXPECT_THAT(procedure.name, ElementsAre("s", "p"));
  EXPECT_TRUE(procedure.or_replace && procedure.nonatomic && !procedure.security_definer);
  ASSERT_EQ(procedure.arguments.size(), 5U);
  EXPECT_EQ(procedure.arguments[1].mode, Mode::kIn);
  EXPECT_EQ(procedure.arguments[2].name, "c");
  EXPECT_EQ(procedure.arguments[2].mode, Mode::kInOut);
  EXPECT_EQ(procedure.arguments[3].mode, Mode::kOut);
  EXPECT_EQ(procedure.arguments[4].name, "");
  EXPECT_EQ(
      display_arguments(procedure.arguments),
      "a integer, b character varying(20), INOUT c numeric(8,2), OUT d double precision, timestamp with time zone");
  EXPECT_EQ(procedure.body, " begin end ");
  const auto definer = parsed<CreateProcedure>(
      "create procedure p() language 'plpgsql' security definer set search_path = a, b set timezone to 'UTC' as "
      "'begin null; end'");
  EXPECT_TRUE(definer.security_definer);
  EXPECT_THAT(definer.settings, ElementsAre(std::pair<std::string, std::string>("search_path", "a, b"),
                                            std::pair<std::string, std::string>("timezone", "UTC")));
  EXPECT_EQ(definer.body, "begin null; end");
}

TEST(Procedure, HeaderErrors) {
  EXPECT_THAT(error_of("create procedure p() language plpgsql"), HasSubstr("no procedure body specified"));
  EXPECT_THAT(error_of("create procedure p(a int, a int) as $$ begin end $$ language plpgsql"),
              HasSubstr("parameter name \"a\" used more than once"));
  EXPECT_THAT(error_of("create procedure p() as $$ begin end $$ language sql"),
              HasSubstr("language \"sql\" does not exist"));
  std::string many;
  for (int i = 0; i < 33; ++i) many += (i > 0 ? ", a" : "a") + std::to_string(i) + " int";
  EXPECT_THAT(error_of("create procedure p(" + many + ") as $$ begin end $$ language plpgsql"),
              HasSubstr("more than 32 arguments"));
  const std::string large(kProcedureMaxBytes, ' ');
  EXPECT_THAT(error_of("create procedure p() as $$ begin end" + large + "$$ language plpgsql"), HasSubstr("2 MB"));
  // The position is that of the whole statement.
  EXPECT_EQ(error_of("create procedure p() as $$\nbegin\n  if x thn y; end if;\nend $$ language plpgsql"),
            "ERROR: syntax error at or near \";\"\n  Position: 46");
}

TEST(Procedure, OneTextHoldsSeveral) {
  const auto pieces = split(
      "create procedure a() as $$ begin null; end; $$ language plpgsql;\ncreate procedure b() as $_$ begin perform "
      "'$$;$$'; end; $_$ language plpgsql; call a()");
  ASSERT_EQ(pieces.size(), 3U);
  EXPECT_THAT(parsed<CreateProcedure>(pieces[1].text).name, ElementsAre("b"));
}

TEST(Procedure, DropAlterShowCall) {
  const auto drop = parsed<DropProcedure>("drop procedure if exists a(x in int, out varchar), s.b() cascade");
  EXPECT_TRUE(drop.if_exists);
  ASSERT_EQ(drop.procedures.size(), 2U);
  EXPECT_EQ(drop.procedures[0].arguments[1].mode, Mode::kOut);
  const auto alter = parsed<AlterProcedure>("alter procedure p rename to q");
  EXPECT_FALSE(alter.procedure.has_arguments);
  EXPECT_EQ(alter.value, "q");
  EXPECT_EQ(parsed<AlterProcedure>("alter procedure p(integer[]) owner to current_user").value, "current_user");
  EXPECT_EQ(parsed<ShowProcedure>("show procedure p(in a timestamp without time zone)").procedure.arguments.size(), 1U);
  const auto call = parsed<Call>("call s.p(1 + f(2, 3), b => 'x')");
  ASSERT_EQ(call.arguments.size(), 2U);
  EXPECT_EQ(call.arguments[0].value.text, "1 + f(2, 3)");
  EXPECT_EQ(call.arguments[1].name, "b");
  EXPECT_THAT(error_of("call p"), HasSubstr("syntax error at end of input"));
}

TEST(Cursor, Statements) {
  const auto declare = parsed<DeclareCursor>("declare c binary insensitive no scroll cursor without hold for select 1");
  EXPECT_EQ(declare.name, "c");
  EXPECT_EQ(declare.query.text, "select 1");
  EXPECT_EQ(parsed<FetchRows>("fetch c").rows, 1);
  EXPECT_EQ(parsed<FetchRows>("fetch next from c").rows, 1);
  EXPECT_EQ(parsed<FetchRows>("fetch forward 5 in c").rows, 5);
  EXPECT_EQ(parsed<FetchRows>("fetch all from c").rows, std::nullopt);
  EXPECT_EQ(parsed<FetchRows>("fetch forward all from c").rows, std::nullopt);
  EXPECT_EQ(parsed<FetchRows>("fetch from \"All\"").cursor, "all");
  EXPECT_EQ(parsed<FetchRows>("fetch next").cursor, "next");
  EXPECT_TRUE(parsed<CloseCursor>("close all").all);
  EXPECT_EQ(parsed<CloseCursor>("close c").name, "c");
}

}  // namespace
}  // namespace slipher::sql
