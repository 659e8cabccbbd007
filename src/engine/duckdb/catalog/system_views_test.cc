#include "engine/duckdb/catalog/system_views.h"

#include <algorithm>

#include "engine/duckdb/catalog/type_catalog.h"
#include "engine/duckdb/warehouse_fixture.h"

namespace slipher::engine {
namespace {

class SystemViewsTest : public WarehouseTest {};

// SELECT * gives the declared columns, in their order and with their types, of every view.
TEST_F(SystemViewsTest, EveryViewHasItsDeclaredColumns) {
  must("CREATE TABLE t (a int PRIMARY KEY, b varchar(10)) DISTKEY (a) SORTKEY (a)");
  must("CREATE VIEW v AS SELECT a FROM t");
  std::size_t checked = 0;
  for (const auto* view : system_views()) {
    if (view->schema == kFacts) continue;
    const auto name = std::string(view->schema) + "." + std::string(view->name);
    auto outcome = connection_->execute({"SELECT * FROM " + name});
    ASSERT_TRUE(outcome) << name << ": " << outcome.error().message;
    const auto columns = outcome->stream->columns();
    std::vector<Column> declared;
    for (const auto& column : slipher::engine::columns_of(*view)) {
      if (!column.hidden) declared.push_back(column.column);
    }
    ASSERT_EQ(columns.size(), declared.size()) << name;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      EXPECT_EQ(columns[i].name, declared[i].name) << name;
      EXPECT_EQ(columns[i].type, declared[i].type) << name << "." << declared[i].name;
      if (declared[i].type == Type::kBpchar) {
        EXPECT_EQ(columns[i].precision, declared[i].precision) << name << "." << declared[i].name;
      }
      EXPECT_NE(columns[i].schema_name, "slipher_internal") << name;
    }
    for (const auto& row : drain(*outcome->stream)) EXPECT_EQ(row.find("ERROR: "), std::string::npos) << name;
    ++checked;
  }
  EXPECT_GT(checked, 250U);
}

TEST_F(SystemViewsTest, ListsAgreeWithTheViews) {
  must("CREATE SCHEMA s");
  must("CREATE TABLE s.t (a int)");
  must("CREATE VIEW s.v AS SELECT a FROM s.t");
  Lines listed;
  const auto tables = warehouse()->list_tables("dev", {});
  ASSERT_TRUE(tables);
  for (const auto& table : *tables) listed.push_back(table.schema + "|" + table.name);
  std::sort(listed.begin(), listed.end());
  auto shown = run("SELECT table_schema, table_name FROM information_schema.tables");
  std::sort(shown.begin(), shown.end());
  EXPECT_EQ(shown, listed);
  const auto schemas = warehouse()->list_schemas("dev", std::nullopt);
  ASSERT_TRUE(schemas);
  EXPECT_EQ(run("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_temp_%' ORDER BY 1"), *schemas);
  const auto columns = warehouse()->describe_table("dev", "pg_catalog", "pg_class");
  ASSERT_TRUE(columns);
  EXPECT_EQ(run("SELECT count(*) FROM svv_columns WHERE table_schema = 'pg_catalog' AND table_name = 'pg_class'"),
            Lines{std::to_string(columns->size())});
}

TEST_F(SystemViewsTest, OidsOutliveARestart) {
  must("CREATE TABLE t (a int)");
  const auto before = run("SELECT oid FROM pg_class WHERE relname = 't'");
  reopen();
  EXPECT_EQ(run("SELECT oid FROM pg_class WHERE relname = 't'"), before);
}

TEST(TypeCatalog, ModifiersAreRead) {
  Column column;
  column.type = Type::kNumeric;
  column.precision = 10;
  column.scale = 2;
  EXPECT_EQ(format_type(type_oid(column.type), type_modifier(column)), "numeric(10,2)");
  column.type = Type::kBpchar;
  EXPECT_EQ(format_type(type_oid(column.type), type_modifier(column)), "character(10)");
  column.type = Type::kTimestamptz;
  EXPECT_EQ(format_type(type_oid(column.type), type_modifier(column)), "timestamp with time zone");
  EXPECT_EQ(format_type(1, -1), "???");
  EXPECT_EQ(type_oid("character varying(12)"), 1043);
  EXPECT_EQ(type_oid("int4"), 23);
  EXPECT_EQ(type_oid("nothing"), 0);
}

}  // namespace
}  // namespace slipher::engine
