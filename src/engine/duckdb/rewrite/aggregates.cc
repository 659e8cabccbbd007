#include "engine/duckdb/rewrite/aggregates.h"

#include <string>

#include "duckdb/common/string_util.hpp"
#include "duckdb/parser/expression/list.hpp"
#include "engine/duckdb/rewrite/tree.h"

namespace slipher::engine {
namespace {

/// rs_sum(sum(x)) narrows the result to Redshift's type once the type of x is known; rs_average(sum(x), count(x))
/// divides as Redshift does. Both are functions of ours that become ordinary expressions when they are bound.
template <class Call>
ParsedPointer narrowed(ParsedPointer call, const std::string& name) {
  auto alias = call->GetAlias();
  call->ClearAlias();
  auto& summand = call->template Cast<Call>().children[0];
  summand = tree::call("rs_summand", std::move(summand), tree::text(name));
  ParsedPointer result;
  if (name == "sum") {
    result = tree::call("rs_sum", std::move(call));
  } else {
    auto count = call->Copy();
    count->template Cast<Call>().function_name = "count";
    call->template Cast<Call>().function_name = "sum";
    result = tree::call("rs_average", std::move(call), std::move(count));
  }
  result->SetAlias(std::move(alias));
  return result;
}

/// MEDIAN and PERCENTILE_CONT beside MIN of the same values, which says their type and is not computed.
template <class Call>
void percentile(ParsedPointer& call, const ParsedPointer& values) {
  auto alias = call->GetAlias();
  call->ClearAlias();
  auto witness = call->Copy();
  auto& minimum = witness->template Cast<Call>();
  minimum.function_name = "min";
  minimum.children.clear();
  minimum.children.push_back(values->Copy());
  call = tree::call("rs_percentile", std::move(call), std::move(witness));
  call->SetAlias(std::move(alias));
}

bool is_narrowed(const std::string& name) { return name == "sum" || name == "avg"; }

/// LISTAGG leaves NULL and empty texts out. Without a delimiter it joins without one; string_agg would take a comma. Of
/// DISTINCT texts in an order, which DuckDB lets be that of the texts alone, a list is made and joined.
template <class Call>
void list_aggregate(ParsedPointer& call, bool is_ordered) {
  auto& aggregate = call->template Cast<Call>();
  auto& children = aggregate.children;
  if (children.empty() || children.size() > 2) throw Refusal{"function listagg takes 1 or 2 arguments"};
  auto text = tree::cast(tree::call("rs_text", std::move(children[0])), ::duckdb::LogicalType::VARCHAR);
  children[0] = tree::call("nullif", std::move(text), tree::text(""));
  if (children.size() == 1) children.push_back(tree::text(""));
  auto alias = call->GetAlias();
  call->ClearAlias();
  if (!aggregate.distinct || !is_ordered) {
    aggregate.function_name = "string_agg";
  } else {
    auto delimiter = std::move(children[1]);
    children.pop_back();
    aggregate.function_name = "list";
    aggregate.distinct = false;
    call = tree::call("rs_join_distinct", std::move(call), std::move(delimiter));
  }
  call = tree::call("rs_checked_list", std::move(call));
  call->SetAlias(std::move(alias));
}

}  // namespace

bool rewrite_aggregate(ParsedPointer& call) {
  auto& function = call->Cast<::duckdb::FunctionExpression>();
  const auto name = ::duckdb::StringUtil::Lower(function.function_name);
  if (is_narrowed(name) && function.children.size() == 1) {
    call = narrowed<::duckdb::FunctionExpression>(std::move(call), name);
    return true;
  }
  const bool is_ordered = function.order_bys && !function.order_bys->orders.empty();
  if (name == "listagg") {
    list_aggregate<::duckdb::FunctionExpression>(call, is_ordered);
    return true;
  }
  if ((name == "median" || name == "quantile_cont") && (is_ordered || !function.children.empty())) {
    const auto values = (is_ordered ? function.order_bys->orders[0].expression : function.children[0])->Copy();
    percentile<::duckdb::FunctionExpression>(call, values);
    auto& witness = call->Cast<::duckdb::FunctionExpression>().children[1]->Cast<::duckdb::FunctionExpression>();
    if (witness.order_bys) witness.order_bys->orders.clear();
    return true;
  }
  return false;
}

void rewrite_window(ParsedPointer& call) {
  auto& window = call->Cast<::duckdb::WindowExpression>();
  const auto name = ::duckdb::StringUtil::Lower(window.function_name);
  if (is_narrowed(name) && window.children.size() == 1) {
    call = narrowed<::duckdb::WindowExpression>(std::move(call), name);
  } else if (name == "listagg") {
    list_aggregate<::duckdb::WindowExpression>(call, !window.arg_orders.empty());
  } else if ((name == "percentile_cont" || name == "percentile_disc") && window.arg_orders.size() == 1 &&
             window.children.size() == 1) {
    // DuckDB takes the ordered value as an ordinary first argument here.
    const bool descending = window.arg_orders[0].type == ::duckdb::OrderType::DESCENDING;
    window.function_name = name == "percentile_cont" ? "quantile_cont" : "quantile_disc";
    auto fraction = std::move(window.children[0]);
    if (descending) fraction = tree::call("subtract", tree::constant(::duckdb::Value::DOUBLE(1)), std::move(fraction));
    window.children.clear();
    window.children.push_back(std::move(window.arg_orders[0].expression));
    window.children.push_back(std::move(fraction));
    window.arg_orders.clear();
    if (name == "percentile_cont") percentile<::duckdb::WindowExpression>(call, window.children[0]->Copy());
  } else if (name == "median" && window.children.size() == 1) {
    percentile<::duckdb::WindowExpression>(call, window.children[0]->Copy());
  } else if (name == "ratio_to_report" && window.children.size() == 1) {
    auto alias = call->GetAlias();
    auto part = tree::cast(window.children[0]->Copy(), ::duckdb::LogicalType::DOUBLE);
    window.function_name = "sum";
    call->ClearAlias();
    call = tree::call("rs_divide", std::move(part), tree::cast(std::move(call), ::duckdb::LogicalType::DOUBLE));
    call->SetAlias(std::move(alias));
  }
}

}  // namespace slipher::engine
