#include "engine/duckdb/plan/update_matches.h"

#include <utility>

#include "duckdb/function/aggregate/distributive_function_utils.hpp"
#include "duckdb/function/aggregate/distributive_functions.hpp"
#include "duckdb/function/function_binder.hpp"
#include "duckdb/planner/binder.hpp"
#include "duckdb/planner/expression/bound_aggregate_expression.hpp"
#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "duckdb/planner/expression/bound_function_expression.hpp"
#include "duckdb/planner/operator/logical_aggregate.hpp"
#include "duckdb/planner/operator/logical_join.hpp"
#include "duckdb/planner/operator/logical_projection.hpp"
#include "engine/duckdb/catalog/session_state.h"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine {
namespace {

using ::duckdb::BoundColumnRefExpression;
using ::duckdb::ColumnBinding;
using ::duckdb::LogicalOperatorType;
using ::duckdb::LogicalType;
using ::duckdb::make_uniq;
using ExpressionPointer = ::duckdb::unique_ptr<::duckdb::Expression>;
using Columns = ::duckdb::vector<ExpressionPointer>;

/// Whether rows of the table that is changed, the leftmost one, may come out several times. Subqueries of conditions
/// are joins that multiply nothing.
bool multiplies(const ::duckdb::LogicalOperator& plan) {
  switch (plan.type) {
    case LogicalOperatorType::LOGICAL_FILTER:
      return multiplies(*plan.children[0]);
    case LogicalOperatorType::LOGICAL_CROSS_PRODUCT:
      return true;
    case LogicalOperatorType::LOGICAL_COMPARISON_JOIN:
    case LogicalOperatorType::LOGICAL_DELIM_JOIN:
    case LogicalOperatorType::LOGICAL_ANY_JOIN: {
      const auto kind = plan.Cast<::duckdb::LogicalJoin>().join_type;
      using ::duckdb::JoinType;
      const bool keeps =
          kind == JoinType::MARK || kind == JoinType::SEMI || kind == JoinType::ANTI || kind == JoinType::SINGLE;
      return !keeps || multiplies(*plan.children[0]);
    }
    default:
      return false;
  }
}

bool refuses_several(::duckdb::ClientContext& context) {
  const auto* session = find_session(context);
  if (!session) return false;
  const auto found = session->settings.find("error_on_nondeterministic_update");
  return found != session->settings.end() && found->second == "on";
}

void check_single(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  ::duckdb::BinaryExecutor::Execute<std::int64_t, std::int64_t, std::int64_t>(
      arguments.data[0], arguments.data[1], result, arguments.size(), [](std::int64_t row, std::int64_t matches) {
        if (matches > 1) throw ::duckdb::InvalidInputException("Found multiple matches to update the same tuple.");
        return row;
      });
}

/// The row number, which fails where it has several matches.
ExpressionPointer checked(ExpressionPointer row, ExpressionPointer matches) {
  const auto type = row->return_type;
  ::duckdb::ScalarFunction function("rs_single_match", {type, LogicalType::BIGINT}, type, check_single);
  function.errors = ::duckdb::FunctionErrors::CAN_THROW_RUNTIME_ERROR;
  return make_uniq<::duckdb::BoundFunctionExpression>(
      type, std::move(function), functions::bound_arguments(std::move(row), std::move(matches)), nullptr);
}

}  // namespace

void update_rows_once(::duckdb::ClientContext& context, ::duckdb::Binder& binder, ::duckdb::LogicalOperator& plan) {
  if (plan.type == LogicalOperatorType::LOGICAL_EXPLAIN) return update_rows_once(context, binder, *plan.children[0]);
  if (plan.type != LogicalOperatorType::LOGICAL_UPDATE || plan.children.size() != 1) return;
  auto& values = plan.children[0];
  if (values->type != LogicalOperatorType::LOGICAL_PROJECTION || !multiplies(*values->children[0])) return;
  values->ResolveOperatorTypes();
  // The values' old place is that of the result. The row's number is the last of them.
  auto& projection = values->Cast<::duckdb::LogicalProjection>();
  const auto result_index = std::exchange(projection.table_index, binder.GenerateTableIndex());
  const auto group_index = binder.GenerateTableIndex();
  const auto aggregate_index = binder.GenerateTableIndex();
  const auto row_place = values->types.size() - 1;
  ::duckdb::FunctionBinder functions(context);
  Columns firsts;
  Columns results;
  for (std::size_t i = 0; i < row_place; ++i) {
    const auto& type = values->types[i];
    Columns arguments;
    arguments.push_back(make_uniq<BoundColumnRefExpression>(type, ColumnBinding(projection.table_index, i)));
    firsts.push_back(
        functions.BindAggregateFunction(::duckdb::FirstFunctionGetter::GetFunction(type), std::move(arguments)));
    results.push_back(make_uniq<BoundColumnRefExpression>(type, ColumnBinding(aggregate_index, i)));
  }
  const auto& row_type = values->types[row_place];
  ExpressionPointer row = make_uniq<BoundColumnRefExpression>(row_type, ColumnBinding(group_index, 0));
  if (refuses_several(context)) {
    firsts.push_back(functions.BindAggregateFunction(::duckdb::CountStarFun::GetFunction(), {}));
    row = checked(std::move(row),
                  make_uniq<BoundColumnRefExpression>(LogicalType::BIGINT, ColumnBinding(aggregate_index, row_place)));
  }
  results.push_back(std::move(row));
  auto aggregate = make_uniq<::duckdb::LogicalAggregate>(group_index, aggregate_index, std::move(firsts));
  aggregate->groups.push_back(
      make_uniq<BoundColumnRefExpression>(row_type, ColumnBinding(projection.table_index, row_place)));
  aggregate->children.push_back(std::move(values));
  auto result = make_uniq<::duckdb::LogicalProjection>(result_index, std::move(results));
  result->children.push_back(std::move(aggregate));
  result->ResolveOperatorTypes();
  plan.children[0] = std::move(result);
}

}  // namespace slipher::engine
