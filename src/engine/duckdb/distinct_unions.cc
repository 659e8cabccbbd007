#include "engine/duckdb/distinct_unions.h"

#include <algorithm>
#include <utility>

#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "duckdb/planner/operator/logical_distinct.hpp"
#include "duckdb/planner/operator/logical_set_operation.hpp"

namespace slipher::engine {

void distinct_unions(::duckdb::unique_ptr<::duckdb::LogicalOperator>& plan) {
  for (auto& child : plan->children) distinct_unions(child);
  if (plan->type != ::duckdb::LogicalOperatorType::LOGICAL_UNION) return;
  auto& set = static_cast<::duckdb::LogicalSetOperation&>(*plan);
  if (set.setop_all) return;
  plan->ResolveOperatorTypes();
  const auto is_text = [](const auto& type) { return type.id() == ::duckdb::LogicalTypeId::VARCHAR; };
  if (std::none_of(plan->types.begin(), plan->types.end(), is_text)) return;
  set.setop_all = true;
  ::duckdb::vector<::duckdb::unique_ptr<::duckdb::Expression>> targets;
  const auto bindings = plan->GetColumnBindings();
  for (std::size_t i = 0; i < bindings.size(); i++)
    targets.push_back(::duckdb::make_uniq<::duckdb::BoundColumnRefExpression>(plan->types[i], bindings[i]));
  auto distinct = ::duckdb::make_uniq<::duckdb::LogicalDistinct>(std::move(targets), ::duckdb::DistinctType::DISTINCT);
  distinct->children.push_back(std::move(plan));
  plan = std::move(distinct);
}

}  // namespace slipher::engine
