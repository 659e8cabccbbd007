#include "engine/duckdb/rewrite/group_aliases.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::ParsedExpression;
using ::duckdb::ParsedExpressionIterator;
using ::duckdb::SelectNode;
using ParsedPointer = ::duckdb::unique_ptr<ParsedExpression>;

constexpr std::string_view kMessageBegin = "Alias with name \"";
constexpr std::string_view kMessageEnd =
    "\" exists, but aliases cannot be used as part of an expression in the GROUP BY";
/// A query names an item at most once for each item that it has; this many are more than any has.
constexpr int kMostNames = 1'600;

bool is_name(const ParsedExpression& expression, const std::string& name) {
  if (expression.GetExpressionClass() != ::duckdb::ExpressionClass::COLUMN_REF) return false;
  const auto& names = expression.Cast<::duckdb::ColumnRefExpression>().column_names;
  return names.size() == 1 && ::duckdb::StringUtil::CIEquals(names[0], name);
}

bool contains_name(const ParsedExpression& expression, const std::string& name) {
  if (is_name(expression, name)) return true;
  bool found = false;
  ParsedExpressionIterator::EnumerateChildren(
      expression, [&](const ParsedExpression& child) { found = found || contains_name(child, name); });
  return found;
}

bool replace(ParsedPointer& expression, const std::string& name, const ParsedExpression& item) {
  if (is_name(*expression, name)) {
    auto alias = expression->GetAlias();
    expression = item.Copy();
    expression->SetAlias(std::move(alias));
    return true;
  }
  bool any = false;
  ParsedExpressionIterator::EnumerateChildren(*expression,
                                              [&](ParsedPointer& child) { any = replace(child, name, item) || any; });
  return any;
}

/// The name that DuckDB could not use; nothing for every other error, and none.
std::optional<std::string> unusable_name(::duckdb::Connection& connection, const ::duckdb::SQLStatement& statement) {
  const auto prepared = connection.Prepare(statement.Copy());
  if (!prepared->HasError()) return std::nullopt;
  const std::string message = prepared->GetErrorObject().RawMessage();
  const auto end = message.find(kMessageEnd);
  if (!message.starts_with(kMessageBegin) || end == std::string::npos) return std::nullopt;
  return message.substr(kMessageBegin.size(), end - kMessageBegin.size());
}

/// False when the query has no such item, or nothing that names it.
bool expand(SelectNode& select, const std::string& name) {
  auto& items = select.select_list;
  const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) {
    return ::duckdb::StringUtil::CIEquals(item->GetAlias(), name) && !contains_name(*item, name);
  });
  if (found == items.end()) return false;
  const auto item = (*found)->Copy();
  item->ClearAlias();
  bool any = false;
  for (auto& other : items) any = replace(other, name, *item) || any;
  // GROUP BY name itself means the item already.
  for (auto& group : select.groups.group_expressions) {
    if (!is_name(*group, name)) any = replace(group, name, *item) || any;
  }
  return any;
}

}  // namespace

bool may_name_items(const SelectNode& select) {
  if (select.groups.group_expressions.empty()) return false;
  const auto& items = select.select_list;
  return std::any_of(items.begin(), items.end(), [&](const auto& item) {
    return !item->GetAlias().empty() && std::any_of(items.begin(), items.end(), [&](const auto& other) {
      return other != item && contains_name(*other, item->GetAlias());
    });
  });
}

void expand_item_names(::duckdb::Connection& connection, const ::duckdb::SQLStatement& statement,
                       const std::vector<SelectNode*>& selects) {
  for (int i = 0; i < kMostNames && !selects.empty(); ++i) {
    const auto name = unusable_name(connection, statement);
    if (!name) return;
    bool any = false;
    for (auto* const select : selects) any = expand(*select, *name) || any;
    if (!any) return;
  }
}

}  // namespace slipher::engine
