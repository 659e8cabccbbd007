#include "engine/duckdb/plan/distinct_rows.h"

#include <algorithm>
#include <utility>

#include "duckdb/planner/binder.hpp"
#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "duckdb/planner/operator/logical_aggregate.hpp"
#include "duckdb/planner/operator/logical_distinct.hpp"
#include "duckdb/planner/operator/logical_projection.hpp"
#include "duckdb/planner/operator/logical_set_operation.hpp"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/plan/comparison_functions.h"

namespace slipher::engine {
namespace {

using ::duckdb::BoundColumnRefExpression;
using ::duckdb::ColumnBinding;
using ::duckdb::LogicalOperatorType;
using ::duckdb::LogicalProjection;
using ::duckdb::make_uniq;
using Columns = ::duckdb::vector<::duckdb::unique_ptr<::duckdb::Expression>>;

/// The table index under which all columns of an operator are known; nullptr when there are several, or none.
::duckdb::idx_t* table_index_of(::duckdb::LogicalOperator& op) {
  switch (op.type) {
    case LogicalOperatorType::LOGICAL_PROJECTION:
      return &op.Cast<LogicalProjection>().table_index;
    case LogicalOperatorType::LOGICAL_UNION:
      return &op.Cast<::duckdb::LogicalSetOperation>().table_index;
    default:
      return nullptr;
  }
}

/// Whether it is the rows as a whole that are to be distinct, by columns that are no more than cut.
bool is_of_rows(const ::duckdb::LogicalDistinct& distinct, const ::duckdb::vector<ColumnBinding>& bindings) {
  const auto& targets = distinct.distinct_targets;
  if (distinct.distinct_type != ::duckdb::DistinctType::DISTINCT || distinct.order_by ||
      targets.size() != bindings.size())
    return false;
  for (std::size_t i = 0; i < targets.size(); i++) {
    if (targets[i]->GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_COLUMN_REF ||
        targets[i]->Cast<BoundColumnRefExpression>().binding != bindings[i] ||
        functions::is_super(targets[i]->return_type))
      return false;
  }
  return std::any_of(targets.begin(), targets.end(), [](const auto& target) { return may_end_in_blanks(*target); });
}

}  // namespace

bool group_distinct_rows(::duckdb::Binder& binder, ::duckdb::unique_ptr<::duckdb::LogicalOperator>& plan) {
  auto& distinct = plan->Cast<::duckdb::LogicalDistinct>();
  auto& rows = distinct.children[0];
  auto* const table_index = table_index_of(*rows);
  if (!table_index || !is_of_rows(distinct, rows->GetColumnBindings())) return false;
  // The columns' old place is that of the result.
  const auto result_index = std::exchange(*table_index, binder.GenerateTableIndex());
  const auto group_index = binder.GenerateTableIndex();
  const auto aggregate_index = binder.GenerateTableIndex();
  Columns groups;
  Columns blanks;
  Columns results;
  for (std::size_t i = 0; i < distinct.distinct_targets.size(); i++) {
    const auto& target = *distinct.distinct_targets[i];
    const auto& type = target.return_type;
    groups.push_back(make_uniq<BoundColumnRefExpression>(type, ColumnBinding(*table_index, i)));
    auto result = make_uniq<BoundColumnRefExpression>(target.GetAlias(), type, ColumnBinding(group_index, i));
    if (!may_end_in_blanks(target)) {
      results.push_back(std::move(result));
      continue;
    }
    auto fewest = make_uniq<BoundColumnRefExpression>(::duckdb::LogicalType::INTEGER,
                                                      ColumnBinding(aggregate_index, blanks.size()));
    blanks.push_back(fewest_blanks(groups.back()->Copy()));
    results.push_back(with_blanks(std::move(result), std::move(fewest)));
    cut_blanks(groups.back());
  }
  auto aggregate = make_uniq<::duckdb::LogicalAggregate>(group_index, aggregate_index, std::move(blanks));
  aggregate->groups = std::move(groups);
  aggregate->children.push_back(std::move(rows));
  auto projection = make_uniq<LogicalProjection>(result_index, std::move(results));
  projection->children.push_back(std::move(aggregate));
  plan = std::move(projection);
  plan->ResolveOperatorTypes();
  return true;
}

}  // namespace slipher::engine
