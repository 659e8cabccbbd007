#include "engine/duckdb/rewrite/duplicate_names.h"

#include <algorithm>
#include <set>
#include <utility>

#include "duckdb/parser/statement/select_statement.hpp"
#include "duckdb/parser/tableref/joinref.hpp"
#include "duckdb/parser/tableref/subqueryref.hpp"

namespace slipher::engine {
namespace {

std::string lower(const std::string& text) { return ::duckdb::StringUtil::Lower(text); }

}  // namespace

std::vector<std::string> duplicate_names(const ::duckdb::QueryNode& query) {
  std::set<std::string> seen;
  std::vector<std::string> duplicates;
  for (const auto& item : query.GetSelectList()) {
    auto name = lower(item->GetAlias());
    if (name.empty() && item->GetExpressionClass() == ::duckdb::ExpressionClass::COLUMN_REF)
      name = lower(item->Cast<::duckdb::ColumnRefExpression>().GetColumnName());
    if (!name.empty() && !seen.insert(name).second) duplicates.push_back(std::move(name));
  }
  return duplicates;
}

void Rewriter::find_duplicates(const ::duckdb::TableRef& table, Scope& scope) const {
  if (table.type == ::duckdb::TableReferenceType::JOIN) {
    find_duplicates(*table.Cast<::duckdb::JoinRef>().left, scope);
    return find_duplicates(*table.Cast<::duckdb::JoinRef>().right, scope);
  }
  if (!table.column_name_alias.empty()) return;
  if (table.type == ::duckdb::TableReferenceType::SUBQUERY) {
    for (auto& name : duplicate_names(*table.Cast<::duckdb::SubqueryRef>().subquery->node))
      scope.duplicates.emplace_back(lower(table.alias), std::move(name));
  }
  if (table.type != ::duckdb::TableReferenceType::BASE_TABLE) return;
  const auto& base = table.Cast<::duckdb::BaseTableRef>();
  const auto name = lower(base.table_name);
  const auto* common = base.schema_name.empty() ? find_common_table(name) : nullptr;
  if (!common) return;
  for (const auto& column : common->duplicates)
    scope.duplicates.emplace_back(base.alias.empty() ? name : lower(base.alias), column);
}

void refuse_ambiguous(const ::duckdb::ColumnRefExpression& column, const std::vector<Scope>& scopes) {
  if (scopes.empty()) return;
  const auto& names = column.column_names;
  const auto name = lower(names.back());
  const auto table = names.size() > 1 ? lower(names[names.size() - 2]) : std::string();
  const auto is_ambiguous = [&](const Scope& scope) {
    return std::any_of(scope.duplicates.begin(), scope.duplicates.end(),
                       [&](const auto& each) { return each.second == name && (table.empty() || each.first == table); });
  };
  if (table.empty() ? is_ambiguous(scopes.back()) : std::any_of(scopes.begin(), scopes.end(), is_ambiguous))
    throw Refusal{"column reference \"" + names.back() + "\" is ambiguous"};
}

}  // namespace slipher::engine
