#include "engine/duckdb/rewrite/rewrite.h"

#include <gtest/gtest.h>

#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/sql_statement.hpp"

namespace slipher::engine {
namespace {

/// The text of what a statement becomes, or "ERROR: ...".
std::string rewritten(const std::string& text, const std::vector<std::string>& parameters = {}) {
  SessionContext session;
  session.user = "alice";
  session.last_copy_rows = 12;
  RewriteContext context{parameters, session};
  ::duckdb::Parser parser;
  parser.ParseQuery(text);
  auto done = rewrite(*parser.statements.at(0), context);
  return done ? parser.statements[0]->ToString() : done.error().message;
}

TEST(Rewrite, ChangesFunctionsAndOperatorsEverywhere) {
  EXPECT_EQ(rewritten("SELECT a / 2 AS x FROM t WHERE b % 2 = len(c)"),
            "SELECT rs_divide(a, 2) AS x FROM t WHERE (rs_modulo(b, 2) = rs_length(c))");
  EXPECT_NE(rewritten("DELETE FROM t WHERE a IN (SELECT nvl2(b, 1, 2) FROM u ORDER BY len(c))").find("rs_length(c)"),
            std::string::npos);
  EXPECT_NE(rewritten("INSERT INTO t VALUES (len('x'))").find("rs_length"), std::string::npos);
  EXPECT_NE(rewritten("CREATE VIEW v AS WITH w AS (SELECT len(a) FROM t) SELECT 1 FROM w").find("rs_length"),
            std::string::npos);
}

TEST(Rewrite, NamesColumns) {
  EXPECT_EQ(rewritten("SELECT a + 1, a, count(*), b::int FROM t"),
            "SELECT rs_add(a, 1) AS \"?column?\", a, count_star() AS count, CAST(b AS INTEGER) AS b FROM t");
}

TEST(Rewrite, TellsPatternsApart) {
  EXPECT_EQ(rewritten("SELECT a ~ 'x' AS m, a SIMILAR TO 'x' AS s, a !~ 'x' AS n FROM t"),
            "SELECT regexp_matches(rs_matched(a), 'x') AS m, regexp_full_match(rs_matched(a), rs_similar_pattern('x'), "
            "'s') AS "
            "s, (NOT regexp_matches(rs_matched(a), 'x')) AS n FROM t");
}

TEST(Rewrite, BindsParametersAsUntypedConstants) {
  EXPECT_EQ(rewritten("SELECT a FROM t WHERE b = $2 AND c = $1", {"it's", "7"}),
            "SELECT a FROM t WHERE ((b = '7') AND (c = 'it''s'))");
  EXPECT_EQ(rewritten("SELECT $2 AS x", {"1"}), "ERROR: there is no parameter $2");
}

TEST(Rewrite, KnowsTheSession) {
  EXPECT_EQ(rewritten("SELECT current_user AS u, pg_last_copy_count() AS n"), "SELECT rs_current_user() AS u, 12 AS n");
}

TEST(Rewrite, TellsFieldsFromColumns) {
  EXPECT_EQ(rewritten("SELECT t.a, t.a.b, c.d FROM t"),
            "SELECT t.a, rs_field(t.a, 'b') AS b, rs_field(c, 'd') AS d FROM t");
  EXPECT_EQ(rewritten("SELECT s.t.a FROM s.t WHERE EXISTS (SELECT 1 AS x FROM u WHERE u.a = t.a)"),
            "SELECT s.t.a FROM s.t WHERE EXISTS(SELECT 1 AS x FROM u WHERE (u.a = t.a))");
}

TEST(Rewrite, RefusesWhatReachesBeyondTheData) {
  for (const auto* text : {"SELECT * FROM read_csv('x')", "SELECT 1 FROM t WHERE a IN (SELECT * FROM glob('*'))",
                           "SELECT * FROM duckdb_settings", "SELECT * FROM slipher_internal.markers",
                           "INSERT INTO slipher_internal.m SELECT 1", "DROP TABLE slipher_internal.m",
                           "SELECT * FROM main.t", "ATTACH 'x'", "COPY t TO 'x'", "PRAGMA version", "LOAD httpfs",
                           "SET threads = 1", "CREATE MACRO f() AS 1", "EXPLAIN SELECT * FROM read_text('x')"})
    EXPECT_TRUE(rewritten(text).starts_with("ERROR: ")) << text;
}

}  // namespace
}  // namespace slipher::engine
