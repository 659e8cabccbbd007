#include "sql/function.h"

#include <gtest/gtest.h>

#include "sql/tree.h"

namespace slipher::sql {
namespace {

template <class Statement>
Statement parsed(std::string_view text) {
  auto tree = parse(text);
  EXPECT_TRUE(tree) << (tree ? "" : tree.error().message);
  return std::get<Statement>(**tree);
}

std::string error_of(std::string_view text) {
  const auto tree = parse(text);
  return tree ? "no error" : tree.error().message;
}

TEST(Function, CreateInAnyOrderOfItsClauses) {
  const auto function = parsed<CreateFunction>(
      "create or replace function s.f (float, name varchar(10), timestamp with time zone, double precision) "
      "returns numeric(10,2) stable as $$ select $1 $$ language sql");
  EXPECT_TRUE(function.or_replace);
  EXPECT_EQ(function.name, (QualifiedName{"s", "f"}));
  ASSERT_EQ(function.arguments.size(), 4u);
  EXPECT_EQ(function.arguments[0].name, "double precision");
  EXPECT_EQ(function.arguments[1].name, "varchar");
  EXPECT_EQ(function.arguments[2].name, "timestamptz");
  EXPECT_EQ(function.arguments[3].name, "double precision");
  EXPECT_EQ(function.returns.modifiers, (std::vector<int>{10, 2}));
  EXPECT_EQ(function.body, " select $1 ");
  EXPECT_EQ(parsed<CreateFunction>("create function f() returns int language sql immutable as 'select 1'").body,
            "select 1");
}

TEST(Function, RefusesOtherLanguages) {
  EXPECT_EQ(
      parsed<Unsupported>("create function f(int) returns int stable as $$ return 1 $$ language plpythonu").construct,
      "LANGUAGE plpythonu");
  EXPECT_NE(
      error_of("create function f(int) returns int stable as $$ x $$ language perl").find("\"perl\" does not exist"),
      std::string::npos);
  EXPECT_NE(error_of("create function f(int) returns int as $$ x $$ language sql").find("no volatility"),
            std::string::npos);
  EXPECT_NE(error_of("create function f(int) returns int stable language sql").find("no function body"),
            std::string::npos);
}

TEST(Function, DropAndAlterNameTheirTypes) {
  const auto drop = parsed<DropFunction>("drop function if exists s.f (int, varchar) cascade");
  EXPECT_TRUE(drop.if_exists && drop.cascade);
  EXPECT_EQ(drop.function.arguments.size(), 2u);
  const auto alter = parsed<AlterFunction>("alter function f (x int) owner to bob");
  EXPECT_EQ(alter.kind, AlterFunction::Kind::kOwner);
  EXPECT_EQ(alter.value, "bob");
}

TEST(Function, ArgumentsGetNames) {
  CreateFunction function;
  function.arguments = {{"integer", {}}, {"numeric", {}}, {"numeric", {8, 2}}};
  function.body = "select $1 + $2 + $3 || '$1' -- $1";
  EXPECT_EQ(*with_named_arguments(function),
            "select cast(argument_1 as integer) + (argument_2 * cast(1 as numeric(1, 0))) + "
            "cast(argument_3 as numeric(8,2)) || '$1' -- $1");
  function.body = "select $4";
  EXPECT_EQ(with_named_arguments(function).error().message, "ERROR: there is no parameter $4");
}

TEST(Function, CancelTakesANumber) {
  EXPECT_EQ(parsed<CancelProcess>("cancel 123 'too long'").process_id, 123);
  EXPECT_NE(error_of("cancel"), "no error");
}

}  // namespace
}  // namespace slipher::sql
