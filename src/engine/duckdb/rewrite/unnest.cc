#include <algorithm>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/list.hpp"
#include "engine/duckdb/catalog/system_views.h"
#include "engine/duckdb/external/nested_type.h"
#include "engine/duckdb/external/pseudo_columns.h"
#include "engine/duckdb/rewrite/rewriter.h"
#include "engine/duckdb/rewrite/tree.h"

/// SUPER arrays and objects in FROM become (SELECT unnest(...)) subqueries, which may look to the tables on their left.
namespace slipher::engine {
namespace {

using TablePointer = ::duckdb::unique_ptr<::duckdb::TableRef>;

std::string lower(const std::string& text) { return ::duckdb::StringUtil::Lower(text); }

/// What FROM says of an unnested value.
struct Unnested {
  ParsedPointer value;
  std::string alias;
  /// The column of the values: the alias itself, unless UNNEST names it.
  std::string column;
  /// The name behind AT; "" without one.
  std::string position;
  /// UNPIVOT: the values of an object, and their keys as positions.
  bool is_object = false;
};

TablePointer subquery(Unnested unnested) {
  auto select = ::duckdb::make_uniq<::duckdb::SelectNode>();
  if (!unnested.position.empty()) {
    auto positions = tree::call(unnested.is_object ? "rs_super_keys" : "rs_super_positions", unnested.value->Copy());
    positions = tree::call("unnest", std::move(positions));
    positions->SetAlias(unnested.position);
    select->select_list.push_back(std::move(positions));
  }
  auto values = tree::call(unnested.is_object ? "rs_super_members" : "rs_super_elements", std::move(unnested.value));
  values = tree::call("unnest", std::move(values));
  values->SetAlias(unnested.column);
  select->select_list.insert(select->select_list.begin(), std::move(values));
  select->from_table = ::duckdb::make_uniq<::duckdb::EmptyTableRef>();
  auto statement = ::duckdb::make_uniq<::duckdb::SelectStatement>();
  statement->node = std::move(select);
  return ::duckdb::make_uniq<::duckdb::SubqueryRef>(std::move(statement), std::move(unnested.alias));
}

/// The names of t.a.b as they were written.
::duckdb::vector<::duckdb::string> path_of(const ::duckdb::BaseTableRef& table) {
  ::duckdb::vector<::duckdb::string> path;
  for (const auto& name : {table.catalog_name, table.schema_name, table.table_name}) {
    if (!name.empty()) path.push_back(name);
  }
  return path;
}

/// rs_unnest(value) AS item(item, position) and rs_unpivot(...), as the normalised text has them.
bool is_written_out(const ::duckdb::TableRef& table, std::string& name) {
  if (table.type != ::duckdb::TableReferenceType::TABLE_FUNCTION) return false;
  const auto& call = *table.Cast<::duckdb::TableFunctionRef>().function;
  if (call.GetExpressionClass() != ::duckdb::ExpressionClass::FUNCTION) return false;
  name = call.Cast<::duckdb::FunctionExpression>().function_name;
  return (name == "rs_unnest" || name == "rs_unpivot") && !table.column_name_alias.empty() &&
         call.Cast<::duckdb::FunctionExpression>().children.size() == 1;
}

}  // namespace

bool Scope::has_table(const std::string& name) const {
  return std::find(tables.begin(), tables.end(), name) != tables.end();
}
bool Scope::has_shared_schema(const std::string& name) const {
  return std::find(shared_schemas.begin(), shared_schemas.end(), name) != shared_schemas.end();
}

bool Scope::has_value(const std::string& name) const {
  return std::find(values.begin(), values.end(), name) != values.end();
}

std::string Rewriter::nested_type(const ::duckdb::vector<::duckdb::string>& names, std::size_t column,
                                  const Scope* inner) const {
  const auto in_scope = [&](const Scope& scope) -> std::string_view {
    for (const auto& [table, columns] : scope.nested) {
      if (column > 0 && table != lower(names[column - 1])) continue;
      const auto found = columns.find(lower(names[column]));
      if (found != columns.end()) return found->second;
    }
    return {};
  };
  std::string_view type = inner ? in_scope(*inner) : std::string_view();
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend() && type.empty(); ++scope) type = in_scope(*scope);
  for (auto field = column + 1; field < names.size(); ++field) type = member_type(type, names[field]);
  return std::string(type);
}

void Rewriter::add_nested_columns(const ::duckdb::BaseTableRef& table, Scope& scope) const {
  const auto schema = lower(table.schema_name);
  if (schema.empty() || schema == "public" || is_system_schema(schema)) return;
  const auto database = table.catalog_name.empty() ? session().database : lower(table.catalog_name);
  auto columns = nested_columns(session(), database, schema, table.table_name);
  if (!columns.empty()) scope.nested[lower(table.alias.empty() ? table.table_name : table.alias)] = std::move(columns);
}

void Rewriter::unnest(TablePointer& table, Scope& scope) {
  if (table->type == ::duckdb::TableReferenceType::JOIN) {
    auto& join = table->Cast<::duckdb::JoinRef>();
    unnest(join.left, scope);
    unnest(join.right, scope);
    return;
  }
  Unnested found;
  std::string type;
  if (std::string name; is_written_out(*table, name)) {
    auto& call = table->Cast<::duckdb::TableFunctionRef>().function->Cast<::duckdb::FunctionExpression>();
    found.value = std::move(call.children[0]);
    found.alias = table->alias;
    found.column = table->column_name_alias[0];
    if (table->column_name_alias.size() > 1) found.position = table->column_name_alias[1];
    found.is_object = name == "rs_unpivot";
  } else if (table->type == ::duckdb::TableReferenceType::BASE_TABLE) {
    auto path = path_of(table->Cast<::duckdb::BaseTableRef>());
    const auto first = lower(path[0]);
    const auto begins = [&](const Scope& each) {
      return each.has_value(first) || (path.size() > 1 && each.has_table(first));
    };
    if (begins(scope) || std::any_of(scopes_.begin(), scopes_.end(), begins)) {
      found.alias = table->alias.empty() ? path.back() : table->alias;
      found.column = found.alias;
      auto names = path;
      if (scope.has_value(first) ||
          std::any_of(scopes_.begin(), scopes_.end(), [&](const Scope& each) { return each.has_value(first); }))
        names.insert(names.begin(), names[0]);
      if (names.size() > 1) type = element_type(nested_type(names, 1, &scope));
      // A value that is unnested itself, FROM t.items AS item, item AS part: the column of the value's own name.
      if (path.size() == 1) path.push_back(path[0]);
      const bool is_value = path.size() == 2 && path[0] == path[1];
      found.value = ::duckdb::make_uniq<::duckdb::ColumnRefExpression>(
          is_value ? ::duckdb::vector<::duckdb::string>{path[0]} : std::move(path));
    }
  }
  if (!found.value) {
    if (table->type == ::duckdb::TableReferenceType::BASE_TABLE)
      add_nested_columns(table->Cast<::duckdb::BaseTableRef>(), scope);
    return scope.add(*table);
  }
  if (!type.empty()) scope.nested[lower(found.alias)][lower(found.column)] = type;
  (lower(found.column) == lower(found.alias) ? scope.values : scope.tables).push_back(lower(found.alias));
  table = subquery(std::move(found));
}

}  // namespace slipher::engine
