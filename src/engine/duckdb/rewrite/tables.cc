#include <algorithm>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/expression/comparison_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/list.hpp"
#include "engine/duckdb/catalog/expand_view.h"
#include "engine/duckdb/catalog/system_views.h"
#include "engine/duckdb/external/pseudo_columns.h"
#include "engine/duckdb/external/shared_schema.h"
#include "engine/duckdb/federated/federated_scan.h"
#include "engine/duckdb/federated/federated_schema.h"
#include "engine/duckdb/refresh/materialized_view.h"
#include "engine/duckdb/rewrite/function_table.h"
#include "engine/duckdb/rewrite/object_casts.h"
#include "engine/duckdb/rewrite/refusals.h"
#include "engine/duckdb/rewrite/rewriter.h"
#include "engine/duckdb/rewrite/tree.h"

/// What stands in FROM.
namespace slipher::engine {
namespace {

using TablePointer = ::duckdb::unique_ptr<::duckdb::TableRef>;

std::string lower(const std::string& text) { return ::duckdb::StringUtil::Lower(text); }

/// Functions that a query reads rows from, and the views that have them.
constexpr std::pair<std::string_view, std::string_view> kViewFunctions[] = {
    {"pg_get_late_binding_view_cols", "late_binding_columns"},
    {"pg_get_session_roles", "session_roles"},
};

/// Puts the call that stands for a view in the place of what named it.
void replace(TablePointer& table, const SystemView& view, const std::string& name) {
  auto call = view_call(view.schema, view.name);
  call->alias = table->alias.empty() ? name : table->alias;
  call->column_name_alias = std::move(table->column_name_alias);
  call->query_location = table->query_location;
  table = std::move(call);
}

/// Puts what reads a table, under its own name, in the place of that name.
void put_in_place(TablePointer& table, TablePointer reading) {
  auto& base = table->Cast<::duckdb::BaseTableRef>();
  if (!base.alias.empty()) reading->alias = base.alias;
  reading->column_name_alias = std::move(base.column_name_alias);
  reading->query_location = base.query_location;
  table = std::move(reading);
}

void put_remote_table(TablePointer& table, const std::string& database, const std::string& schema) {
  put_in_place(table, federated_table(database, schema, table->Cast<::duckdb::BaseTableRef>().table_name));
}

/// The federated schema of the search path that an unqualified name is looked for in: it comes after all others, since
/// its server would have to be asked.
std::optional<std::string> remote_schema_of(const SessionContext& session, const std::string& name) {
  const auto& path = session.search_path;
  if (std::all_of(path.begin(), path.end(), [](const auto& schema) { return schema == "public"; })) return std::nullopt;
  const auto is_there = [&](const auto& schema) { return has_own_relation(session, session.database, schema, name); };
  if (has_own_relation(session, "temp", "main", name) || std::any_of(path.begin(), path.end(), is_there))
    return std::nullopt;
  for (const auto& schema : path) {
    if (schema != "public" && is_federated_schema(session, session.database, schema)) return schema;
  }
  return std::nullopt;
}

/// pg_get_cols('relation') AS cols(a, b ...).
bool replace_columns_of_relation(TablePointer& table) {
  const auto& call = table->Cast<::duckdb::TableFunctionRef>().function->Cast<::duckdb::FunctionExpression>();
  if (call.children.size() != 1 || !tree::constant_text(*call.children[0])) return false;
  ::duckdb::Parser parser;
  parser.ParseQuery(
      "SELECT view_schema, view_name, col_name, col_type, col_num FROM slipher_view('facts', 'columns_of_relations') "
      "ORDER BY col_num");
  auto query =
      ::duckdb::unique_ptr_cast<::duckdb::SQLStatement, ::duckdb::SelectStatement>(std::move(parser.statements.at(0)));
  query->node->Cast<::duckdb::SelectNode>().where_clause = ::duckdb::make_uniq<::duckdb::ComparisonExpression>(
      ::duckdb::ExpressionType::COMPARE_EQUAL, ::duckdb::make_uniq<::duckdb::ColumnRefExpression>("relation_oid"),
      oid_of_relation(*call.children[0]));
  auto subquery = ::duckdb::make_uniq<::duckdb::SubqueryRef>(
      std::move(query), table->alias.empty() ? std::string("pg_get_cols") : table->alias);
  subquery->column_name_alias = std::move(table->column_name_alias);
  table = std::move(subquery);
  return true;
}

/// Functions that read the rows of svv_iam_privileges that belong to their argument.
struct RoleFunction {
  std::string_view name;
  const char* rows;
  const char* key;
};
constexpr RoleFunction kRoleFunctions[] = {
    {"pg_get_iam_role_by_user",
     "SELECT identity_name AS username, iam_arn AS iam_role, command_type AS cmd FROM slipher_view('pg_catalog', "
     "'svv_iam_privileges')",
     "identity_name"},
    {"pg_get_grantee_by_iam_role",
     "SELECT identity_name AS grantee, identity_type AS grantee_type, command_type AS cmd_type FROM "
     "slipher_view('pg_catalog', 'svv_iam_privileges')",
     "iam_arn"},
};

bool replace_role_function(TablePointer& table) {
  const auto& call = table->Cast<::duckdb::TableFunctionRef>().function->Cast<::duckdb::FunctionExpression>();
  const auto name = lower(call.function_name);
  for (const auto& function : kRoleFunctions) {
    if (name != function.name || call.children.size() != 1) continue;
    ::duckdb::Parser parser;
    parser.ParseQuery(function.rows);
    auto query = ::duckdb::unique_ptr_cast<::duckdb::SQLStatement, ::duckdb::SelectStatement>(
        std::move(parser.statements.at(0)));
    query->node->Cast<::duckdb::SelectNode>().where_clause = ::duckdb::make_uniq<::duckdb::ComparisonExpression>(
        ::duckdb::ExpressionType::COMPARE_EQUAL, ::duckdb::make_uniq<::duckdb::ColumnRefExpression>(function.key),
        call.children[0]->Copy());
    auto subquery =
        ::duckdb::make_uniq<::duckdb::SubqueryRef>(std::move(query), table->alias.empty() ? name : table->alias);
    subquery->column_name_alias = std::move(table->column_name_alias);
    table = std::move(subquery);
    return true;
  }
  return false;
}

bool is_integer_constant(const ::duckdb::ParsedExpression& expression) {
  return expression.GetExpressionClass() == ::duckdb::ExpressionClass::CONSTANT &&
         expression.Cast<::duckdb::ConstantExpression>().value.type().id() == ::duckdb::LogicalTypeId::INTEGER;
}

/// The engine's generate_series() in FROM gives BIGINT whatever its arguments are.
bool cast_series(TablePointer& table) {
  auto& ref = table->Cast<::duckdb::TableFunctionRef>();
  const auto& arguments = ref.function->Cast<::duckdb::FunctionExpression>().children;
  const bool is_small = std::all_of(arguments.begin(), arguments.end(),
                                    [](const auto& argument) { return is_integer_constant(*argument); });
  if (!is_small) return false;
  auto names = std::move(ref.column_name_alias);
  auto shown = ref.alias.empty() ? std::string("generate_series") : ref.alias;
  ref.alias = "slipher_series";  // the text of a view or CREATE TABLE AS needs one
  ref.column_name_alias = {"value"};
  auto node = ::duckdb::make_uniq<::duckdb::SelectNode>();
  node->select_list.push_back(
      tree::cast(::duckdb::make_uniq<::duckdb::ColumnRefExpression>("value"), ::duckdb::LogicalType::INTEGER));
  node->select_list.back()->SetAlias(names.empty() ? shown : names[0]);
  node->from_table = std::move(table);
  auto query = ::duckdb::make_uniq<::duckdb::SelectStatement>();
  query->node = std::move(node);
  table = ::duckdb::make_uniq<::duckdb::SubqueryRef>(std::move(query), shown);
  return true;
}

/// A function of one value in FROM is a table of one row, as pg_relation_size('t'). Only those that Slipher has a rule
/// for: other names might be the engine's table functions.
bool replace_value(TablePointer& table) {
  auto& ref = table->Cast<::duckdb::TableFunctionRef>();
  const auto name = ::duckdb::StringUtil::Lower(ref.function->Cast<::duckdb::FunctionExpression>().function_name);
  if (!find_function(name) || is_table_function(name)) return false;
  const auto shown = table->alias.empty() ? name : table->alias;
  auto node = ::duckdb::make_uniq<::duckdb::SelectNode>();
  node->from_table = ::duckdb::make_uniq<::duckdb::EmptyTableRef>();
  node->select_list.push_back(std::move(ref.function));
  node->select_list.back()->SetAlias(shown);
  auto query = ::duckdb::make_uniq<::duckdb::SelectStatement>();
  query->node = std::move(node);
  auto subquery = ::duckdb::make_uniq<::duckdb::SubqueryRef>(std::move(query), shown);
  subquery->column_name_alias = std::move(table->column_name_alias);
  table = std::move(subquery);
  return true;
}

}  // namespace

void Scope::add(const ::duckdb::TableRef& table) {
  switch (table.type) {
    case ::duckdb::TableReferenceType::BASE_TABLE:
      tables.push_back(::duckdb::StringUtil::Lower(table.alias.empty() ? table.Cast<::duckdb::BaseTableRef>().table_name
                                                                       : table.alias));
      return;
    case ::duckdb::TableReferenceType::JOIN:
      add(*table.Cast<::duckdb::JoinRef>().left);
      return add(*table.Cast<::duckdb::JoinRef>().right);
    case ::duckdb::TableReferenceType::SUBQUERY:
    case ::duckdb::TableReferenceType::EXPRESSION_LIST:
      tables.push_back(::duckdb::StringUtil::Lower(table.alias));
      return;
    case ::duckdb::TableReferenceType::EMPTY_FROM:
      return;
    default:
      open = true;
  }
}

const Rewriter::CommonTable* Rewriter::find_common_table(const std::string& name) const {
  const auto found = std::find_if(common_tables_.rbegin(), common_tables_.rend(),
                                  [&](const CommonTable& table) { return table.name == name; });
  return found == common_tables_.rend() ? nullptr : &*found;
}

void Rewriter::target(const ::duckdb::TableRef& table) {
  if (table.type != ::duckdb::TableReferenceType::BASE_TABLE)
    throw Refusal{"syntax error: only a table can be changed"};
  const auto& base = table.Cast<::duckdb::BaseTableRef>();
  check_target(base.catalog_name, base.schema_name, base.table_name);
}

void Rewriter::check_target(const std::string& catalog, const std::string& schema, const std::string& name) {
  check_relation(catalog, schema, name);
  if (!schema.empty() && schema != "public" &&
      !has_own_relation(session(), catalog.empty() ? session().database : lower(catalog), lower(schema), name) &&
      is_federated_schema(session(), lower(catalog), lower(schema)))
    throw Refusal{"\"" + name + "\" is a view or an external table, which cannot be changed"};
  if (is_materialized_view(session(), lower(catalog), lower(schema), name))
    throw Refusal{"cannot change materialized view \"" + name + "\""};
  if ((schema.empty() || is_system_schema(lower(schema))) && find_system_view(lower(schema), lower(name)))
    throw Refusal{"permission denied: \"" + lower(name) + "\" is a system catalog"};
}

void Rewriter::base_table(TablePointer& table) {
  const auto& base = table->Cast<::duckdb::BaseTableRef>();
  check_relation(base.catalog_name, base.schema_name, base.table_name);
  const auto schema = lower(base.schema_name);
  const auto name = lower(base.table_name);
  if (!schema.empty() && !is_system_schema(schema)) {
    const auto database = base.catalog_name.empty() ? session().database : lower(base.catalog_name);
    if (schema == "public") return;
    if (has_own_relation(session(), database, schema, base.table_name)) return pseudo_columns(table, database, schema);
    if (!is_federated_schema(session(), database, schema)) return shared_table(table->Cast<::duckdb::BaseTableRef>());
    put_remote_table(table, database, schema);
    if (!scopes_.empty()) scopes_.back().shared_schemas.push_back(schema);
    return;
  }
  if (schema.empty() && find_common_table(name)) return;
  if (!base.catalog_name.empty() && lower(base.catalog_name) != session().database)
    throw Refusal{"relation \"" + lower(base.catalog_name) + "." + schema + "." + name + "\" does not exist"};
  if (const auto* view = find_system_view(schema, name)) return replace(table, *view, name);
  // DuckDB has a catalog of its own under these names.
  if (!schema.empty()) throw Refusal{"relation \"" + schema + "." + name + "\" does not exist"};
  if (is_engine_catalog(name)) throw Refusal{"relation \"" + name + "\" does not exist"};
  if (const auto remote = remote_schema_of(session(), base.table_name))
    put_remote_table(table, session().database, *remote);
}

/// Where the statement may name the pseudo-columns of an external table, it is read with them.
void Rewriter::pseudo_columns(TablePointer& table, const std::string& database, const std::string& schema) {
  const auto& name = table->Cast<::duckdb::BaseTableRef>().table_name;
  if (!may_name_pseudo_columns(text_) || !is_external_table(session(), database, schema, name)) return;
  put_in_place(table, external_table_with_pseudo_columns(database, schema, name));
  if (!scopes_.empty()) scopes_.back().shared_schemas.push_back(schema);
}

/// A table of an external schema that stands for a schema of another database.
void Rewriter::shared_table(::duckdb::BaseTableRef& table) {
  const auto schema = lower(table.schema_name);
  const auto database = table.catalog_name.empty() ? session().database : lower(table.catalog_name);
  const auto shared = database == session().database ? find_shared_schema(session(), schema) : std::nullopt;
  if (!shared) return;
  table.catalog_name = shared->database;
  table.schema_name = shared->schema;
  if (!scopes_.empty()) scopes_.back().shared_schemas.push_back(schema);
}

void Rewriter::table_function(TablePointer& table) {
  auto& ref = table->Cast<::duckdb::TableFunctionRef>();
  if (ref.function->GetExpressionClass() == ::duckdb::ExpressionClass::FUNCTION) {
    const auto name = lower(ref.function->Cast<::duckdb::FunctionExpression>().function_name);
    if (name == "pg_get_cols" && replace_columns_of_relation(table)) return;
    for (const auto& [function, view] : kViewFunctions) {
      if (name == function) return replace(table, *find_system_view(kFacts, view), name);
    }
    if (replace_role_function(table)) return;
    if (replace_value(table)) return query(*table->Cast<::duckdb::SubqueryRef>().subquery->node);
  }
  check_table_function(*ref.function);
  if (lower(ref.function->Cast<::duckdb::FunctionExpression>().function_name) == "generate_series" &&
      cast_series(table))
    return;
  // The alias of a function with one column is the column's name, too.
  if (!ref.alias.empty() && ref.column_name_alias.empty() &&
      lower(ref.function->Cast<::duckdb::FunctionExpression>().function_name) == "generate_series")
    ref.column_name_alias.push_back(ref.alias);
  // The name was checked; only the arguments are rewritten, so that a scalar rule of the same name does not apply.
  expressions(ref.function->Cast<::duckdb::FunctionExpression>().children);
  if (ref.subquery) query(*ref.subquery->node);
}

/// DuckDB lets a column of PIVOT have one aggregate only: AVG is not taken apart into SUM and COUNT here.
void Rewriter::pivot_aggregates(::duckdb::vector<ParsedPointer>& aggregates) {
  for (auto& aggregate : aggregates) {
    auto* call = aggregate->GetExpressionClass() == ::duckdb::ExpressionClass::FUNCTION
                     ? &aggregate->Cast<::duckdb::FunctionExpression>()
                     : nullptr;
    const auto name = call ? ::duckdb::StringUtil::Lower(call->function_name) : std::string();
    if (aggregates.size() > 1 && aggregate->GetAlias().empty()) aggregate->SetAlias(name);
    if (name != "avg") {
      expression(aggregate);
      continue;
    }
    call->function_name = "rs_avg";
    expressions(call->children);
  }
}

void Rewriter::table(TablePointer& table) {
  switch (table->type) {
    case ::duckdb::TableReferenceType::BASE_TABLE:
      return base_table(table);
    case ::duckdb::TableReferenceType::JOIN: {
      auto& join = table->Cast<::duckdb::JoinRef>();
      this->table(join.left);
      this->table(join.right);
      if (join.condition) expression(join.condition);
      return;
    }
    case ::duckdb::TableReferenceType::SUBQUERY:
      return query(*table->Cast<::duckdb::SubqueryRef>().subquery->node);
    case ::duckdb::TableReferenceType::EXPRESSION_LIST:
      for (auto& row : table->Cast<::duckdb::ExpressionListRef>().values) expressions(row);
      return;
    case ::duckdb::TableReferenceType::TABLE_FUNCTION:
      return table_function(table);
    case ::duckdb::TableReferenceType::PIVOT: {
      auto& pivot = table->Cast<::duckdb::PivotRef>();
      this->table(pivot.source);
      for (auto& column : pivot.pivots) {
        expressions(column.pivot_expressions);
        if (column.subquery) query(*column.subquery);
      }
      return pivot_aggregates(pivot.aggregates);
    }
    case ::duckdb::TableReferenceType::EMPTY_FROM:
      return;
    default:
      throw Refusal{"syntax error: this kind of table is not known to Redshift"};
  }
}

}  // namespace slipher::engine
