#include <string>
#include <utility>
#include <vector>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/star_expression.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/tableref/list.hpp"
#include "engine/duckdb/catalog/expand_view.h"
#include "engine/duckdb/catalog/system_views.h"
#include "engine/duckdb/external/pseudo_columns.h"
#include "engine/duckdb/rewrite/rewriter.h"

/// Columns that can be named and that * does not show.
namespace slipher::engine {
namespace {

std::string lower(const std::string& text) { return ::duckdb::StringUtil::Lower(text); }

void find_hidden_columns(const ::duckdb::TableRef& table, std::vector<std::pair<std::string, std::string>>& found) {
  if (table.type == ::duckdb::TableReferenceType::JOIN) {
    find_hidden_columns(*table.Cast<::duckdb::JoinRef>().left, found);
    return find_hidden_columns(*table.Cast<::duckdb::JoinRef>().right, found);
  }
  if (table.type == ::duckdb::TableReferenceType::TABLE_FUNCTION &&
      called_external_table(*table.Cast<::duckdb::TableFunctionRef>().function)) {
    for (const auto* column : {kPathColumn, kSizeColumn}) found.emplace_back(table.alias, column);
  }
  const auto* view = called_view(table);
  if (!view) return;
  for (const auto& column : columns_of(*view)) {
    if (column.hidden) found.emplace_back(table.alias, column.name);
  }
}

}  // namespace

void Rewriter::hide_columns(::duckdb::SelectNode& select) {
  if (!select.from_table) return;
  std::vector<std::pair<std::string, std::string>> hidden;  // table's name, column
  find_hidden_columns(*select.from_table, hidden);
  if (hidden.empty()) return;
  for (auto& item : select.select_list) {
    if (item->GetExpressionClass() != ::duckdb::ExpressionClass::STAR) continue;
    auto& star = item->Cast<::duckdb::StarExpression>();
    for (const auto& [table, column] : hidden) {
      if (star.relation_name.empty() || lower(star.relation_name) == lower(table))
        star.exclude_list.insert(::duckdb::QualifiedColumnName(table, column));
    }
  }
}

}  // namespace slipher::engine
