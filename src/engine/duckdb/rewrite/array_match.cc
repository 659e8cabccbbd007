#include "engine/duckdb/rewrite/array_match.h"

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/list.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/statement/select_statement.hpp"
#include "engine/duckdb/rewrite/array_text.h"
#include "engine/duckdb/rewrite/function_table.h"
#include "engine/duckdb/rewrite/tree.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionClass;
using ::duckdb::ExpressionType;

/// NULL where neither is equal but something is unknown.
constexpr std::string_view kContains =
    "CASE WHEN list_contains($2, $1) THEN true WHEN $1 IS NULL OR $2 IS NULL OR len($2) <> list_count($2) THEN "
    "NULL::boolean ELSE false END";

/// SELECT unnest(array), as DuckDB's parser writes an array behind ANY.
ParsedPointer* array_of(::duckdb::SubqueryExpression& match) {
  if (match.subquery_type != ::duckdb::SubqueryType::ANY || !match.child) return nullptr;
  if (match.subquery->node->type != ::duckdb::QueryNodeType::SELECT_NODE) return nullptr;
  auto& select = match.subquery->node->Cast<::duckdb::SelectNode>();
  if (!select.from_table || select.from_table->type != ::duckdb::TableReferenceType::EMPTY_FROM) return nullptr;
  if (select.select_list.size() != 1 || select.select_list[0]->GetExpressionClass() != ExpressionClass::FUNCTION)
    return nullptr;
  auto& call = select.select_list[0]->Cast<::duckdb::FunctionExpression>();
  const bool is_array = ::duckdb::StringUtil::Lower(call.function_name) == "unnest" && call.children.size() == 1;
  return is_array ? &call.children[0] : nullptr;
}

/// The elements of '{a,b}', ARRAY[a, b] and ARRAY(a, b); nothing for any other array.
std::optional<::duckdb::vector<ParsedPointer>> elements_of(ParsedPointer& array) {
  ::duckdb::vector<ParsedPointer> elements;
  if (const auto* text = tree::constant_text(*array)) {
    const auto texts = read_array(*text);
    if (!texts) throw Refusal{"malformed array literal: \"" + *text + "\""};
    for (const auto& each : *texts) elements.push_back(each ? tree::text(*each) : tree::constant(::duckdb::Value()));
    return elements;
  }
  if (array->GetExpressionClass() != ExpressionClass::FUNCTION) return std::nullopt;
  auto& call = array->Cast<::duckdb::FunctionExpression>();
  if (call.function_name != "list_value" && call.function_name != "rs_array") return std::nullopt;
  return std::move(call.children);
}

/// Literals take the type of what they are compared with, unless the array was cast.
ParsedPointer compared_with_each(const ::duckdb::SubqueryExpression& match, ::duckdb::vector<ParsedPointer> elements,
                                 const ::duckdb::LogicalType* type, Rewriter& rewriter) {
  ::duckdb::vector<ParsedPointer> comparisons;
  for (auto& element : elements) {
    if (type) {
      element = tree::cast(std::move(element), *type);
      rewriter.expression(element);
    }
    comparisons.push_back(::duckdb::make_uniq<::duckdb::ComparisonExpression>(match.comparison_type,
                                                                              match.child->Copy(), std::move(element)));
    rewriter.node_itself(comparisons.back());
  }
  if (comparisons.empty()) return tree::constant(::duckdb::Value::BOOLEAN(false));
  if (comparisons.size() == 1) return std::move(comparisons[0]);
  return ::duckdb::make_uniq<::duckdb::ConjunctionExpression>(ExpressionType::CONJUNCTION_OR, std::move(comparisons));
}

}  // namespace

ParsedPointer rewrite_array_match(::duckdb::ParsedExpression& expression, Rewriter& rewriter) {
  auto& match = expression.Cast<::duckdb::SubqueryExpression>();
  auto* array = array_of(match);
  if (!array) return nullptr;
  const ::duckdb::LogicalType* element_type = nullptr;
  auto* inner = array;
  if ((*inner)->GetExpressionClass() == ExpressionClass::CAST) {
    auto& cast = (*inner)->Cast<::duckdb::CastExpression>();
    if (cast.cast_type.id() == ::duckdb::LogicalTypeId::LIST) {
      element_type = &::duckdb::ListType::GetChildType(cast.cast_type);
      inner = &cast.child;
    }
  }
  auto value = (*inner)->Copy();
  rewriter.expression(value);
  ParsedPointer result;
  if (auto elements = elements_of(value)) {
    result = compared_with_each(match, std::move(*elements), element_type, rewriter);
  } else if (match.comparison_type == ExpressionType::COMPARE_EQUAL && inner == array) {
    ::duckdb::vector<ParsedPointer> arguments;
    arguments.push_back(match.child->Copy());
    arguments.push_back(std::move(value));
    result = expand_expression(kContains, arguments);
  }
  if (result) result->SetAlias(expression.GetAlias());
  return result;
}

}  // namespace slipher::engine
