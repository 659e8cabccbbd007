#include "engine/duckdb/access/reference_finder.h"

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/catalog/catalog_entry/view_catalog_entry.hpp"
#include "duckdb/catalog/entry_lookup_info.hpp"
#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/expression/subquery_expression.hpp"
#include "duckdb/parser/parsed_data/create_table_info.hpp"
#include "duckdb/parser/parsed_data/create_view_info.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/query_node/list.hpp"
#include "duckdb/parser/statement/list.hpp"
#include "duckdb/parser/tableref/list.hpp"
#include "duckdb/planner/binder.hpp"
#include "engine/duckdb/external/pseudo_columns.h"
#include "engine/duckdb/federated/federated_scan.h"
#include "engine/duckdb/session_context.h"
#include "engine/duckdb/sql_functions.h"

namespace slipher::engine {
namespace {

using ::duckdb::ParsedExpression;
using ::duckdb::ParsedExpressionIterator;
using ::duckdb::StatementType;
using ::duckdb::TableReferenceType;

/// Views of views of views ...
constexpr int kDeepestView = 64;

bool names_columns(const ParsedExpression& expression) {
  if (expression.GetExpressionClass() == ::duckdb::ExpressionClass::COLUMN_REF) return true;
  bool found = expression.GetExpressionClass() == ::duckdb::ExpressionClass::SUBQUERY;
  ParsedExpressionIterator::EnumerateChildren(
      expression, [&](const ParsedExpression& child) { found = found || names_columns(child); });
  return found;
}

}  // namespace

void ReferenceFinder::statement(const ::duckdb::SQLStatement& statement) {
  switch (statement.type) {
    case StatementType::SELECT_STATEMENT:
      return query(*statement.Cast<::duckdb::SelectStatement>().node);
    case StatementType::EXPLAIN_STATEMENT:
      return this->statement(*statement.Cast<::duckdb::ExplainStatement>().stmt);
    case StatementType::INSERT_STATEMENT: {
      const auto& insert = statement.Cast<::duckdb::InsertStatement>();
      relation(insert.catalog, insert.schema, insert.table, "insert");
      common_tables(insert.cte_map);
      if (insert.select_statement) query(*insert.select_statement->node);
      return;
    }
    case StatementType::UPDATE_STATEMENT:
      return update(statement.Cast<::duckdb::UpdateStatement>());
    case StatementType::DELETE_STATEMENT: {
      const auto& remove = statement.Cast<::duckdb::DeleteStatement>();
      target(*remove.table, "delete");
      // "DELETE operations also require the SELECT privilege, because they must reference table columns".
      if (remove.condition || !remove.using_clauses.empty()) target(*remove.table, "select");
      common_tables(remove.cte_map);
      for (const auto& each : remove.using_clauses) table(*each);
      if (remove.condition) expression(*remove.condition);
      return;
    }
    case StatementType::MERGE_INTO_STATEMENT:
      return merge(statement.Cast<::duckdb::MergeIntoStatement>());
    case StatementType::CREATE_STATEMENT: {
      const auto& info = *statement.Cast<::duckdb::CreateStatement>().info;
      if (info.type == ::duckdb::CatalogType::TABLE_ENTRY && info.Cast<::duckdb::CreateTableInfo>().query)
        query(*info.Cast<::duckdb::CreateTableInfo>().query->node);
      if (info.type == ::duckdb::CatalogType::VIEW_ENTRY && info.Cast<::duckdb::CreateViewInfo>().query)
        query(*info.Cast<::duckdb::CreateViewInfo>().query->node);
      return;
    }
    default:
      return;
  }
}

void ReferenceFinder::update(const ::duckdb::UpdateStatement& statement) {
  common_tables(statement.cte_map);
  std::vector<std::string> columns;
  bool reads = statement.from_table != nullptr;
  if (statement.set_info) {
    columns = {statement.set_info->columns.begin(), statement.set_info->columns.end()};
    reads = reads || statement.set_info->condition;
    for (const auto& value : statement.set_info->expressions) reads = reads || names_columns(*value);
  }
  target(*statement.table, "update", std::move(columns));
  if (reads) target(*statement.table, "select");
  if (statement.from_table) table(*statement.from_table);
  if (!statement.set_info) return;
  if (statement.set_info->condition) expression(*statement.set_info->condition);
  expressions(statement.set_info->expressions);
}

void ReferenceFinder::merge(const ::duckdb::MergeIntoStatement& statement) {
  target(*statement.target, "select");
  common_tables(statement.cte_map);
  table(*statement.source);
  if (statement.join_condition) expression(*statement.join_condition);
  for (const auto& [condition, actions] : statement.actions) {
    for (const auto& action : actions) {
      using Type = ::duckdb::MergeActionType;
      if (action->action_type == Type::MERGE_INSERT) target(*statement.target, "insert");
      if (action->action_type == Type::MERGE_DELETE) target(*statement.target, "delete");
      if (action->condition) expression(*action->condition);
      expressions(action->expressions);
      if (action->action_type != Type::MERGE_UPDATE) continue;
      std::vector<std::string> columns;
      if (action->update_info) {
        columns = {action->update_info->columns.begin(), action->update_info->columns.end()};
        if (action->update_info->condition) expression(*action->update_info->condition);
        expressions(action->update_info->expressions);
      }
      target(*statement.target, "update", std::move(columns));
    }
  }
}

// A name of WITH hides the table of that name behind its own query; in a recursive one, inside of it too.
void ReferenceFinder::common_tables(const ::duckdb::CommonTableExpressionMap& tables) {
  for (const auto& entry : tables.map) {
    const auto& node = *entry.second->query->node;
    const auto name = ::duckdb::StringUtil::Lower(entry.first);
    if (node.type == ::duckdb::QueryNodeType::RECURSIVE_CTE_NODE) common_.insert(name);
    query(node);
    common_.insert(name);
  }
}

void ReferenceFinder::query(const ::duckdb::QueryNode& node) {
  const auto outer = common_;
  query_inside(node);
  common_ = outer;
}

void ReferenceFinder::query_inside(const ::duckdb::QueryNode& node) {
  common_tables(node.cte_map);
  switch (node.type) {
    case ::duckdb::QueryNodeType::SELECT_NODE:
      select(node.Cast<::duckdb::SelectNode>());
      break;
    case ::duckdb::QueryNodeType::SET_OPERATION_NODE:
      query(*node.Cast<::duckdb::SetOperationNode>().left);
      query(*node.Cast<::duckdb::SetOperationNode>().right);
      break;
    case ::duckdb::QueryNodeType::RECURSIVE_CTE_NODE: {
      const auto& recursive = node.Cast<::duckdb::RecursiveCTENode>();
      common_.insert(::duckdb::StringUtil::Lower(recursive.ctename));
      query(*recursive.left);
      query(*recursive.right);
      break;
    }
    case ::duckdb::QueryNodeType::CTE_NODE: {
      const auto& common = node.Cast<::duckdb::CTENode>();
      query(*common.query);
      common_.insert(::duckdb::StringUtil::Lower(common.ctename));
      query(*common.child);
      break;
    }
    default:
      break;
  }
  // What is iterated over is not changed; the iterator takes it by reference to non-const.
  ParsedExpressionIterator::EnumerateQueryNodeModifiers(
      const_cast<::duckdb::QueryNode&>(node),
      [this](::duckdb::unique_ptr<ParsedExpression>& child) { expression(*child); });
}

void ReferenceFinder::select(const ::duckdb::SelectNode& node) {
  if (node.from_table) table(*node.from_table);
  expressions(node.select_list);
  expressions(node.groups.group_expressions);
  for (const auto* each : {&node.where_clause, &node.having, &node.qualify}) {
    if (*each) expression(**each);
  }
}

void ReferenceFinder::expression(const ParsedExpression& expression) {
  if (expression.GetExpressionClass() == ::duckdb::ExpressionClass::FUNCTION) {
    const auto& call = expression.Cast<::duckdb::FunctionExpression>();
    const auto prefix = engine_function_name("");
    if (call.function_name.starts_with(prefix))
      references_.push_back(
          {true, call.catalog, call.schema, call.function_name.substr(prefix.size()), "execute", {}, false, through_});
  }
  if (expression.GetExpressionClass() == ::duckdb::ExpressionClass::SUBQUERY)
    query(*expression.Cast<::duckdb::SubqueryExpression>().subquery->node);
  ParsedExpressionIterator::EnumerateChildren(expression,
                                              [this](const ParsedExpression& child) { this->expression(child); });
}

void ReferenceFinder::table(const ::duckdb::TableRef& ref) {
  switch (ref.type) {
    case TableReferenceType::BASE_TABLE:
      return base(ref.Cast<::duckdb::BaseTableRef>());
    case TableReferenceType::JOIN: {
      const auto& join = ref.Cast<::duckdb::JoinRef>();
      table(*join.left);
      table(*join.right);
      if (join.condition) expression(*join.condition);
      return;
    }
    case TableReferenceType::SUBQUERY:
      return query(*ref.Cast<::duckdb::SubqueryRef>().subquery->node);
    case TableReferenceType::PIVOT: {
      const auto& pivot = ref.Cast<::duckdb::PivotRef>();
      table(*pivot.source);
      for (const auto& column : pivot.pivots) {
        if (column.subquery) query(*column.subquery);
      }
      return;
    }
    case TableReferenceType::EXPRESSION_LIST:
      for (const auto& row : ref.Cast<::duckdb::ExpressionListRef>().values) expressions(row);
      return;
    case TableReferenceType::TABLE_FUNCTION: {
      const auto& function = ref.Cast<::duckdb::TableFunctionRef>();
      if (function.function) {
        // As little its owner's as any external table: USAGE on the schema is what it takes.
        const auto add = [this](const auto& name) {
          if (name)
            references_.push_back({false, name->database, name->schema, name->table, "select", {}, true, through_});
        };
        add(called_federated_table(*function.function));
        add(called_external_table(*function.function));
        expression(*function.function);
      }
      if (function.subquery) query(*function.subquery->node);
      return;
    }
    default:
      return;
  }
}

void ReferenceFinder::base(const ::duckdb::BaseTableRef& ref) {
  const bool is_qualified = !ref.schema_name.empty() || !ref.catalog_name.empty();
  if (!is_qualified && common_.contains(::duckdb::StringUtil::Lower(ref.table_name))) return;
  relation(ref.catalog_name, ref.schema_name, ref.table_name, "select");
}

void ReferenceFinder::target(const ::duckdb::TableRef& ref, const std::string& privilege,
                             std::vector<std::string> columns) {
  if (ref.type != TableReferenceType::BASE_TABLE) return table(ref);
  const auto& base = ref.Cast<::duckdb::BaseTableRef>();
  relation(base.catalog_name, base.schema_name, base.table_name, privilege, std::move(columns));
}

void ReferenceFinder::relation(const std::string& catalog, const std::string& schema, const std::string& name,
                               const std::string& privilege, std::vector<std::string> columns) {
  auto catalog_name = catalog;
  auto schema_name = schema;
  ::duckdb::Binder::BindSchemaOrCatalog(context_, catalog_name, schema_name);
  const ::duckdb::EntryLookupInfo lookup(::duckdb::CatalogType::TABLE_ENTRY, name);
  auto entry =
      ::duckdb::Catalog::GetEntry(context_, catalog_name, schema_name, lookup, ::duckdb::OnEntryNotFound::RETURN_NULL);
  if (!entry) return;  // the binder says so
  const auto& database = entry->ParentCatalog().GetName();
  // The session's own tables, and system views, which show what may be shown.
  if (database == "temp" || database == "system" || entry->internal) return;
  const auto& place = entry->ParentSchema().name;
  if (place == kInternalSchema || place == "pg_catalog" || place == "information_schema") return;
  const bool is_view = entry->type == ::duckdb::CatalogType::VIEW_ENTRY;
  references_.push_back({false, database, place, entry->name, privilege, std::move(columns), is_view, through_});
  if (!is_view || depth_ >= kDeepestView) return;
  const auto outer = std::exchange(common_, {});
  const auto through = std::exchange(through_, static_cast<int>(references_.size()) - 1);
  ++depth_;
  query(*entry->Cast<::duckdb::ViewCatalogEntry>().GetQuery().node);
  --depth_;
  through_ = through;
  common_ = outer;
}

}  // namespace slipher::engine
