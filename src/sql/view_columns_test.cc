#include "sql/view_columns.h"

#include <gtest/gtest.h>

namespace slipher::sql {
namespace {

TEST(ViewColumns, StandInTheSelectListOrAroundTheQuery) {
  EXPECT_EQ(with_column_names("select a from t", {}), "select a from t");
  EXPECT_EQ(with_column_names("select a, t.b, count(*) from t", {"x", "select"}),
            "select a AS x, t.b AS \"select\", count(*) from t");
  EXPECT_EQ(with_column_names("select a as q from t order by q", {"x"}),
            "SELECT * FROM (select a as q from t order by q) AS query (x)");
  EXPECT_EQ(with_column_names("select * from t", {"x"}), "SELECT * FROM (select * from t) AS query (x)");
  EXPECT_EQ(with_column_names("select a b from t", {"x"}), "SELECT * FROM (select a b from t) AS query (x)");
  EXPECT_EQ(with_column_names("with q as (select 1) select 2", {"x"}),
            "SELECT * FROM (with q as (select 1) select 2) AS query (x)");
}

}  // namespace
}  // namespace slipher::sql
