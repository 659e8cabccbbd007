#include "engine/duckdb/from_names.h"

#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/statement/insert_statement.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/list.hpp"
#include "engine/duckdb/lowering/table_walk.h"

namespace slipher::engine {
namespace {

using ::duckdb::ParsedExpression;
using ::duckdb::TableRef;
using Pointer = ::duckdb::unique_ptr<ParsedExpression>;

bool is_at(ParsedExpression& expression, std::size_t offset) {
  if (expression.GetExpressionClass() == ::duckdb::ExpressionClass::COLUMN_REF)
    return expression.GetQueryLocation().IsValid() && expression.GetQueryLocation().GetIndex() == offset;
  bool found = false;
  ::duckdb::ParsedExpressionIterator::EnumerateChildren(
      expression, [&](Pointer& child) { found = found || is_at(*child, offset); });
  return found;
}

void add_names(const TableRef& table, std::string& names) {
  if (table.type == ::duckdb::TableReferenceType::JOIN) {
    const auto& join = table.Cast<::duckdb::JoinRef>();
    add_names(*join.left, names);
    return add_names(*join.right, names);
  }
  auto name = table.alias;
  if (name.empty() && table.type == ::duckdb::TableReferenceType::BASE_TABLE)
    name = table.Cast<::duckdb::BaseTableRef>().table_name;
  if (!name.empty()) names += (names.empty() ? "" : ", ") + name;
}

bool is_in_joins(TableRef& table, std::size_t offset) {
  if (table.type != ::duckdb::TableReferenceType::JOIN) return false;
  auto& join = table.Cast<::duckdb::JoinRef>();
  return (join.condition && is_at(*join.condition, offset)) || is_in_joins(*join.left, offset) ||
         is_in_joins(*join.right, offset);
}

bool is_in(::duckdb::SelectNode& select, std::size_t offset) {
  bool found = select.from_table && is_in_joins(*select.from_table, offset);
  const auto look = [&](Pointer& each) { found = found || (each && is_at(*each, offset)); };
  for (auto& item : select.select_list) look(item);
  look(select.where_clause);
  for (auto& group : select.groups.group_expressions) look(group);
  look(select.having);
  look(select.qualify);
  ::duckdb::ParsedExpressionIterator::EnumerateQueryNodeModifiers(select, look);
  return found;
}

}  // namespace

std::string from_names(const std::string& engine_text, std::size_t offset) {
  std::string names;
  try {
    ::duckdb::Parser parser;
    parser.ParseQuery(engine_text);
    auto& statement = *parser.statements.at(0);
    auto* query = statement.type == ::duckdb::StatementType::SELECT_STATEMENT
                      ? &statement.Cast<::duckdb::SelectStatement>()
                  : statement.type == ::duckdb::StatementType::INSERT_STATEMENT
                      ? statement.Cast<::duckdb::InsertStatement>().select_statement.get()
                      : nullptr;
    if (!query) return {};
    for_each_select(*query->node, [&](::duckdb::SelectNode& select) {
      if (names.empty() && select.from_table && is_in(select, offset)) add_names(*select.from_table, names);
    });
  } catch (const std::exception&) {
    return {};
  }
  return names;
}

}  // namespace slipher::engine
