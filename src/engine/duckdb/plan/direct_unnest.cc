#include "engine/duckdb/plan/direct_unnest.h"

#include <optional>
#include <utility>

#include "duckdb/optimizer/column_binding_replacer.hpp"
#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "duckdb/planner/operator/logical_comparison_join.hpp"
#include "duckdb/planner/operator/logical_delim_get.hpp"
#include "duckdb/planner/operator/logical_projection.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::ColumnBinding;
using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::LogicalComparisonJoin;
using ::duckdb::LogicalOperatorType;
using PlanPointer = ::duckdb::unique_ptr<::duckdb::LogicalOperator>;

using Replacements = ::duckdb::vector<::duckdb::ReplacementBinding>;

std::optional<ColumnBinding> column_of(const Expression& expression) {
  if (expression.GetExpressionClass() != ExpressionClass::BOUND_COLUMN_REF) return std::nullopt;
  return expression.Cast<::duckdb::BoundColumnRefExpression>().binding;
}

/// A join of rows with what is unnested from them and from nothing else, as the planner builds it:
///   DELIM_JOIN (row, PROJECTION (UNNEST (DELIM_GET)))
/// The columns that stand for others once the join is gone; nothing for any other join.
std::optional<Replacements> columns_without(const LogicalComparisonJoin& join) {
  if (join.join_type != ::duckdb::JoinType::INNER || join.delim_flipped || join.predicate) return std::nullopt;
  const auto& right = *join.children[1];
  if (right.type != LogicalOperatorType::LOGICAL_PROJECTION) return std::nullopt;
  const auto& unnest = *right.children[0];
  if (unnest.type != LogicalOperatorType::LOGICAL_UNNEST) return std::nullopt;
  if (unnest.children[0]->type != LogicalOperatorType::LOGICAL_DELIM_GET) return std::nullopt;
  const auto& get = unnest.children[0]->Cast<::duckdb::LogicalDelimGet>();
  const auto& distinct = join.duplicate_eliminated_columns;
  if (get.chunk_types.size() != distinct.size() || join.conditions.size() != distinct.size()) return std::nullopt;

  Replacements replacements;
  for (std::size_t i = 0; i < distinct.size(); ++i) {
    const auto column = column_of(*distinct[i]);
    if (!column) return std::nullopt;
    replacements.emplace_back(ColumnBinding(get.table_index, i), *column);
  }
  const auto& projection = right.Cast<::duckdb::LogicalProjection>();
  for (std::size_t i = 0; i < projection.expressions.size(); ++i) {
    auto column = column_of(*projection.expressions[i]);
    if (!column) return std::nullopt;
    if (column->table_index == get.table_index) column = replacements.at(column->column_index).new_binding;
    replacements.emplace_back(ColumnBinding(projection.table_index, i), *column);
  }
  for (const auto& condition : join.conditions) {
    const auto left = column_of(*condition.left);
    const auto own = column_of(*condition.right);
    if (condition.comparison != ::duckdb::ExpressionType::COMPARE_NOT_DISTINCT_FROM || !left || !own)
      return std::nullopt;
    if (own->table_index != projection.table_index) return std::nullopt;
    if (replacements.at(distinct.size() + own->column_index).new_binding != *left) return std::nullopt;
  }
  return replacements;
}

bool visit(PlanPointer& plan, PlanPointer& root) {
  bool has_changed = false;
  for (auto& child : plan->children) has_changed |= visit(child, root);
  if (plan->type != LogicalOperatorType::LOGICAL_DELIM_JOIN) return has_changed;
  auto replacements = columns_without(plan->Cast<LogicalComparisonJoin>());
  if (!replacements) return has_changed;
  auto unnest = std::move(plan->children[1]->children[0]);
  unnest->children[0] = std::move(plan->children[0]);
  plan = std::move(unnest);
  ::duckdb::ColumnBindingReplacer replacer;
  replacer.replacement_bindings = *std::move(replacements);
  replacer.VisitOperator(*root);
  return true;
}

}  // namespace

void unnest_directly(PlanPointer& plan) {
  if (visit(plan, plan)) plan->ResolveOperatorTypes();
}

}  // namespace slipher::engine
