#include "engine/duckdb/rewrite/function_table.h"

#include <string>
#include <unordered_map>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/list.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/parser.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/duckdb/rewrite/function_rows.h"
#include "engine/duckdb/rewrite/tree.h"

namespace slipher::engine {
namespace {

using Index = std::unordered_map<std::string_view, const FunctionRule*>;

Index index_of(std::span<const FunctionRule> rows) {
  Index index;
  for (const auto& row : rows) index.emplace(row.name, &row);
  return index;
}

const FunctionRule* find(const Index& index, std::string_view name) {
  const auto found = index.find(name);
  return found == index.end() ? nullptr : found->second;
}

/// Puts the arguments in the place of $1, $2 ...; one that is used twice is copied.
void substitute(ParsedPointer& node, const ::duckdb::vector<ParsedPointer>& arguments) {
  if (node->GetExpressionClass() == ::duckdb::ExpressionClass::PARAMETER) {
    const auto number = std::stoul(node->Cast<::duckdb::ParameterExpression>().identifier);
    node = arguments[number - 1]->Copy();
    return;
  }
  const auto into = [&](ParsedPointer& child) { substitute(child, arguments); };
  ::duckdb::ParsedExpressionIterator::EnumerateChildren(*node, into);
  if (node->GetExpressionClass() == ::duckdb::ExpressionClass::SUBQUERY)
    ::duckdb::ParsedExpressionIterator::EnumerateQueryNodeChildren(
        *node->Cast<::duckdb::SubqueryExpression>().subquery->node, into, [](::duckdb::TableRef&) {});
}

ParsedPointer expand(const FunctionRule& rule, ::duckdb::FunctionExpression& call) {
  if (call.children.size() != static_cast<std::size_t>(rule.arguments)) {
    refuse_arguments(call, rule.name);
    return nullptr;
  }
  return expand_expression(rule.expression, call.children);
}

}  // namespace

void refuse_arguments(::duckdb::FunctionExpression& call, std::string_view name) {
  // The error names the types of the arguments, which are known once they are bound.
  const auto location = call.query_location;
  auto place = location.IsValid() ? ::duckdb::Value::UBIGINT(location.GetIndex()) : ::duckdb::Value();
  call.children.insert(call.children.begin(), tree::constant(std::move(place)));
  call.children.insert(call.children.begin(), tree::text(std::string(name)));
  call.catalog.clear();
  call.schema.clear();
  call.function_name = "rs_no_function_at";
  call.is_operator = false;
}

ParsedPointer expand_expression(std::string_view text, const ::duckdb::vector<ParsedPointer>& arguments) {
  auto parsed = ::duckdb::Parser::ParseExpressionList(std::string(text));
  substitute(parsed[0], arguments);
  return std::move(parsed[0]);
}

const FunctionRule* find_function(std::string_view name) {
  static const Index index = [] {
    auto all = index_of(function_rows());
    all.merge(index_of(catalog_rows()));
    return all;
  }();
  if (const auto* rule = find(index, name)) return rule;
  // The words may come with parentheses: the normalised text writes them so.
  return find_keyword_value(name);
}

const FunctionRule* find_keyword_value(std::string_view word) {
  static const Index index = index_of(keyword_rows());
  return find(index, word);
}

void apply(const FunctionRule& rule, ParsedPointer& call, Rewriter& rewriter) {
  auto& function = call->Cast<::duckdb::FunctionExpression>();
  if (!rule.becomes.empty()) {
    function.function_name = rule.becomes;
    return;
  }
  auto alias = call->GetAlias();
  auto built = rule.build ? rule.build(function, rewriter) : expand(rule, function);
  if (!built) return;
  built->SetAlias(std::move(alias));
  call = std::move(built);
}

}  // namespace slipher::engine
