#include "engine/duckdb/rewrite/row_names.h"

#include <map>
#include <utility>
#include <vector>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/list.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/query_node/list.hpp"
#include "duckdb/parser/result_modifier.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/list.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionClass;
using ::duckdb::ParsedExpression;
using ::duckdb::ParsedExpressionIterator;
using ::duckdb::TableRef;
using ::duckdb::TableReferenceType;

class RowHider {
 public:
  explicit RowHider(const std::set<std::string>& names) : names_(names) {}

  void query(::duckdb::QueryNode& node) {
    for (auto& entry : node.cte_map.map) query(*entry.second->query->node);
    switch (node.type) {
      case ::duckdb::QueryNodeType::SELECT_NODE:
        return select(node.Cast<::duckdb::SelectNode>());
      case ::duckdb::QueryNodeType::SET_OPERATION_NODE:
        query(*node.Cast<::duckdb::SetOperationNode>().left);
        return query(*node.Cast<::duckdb::SetOperationNode>().right);
      case ::duckdb::QueryNodeType::RECURSIVE_CTE_NODE:
        query(*node.Cast<::duckdb::RecursiveCTENode>().left);
        return query(*node.Cast<::duckdb::RecursiveCTENode>().right);
      case ::duckdb::QueryNodeType::CTE_NODE:
        query(*node.Cast<::duckdb::CTENode>().query);
        return query(*node.Cast<::duckdb::CTENode>().child);
      default:
        return;
    }
  }

 private:
  /// The alias of each table of a FROM that has one of the names; its own name where two tables have it.
  using Scope = std::map<std::string, std::string>;

  void select(::duckdb::SelectNode& select) {
    std::vector<std::pair<std::string, TableRef*>> tables;
    if (select.from_table) find_tables(*select.from_table, tables);
    Scope scope;
    for (const auto& [name, table] : tables) {
      const auto [entry, is_new] = scope.emplace(name, std::string(kHiddenTable) + name);
      if (!is_new) entry->second = name;
    }
    for (const auto& [name, table] : tables) {
      if (scope[name] != name) table->alias = scope[name];
    }
    scopes_.push_back(std::move(scope));
    if (select.from_table) this->table(*select.from_table);
    const auto each = [this](::duckdb::unique_ptr<ParsedExpression>& child) {
      if (child) expression(*child);
    };
    for (auto& item : select.select_list) each(item);
    each(select.where_clause);
    for (auto& group : select.groups.group_expressions) each(group);
    each(select.having);
    each(select.qualify);
    ParsedExpressionIterator::EnumerateQueryNodeModifiers(select, each);
    scopes_.pop_back();
  }

  void find_tables(TableRef& table, std::vector<std::pair<std::string, TableRef*>>& found) const {
    if (table.type == TableReferenceType::JOIN) {
      find_tables(*table.Cast<::duckdb::JoinRef>().left, found);
      return find_tables(*table.Cast<::duckdb::JoinRef>().right, found);
    }
    auto name = table.alias;
    if (name.empty() && table.type == TableReferenceType::BASE_TABLE)
      name = table.Cast<::duckdb::BaseTableRef>().table_name;
    name = ::duckdb::StringUtil::Lower(name);
    if (table.type != TableReferenceType::PIVOT && names_.contains(name)) found.emplace_back(std::move(name), &table);
  }

  void table(TableRef& table) {
    switch (table.type) {
      case TableReferenceType::JOIN: {
        auto& join = table.Cast<::duckdb::JoinRef>();
        this->table(*join.left);
        this->table(*join.right);
        if (join.condition) expression(*join.condition);
        return;
      }
      case TableReferenceType::SUBQUERY:
        return query(*table.Cast<::duckdb::SubqueryRef>().subquery->node);
      case TableReferenceType::TABLE_FUNCTION:
        return expression(*table.Cast<::duckdb::TableFunctionRef>().function);
      case TableReferenceType::PIVOT:
        return this->table(*table.Cast<::duckdb::PivotRef>().source);
      default:
        return;
    }
  }

  /// The alias that a table got; nullptr for one that kept its name.
  const std::string* hidden(const std::string& name) const {
    const auto key = ::duckdb::StringUtil::Lower(name);
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      const auto found = scope->find(key);
      if (found != scope->end()) return found->second == key ? nullptr : &found->second;
    }
    return nullptr;
  }

  void column(::duckdb::ColumnRefExpression& column) const {
    auto& names = column.column_names;
    if (names.size() < 2) return;
    const auto* alias = hidden(names[names.size() - 2]);
    if (!alias) return;
    names = {*alias, names.back()};
  }

  void star(::duckdb::StarExpression& star) const {
    if (const auto* alias = hidden(star.relation_name)) star.relation_name = *alias;
    ::duckdb::qualified_column_set_t excluded;
    for (auto each : star.exclude_list) {
      if (const auto* alias = hidden(each.table)) each.table = *alias;
      excluded.insert(std::move(each));
    }
    star.exclude_list = std::move(excluded);
  }

  void expression(ParsedExpression& expression) {
    switch (expression.GetExpressionClass()) {
      case ExpressionClass::COLUMN_REF:
        return column(expression.Cast<::duckdb::ColumnRefExpression>());
      case ExpressionClass::STAR:
        star(expression.Cast<::duckdb::StarExpression>());
        break;
      case ExpressionClass::SUBQUERY:
        query(*expression.Cast<::duckdb::SubqueryExpression>().subquery->node);
        break;
      default:
        break;
    }
    ParsedExpressionIterator::EnumerateChildren(
        expression, [this](::duckdb::unique_ptr<ParsedExpression>& child) { this->expression(*child); });
  }

  const std::set<std::string>& names_;
  std::vector<Scope> scopes_;
};

}  // namespace

void hide_rows(::duckdb::QueryNode& query, const std::set<std::string>& names) { RowHider(names).query(query); }

}  // namespace slipher::engine
