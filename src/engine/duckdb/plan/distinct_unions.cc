#include "engine/duckdb/plan/distinct_unions.h"

#include <algorithm>
#include <utility>

#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "duckdb/planner/operator/logical_comparison_join.hpp"
#include "duckdb/planner/operator/logical_distinct.hpp"
#include "duckdb/planner/operator/logical_projection.hpp"
#include "duckdb/planner/operator/logical_set_operation.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalOperatorType;
using PlanPointer = ::duckdb::unique_ptr<::duckdb::LogicalOperator>;

using Columns = ::duckdb::vector<::duckdb::unique_ptr<::duckdb::Expression>>;

Columns columns_of(::duckdb::LogicalOperator& plan) {
  Columns columns;
  const auto bindings = plan.GetColumnBindings();
  for (std::size_t i = 0; i < bindings.size(); i++)
    columns.push_back(::duckdb::make_uniq<::duckdb::BoundColumnRefExpression>(plan.types[i], bindings[i]));
  return columns;
}

/// INTERSECT keeps the left rows that the right has, EXCEPT the others; the result has the columns of the old node.
PlanPointer as_join(::duckdb::LogicalSetOperation& set) {
  using ::duckdb::JoinType;
  auto join = ::duckdb::make_uniq<::duckdb::LogicalComparisonJoin>(
      set.type == LogicalOperatorType::LOGICAL_INTERSECT ? JoinType::SEMI : JoinType::ANTI);
  for (auto& child : set.children) child->ResolveOperatorTypes();
  auto left = columns_of(*set.children[0]);
  auto right = columns_of(*set.children[1]);
  for (std::size_t i = 0; i < left.size(); i++) {
    ::duckdb::JoinCondition condition;
    condition.left = left[i]->Copy();
    condition.right = std::move(right[i]);
    condition.comparison = ::duckdb::ExpressionType::COMPARE_NOT_DISTINCT_FROM;
    join->conditions.push_back(std::move(condition));
  }
  auto projection = ::duckdb::make_uniq<::duckdb::LogicalProjection>(set.table_index, std::move(left));
  join->children = std::move(set.children);
  projection->children.push_back(std::move(join));
  return projection;
}

/// The rows of a UNION below another need not be distinct. DuckDB's optimizer also takes twice as long for each
/// DISTINCT below another one.
void keep_repeated(PlanPointer& side) {
  const auto& values = side->expressions;
  const bool is_projection =
      side->type == LogicalOperatorType::LOGICAL_PROJECTION &&
      std::none_of(values.begin(), values.end(), [](const auto& each) { return each->IsVolatile(); });
  auto& rows = is_projection ? side->children[0] : side;
  if (rows->type == LogicalOperatorType::LOGICAL_UNION) rows->Cast<::duckdb::LogicalSetOperation>().setop_all = true;
  if (rows->type != LogicalOperatorType::LOGICAL_DISTINCT) return;
  const auto& distinct = rows->Cast<::duckdb::LogicalDistinct>();
  if (distinct.distinct_type == ::duckdb::DistinctType::DISTINCT && !distinct.order_by &&
      rows->children[0]->type == LogicalOperatorType::LOGICAL_UNION)
    rows = std::move(rows->children[0]);
}

}  // namespace

void distinct_unions(PlanPointer& plan) {
  for (auto& child : plan->children) distinct_unions(child);
  const bool is_union = plan->type == LogicalOperatorType::LOGICAL_UNION;
  if (!is_union && plan->type != LogicalOperatorType::LOGICAL_INTERSECT &&
      plan->type != LogicalOperatorType::LOGICAL_EXCEPT)
    return;
  auto& set = static_cast<::duckdb::LogicalSetOperation&>(*plan);
  if (set.setop_all) return;
  if (is_union) std::for_each(set.children.begin(), set.children.end(), keep_repeated);
  plan->ResolveOperatorTypes();
  const auto is_text = [](const auto& type) { return type.id() == ::duckdb::LogicalTypeId::VARCHAR; };
  if (std::none_of(plan->types.begin(), plan->types.end(), is_text)) return;
  if (is_union) {
    set.setop_all = true;
  } else {
    plan = as_join(set);
    plan->ResolveOperatorTypes();
  }
  auto distinct = ::duckdb::make_uniq<::duckdb::LogicalDistinct>(columns_of(*plan), ::duckdb::DistinctType::DISTINCT);
  distinct->children.push_back(std::move(plan));
  plan = std::move(distinct);
}

}  // namespace slipher::engine
