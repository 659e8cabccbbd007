#include "engine/duckdb/rewrite/rewrite.h"

#include <exception>
#include <map>
#include <set>

#include "duckdb/common/exception.hpp"
#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/expression/constant_expression.hpp"
#include "duckdb/parser/expression/function_expression.hpp"
#include "duckdb/parser/parsed_data/create_table_info.hpp"
#include "duckdb/parser/parsed_data/create_view_info.hpp"
#include "duckdb/parser/query_node/list.hpp"
#include "duckdb/parser/statement/list.hpp"
#include "duckdb/parser/tableref/list.hpp"
#include "engine/duckdb/rewrite/column_names.h"
#include "engine/duckdb/rewrite/duplicate_names.h"
#include "engine/duckdb/rewrite/group_aliases.h"
#include "engine/duckdb/rewrite/refusals.h"
#include "engine/duckdb/rewrite/rewriter.h"
#include "engine/duckdb/rewrite/row_names.h"

namespace slipher::engine {

using ::duckdb::StatementType;

Result<void> rewrite(duckdb::SQLStatement& statement, RewriteContext& context) {
  try {
    Rewriter(context, statement.query).statement(statement);
    return {};
  } catch (const Refusal& refusal) {
    return Error(ErrorCode::kSql, "ERROR: " + refusal.message);
  } catch (const std::exception& exception) {
    return Error(ErrorCode::kSql, "ERROR: " + ::duckdb::ErrorData(exception).RawMessage());
  }
}

std::string_view Rewriter::text_at(const ::duckdb::ParsedExpression& expression) const {
  if (!expression.query_location.IsValid()) return {};
  const auto offset = expression.query_location.GetIndex();
  return offset < text_.size() ? text_.substr(offset) : std::string_view();
}

void Rewriter::statement(::duckdb::SQLStatement& statement) {
  switch (statement.type) {
    case StatementType::SELECT_STATEMENT:
      return query(*statement.Cast<::duckdb::SelectStatement>().node);
    case StatementType::INSERT_STATEMENT: {
      auto& insert = statement.Cast<::duckdb::InsertStatement>();
      check_target(insert.catalog, insert.schema, insert.table);
      common_tables(insert.cte_map);
      if (insert.select_statement) query(*insert.select_statement->node);
      return expressions(insert.returning_list);
    }
    case StatementType::UPDATE_STATEMENT: {
      auto& update = statement.Cast<::duckdb::UpdateStatement>();
      common_tables(update.cte_map);
      const auto inside = enter({update.table.get(), update.from_table.get()});
      target(*update.table);
      if (update.from_table) table(update.from_table);
      if (update.set_info) {
        if (update.set_info->condition) expression(update.set_info->condition);
        expressions(update.set_info->expressions);
      }
      return expressions(update.returning_list);
    }
    case StatementType::DELETE_STATEMENT: {
      auto& remove = statement.Cast<::duckdb::DeleteStatement>();
      common_tables(remove.cte_map);
      const auto inside = enter({remove.table.get()});
      for (const auto& each : remove.using_clauses) scopes_.back().add(*each);
      target(*remove.table);
      for (auto& each : remove.using_clauses) table(each);
      if (remove.condition) expression(remove.condition);
      return expressions(remove.returning_list);
    }
    case StatementType::MERGE_INTO_STATEMENT:
      return merge(statement);
    case StatementType::CREATE_STATEMENT:
      return create(statement);
    case StatementType::EXPLAIN_STATEMENT:
      return this->statement(*statement.Cast<::duckdb::ExplainStatement>().stmt);
    case StatementType::DROP_STATEMENT: {
      const auto& info = *statement.Cast<::duckdb::DropStatement>().info;
      return check_relation(info.catalog, info.schema, info.name);
    }
    case StatementType::ALTER_STATEMENT: {
      auto& info = *statement.Cast<::duckdb::AlterStatement>().info;
      check_relation(info.catalog, info.schema, info.name);
      if (info.type != ::duckdb::AlterType::ALTER_TABLE) return;
      auto& table = info.Cast<::duckdb::AlterTableInfo>();
      if (table.alter_table_type == ::duckdb::AlterTableType::ADD_COLUMN)
        default_value(table.Cast<::duckdb::AddColumnInfo>().new_column);
      return;
    }
    case StatementType::TRANSACTION_STATEMENT:
      return;
    default:
      throw Refusal{"syntax error: " + ::duckdb::StatementTypeToString(statement.type) +
                    " is not a Redshift statement"};
  }
}

void Rewriter::merge(::duckdb::SQLStatement& statement) {
  auto& merge = statement.Cast<::duckdb::MergeIntoStatement>();
  common_tables(merge.cte_map);
  const auto inside = enter({merge.target.get(), merge.source.get()});
  target(*merge.target);
  table(merge.source);
  if (merge.join_condition) expression(merge.join_condition);
  for (auto& [condition, actions] : merge.actions) {
    for (auto& action : actions) {
      if (action->condition) expression(action->condition);
      if (action->update_info) {
        if (action->update_info->condition) expression(action->update_info->condition);
        expressions(action->update_info->expressions);
      }
      expressions(action->expressions);
    }
  }
  expressions(merge.returning_list);
}

void Rewriter::default_value(::duckdb::ColumnDefinition& column) {
  if (column.Generated() || !column.HasDefaultValue()) return;
  auto value = column.DefaultValue().Copy();
  expression(value);
  column.SetDefaultValue(std::move(value));
}

void Rewriter::create(::duckdb::SQLStatement& statement) {
  auto& info = *statement.Cast<::duckdb::CreateStatement>().info;
  switch (info.type) {
    case ::duckdb::CatalogType::TABLE_ENTRY: {
      auto& table_info = info.Cast<::duckdb::CreateTableInfo>();
      check_relation(info.catalog, info.schema, table_info.table);
      for (auto& column : table_info.columns.Logical())
        default_value(table_info.columns.GetColumnMutable(column.Logical()));
      if (table_info.query) query(*table_info.query->node);
      return;
    }
    case ::duckdb::CatalogType::VIEW_ENTRY: {
      auto& view = info.Cast<::duckdb::CreateViewInfo>();
      check_relation(info.catalog, info.schema, view.view_name);
      if (view.query) query(*view.query->node);
      return;
    }
    case ::duckdb::CatalogType::SCHEMA_ENTRY:
      return check_relation(info.catalog, info.schema, {});
    default:
      throw Refusal{"syntax error: CREATE " + ::duckdb::CatalogTypeToString(info.type) +
                    " is not a Redshift statement"};
  }
}

void Rewriter::common_tables(::duckdb::CommonTableExpressionMap& tables) {
  for (auto& entry : tables.map) {
    query(*entry.second->query->node);
    // From here on; inside of itself the name still means what it did.
    const bool is_named = !entry.second->aliases.empty();
    add_common_table(entry.first, is_named ? std::vector<std::string>() : duplicate_names(*entry.second->query->node));
    expressions(entry.second->key_targets);
  }
}

void Rewriter::modifiers(::duckdb::QueryNode& node) {
  for (auto& modifier : node.modifiers) {
    switch (modifier->type) {
      case ::duckdb::ResultModifierType::ORDER_MODIFIER:
        for (auto& order : modifier->Cast<::duckdb::OrderModifier>().orders) expression(order.expression);
        break;
      case ::duckdb::ResultModifierType::LIMIT_MODIFIER: {
        auto& limit = modifier->Cast<::duckdb::LimitModifier>();
        if (limit.limit) expression(limit.limit);
        if (limit.offset) expression(limit.offset);
        break;
      }
      case ::duckdb::ResultModifierType::LIMIT_PERCENT_MODIFIER: {
        auto& limit = modifier->Cast<::duckdb::LimitPercentModifier>();
        if (limit.limit) expression(limit.limit);
        if (limit.offset) expression(limit.offset);
        break;
      }
      case ::duckdb::ResultModifierType::DISTINCT_MODIFIER:
        expressions(modifier->Cast<::duckdb::DistinctModifier>().distinct_on_targets);
        break;
    }
  }
}

namespace {

/// (a, b) and ROW(a, b) as items, which are structs to DuckDB.
void refuse_rows(const ::duckdb::SelectNode& select) {
  for (const auto& item : select.select_list) {
    if (item->GetExpressionClass() == ::duckdb::ExpressionClass::FUNCTION &&
        ::duckdb::StringUtil::Lower(item->Cast<::duckdb::FunctionExpression>().function_name) == "row")
      throw Refusal{"ROW expression, implicit or explicit, is not supported in target list"};
  }
}

// Names the items of a select list. Where that gives an item the name of a plain column beside it, ORDER BY that name
// goes on to mean the column. ORDER BY x means the item a.x even if other tables have an x as well.
void name_columns(::duckdb::SelectNode& select, const Rewriter& rewriter) {
  std::map<std::string, std::size_t, std::less<>> plain;  // -> number of the item, from 1
  std::set<std::string, std::less<>> implied;
  std::set<std::string, std::less<>> written;
  for (std::size_t i = 0; i < select.select_list.size(); ++i) {
    auto& item = *select.select_list[i];
    const bool is_unnamed = item.GetAlias().empty();
    if (!is_unnamed) written.insert(item.GetAlias());
    name_column(item, rewriter);
    if (!item.GetAlias().empty() && is_unnamed) implied.insert(item.GetAlias());
    if (item.GetAlias().empty() && item.GetExpressionClass() == ::duckdb::ExpressionClass::COLUMN_REF)
      plain.emplace(item.Cast<::duckdb::ColumnRefExpression>().GetColumnName(), i + 1);
  }
  if (plain.empty()) return;
  for (auto& modifier : select.modifiers) {
    if (modifier->type != ::duckdb::ResultModifierType::ORDER_MODIFIER) continue;
    for (auto& order : modifier->Cast<::duckdb::OrderModifier>().orders) {
      if (order.expression->GetExpressionClass() != ::duckdb::ExpressionClass::COLUMN_REF) continue;
      const auto& column = order.expression->Cast<::duckdb::ColumnRefExpression>();
      const auto item = plain.find(column.GetColumnName());
      if (column.IsQualified() || item == plain.end() || written.contains(item->first)) continue;
      if (implied.contains(item->first)) {
        order.expression = ::duckdb::make_uniq<::duckdb::ConstantExpression>(
            ::duckdb::Value::INTEGER(static_cast<std::int32_t>(item->second)));
      } else {
        order.expression = select.select_list[item->second - 1]->Copy();
      }
    }
  }
}

}  // namespace

void Rewriter::query(::duckdb::QueryNode& node) {
  ++query_depth_;
  const auto outer_tables = common_tables_.size();
  common_tables(node.cte_map);
  const bool is_select = node.type == ::duckdb::QueryNodeType::SELECT_NODE;
  Scope scope;
  if (is_select && node.Cast<::duckdb::SelectNode>().from_table)
    unnest(node.Cast<::duckdb::SelectNode>().from_table, scope);
  const auto inside = enter(std::move(scope));
  switch (node.type) {
    case ::duckdb::QueryNodeType::SELECT_NODE: {
      auto& select = node.Cast<::duckdb::SelectNode>();
      if (select.from_table) {
        table(select.from_table);
        find_duplicates(*select.from_table, scopes_.back());
      }
      hide_columns(select);
      name_columns(select, *this);
      refuse_rows(select);
      expressions(select.select_list);
      if (select.where_clause) expression(select.where_clause);
      expressions(select.groups.group_expressions);
      if (select.having) expression(select.having);
      if (select.qualify) expression(select.qualify);
      if (may_name_items(select)) context_.grouped_by_items.push_back(&select);
      break;
    }
    case ::duckdb::QueryNodeType::SET_OPERATION_NODE: {
      auto& set = node.Cast<::duckdb::SetOperationNode>();
      context_.set_operations.push_back(&set);
      query(*set.left);
      query(*set.right);
      break;
    }
    case ::duckdb::QueryNodeType::RECURSIVE_CTE_NODE: {
      auto& recursive = node.Cast<::duckdb::RecursiveCTENode>();
      add_common_table(recursive.ctename);
      query(*recursive.left);
      query(*recursive.right);
      expressions(recursive.key_targets);
      break;
    }
    case ::duckdb::QueryNodeType::CTE_NODE: {
      auto& common = node.Cast<::duckdb::CTENode>();
      query(*common.query);
      add_common_table(common.ctename);
      query(*common.child);
      break;
    }
    default:
      throw Refusal{"syntax error: unknown kind of query"};
  }
  // ORDER BY means the result's columns first.
  scopes_.back().duplicates.clear();
  modifiers(node);
  common_tables_.resize(outer_tables);
  if (--query_depth_ > 0 || row_names_.empty()) return;
  hide_rows(node, row_names_);
  row_names_.clear();
}

}  // namespace slipher::engine
