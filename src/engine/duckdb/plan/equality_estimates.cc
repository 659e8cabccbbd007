#include "engine/duckdb/plan/equality_estimates.h"

#include <algorithm>
#include <map>

#include "duckdb/main/client_context_state.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/operator/list.hpp"
#include "engine/duckdb/declared_types.h"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::LogicalOperator;
using ::duckdb::LogicalOperatorType;

constexpr const char* kStateKey = "slipher_scan_estimates";
/// What DuckDB takes off for filters that are no equality.
constexpr double kDefaultSelectivity = 0.2;

/// Scans of the statement that is being planned, and the share of their rows to plan with.
struct ScanEstimates : ::duckdb::ClientContextState {
  std::map<const ::duckdb::FunctionData*, double> shares;
  ::duckdb::table_function_cardinality_t cardinality = nullptr;  // of a table, as DuckDB has it
};

::duckdb::unique_ptr<::duckdb::NodeStatistics> scaled_cardinality(::duckdb::ClientContext& context,
                                                                  const ::duckdb::FunctionData* scan) {
  const auto state = context.registered_state->Get<ScanEstimates>(kStateKey);
  if (!state || !state->cardinality) return nullptr;
  auto rows = state->cardinality(context, scan);
  const auto share = state->shares.find(scan);
  // The greatest number of rows stays: other things are proven by it.
  if (rows && rows->has_estimated_cardinality && share != state->shares.end())
    rows->estimated_cardinality = std::max<::duckdb::idx_t>(
        1, static_cast<::duckdb::idx_t>(static_cast<double>(rows->estimated_cardinality) * share->second));
  return rows;
}

class Estimator {
 public:
  Estimator(::duckdb::ClientContext& context, ScanEstimates& state) : context_(context), state_(state) {}

  void visit(LogicalOperator& op) {
    for (auto& child : op.children) visit(*child);
    if (op.type == LogicalOperatorType::LOGICAL_GET) {
      auto& get = op.Cast<::duckdb::LogicalGet>();
      if (get.GetTable() && get.function.name == "seq_scan" && get.function.cardinality && get.function.statistics)
        gets_[get.table_index] = &get;
    } else if (op.type == LogicalOperatorType::LOGICAL_FILTER) {
      for (const auto& each : op.expressions) condition(*each);
    }
  }

 private:
  void condition(const Expression& expression) {
    if (expression.GetExpressionType() == ::duckdb::ExpressionType::CONJUNCTION_AND) {
      for (const auto& each : expression.Cast<::duckdb::BoundConjunctionExpression>().children) condition(*each);
      return;
    }
    if (expression.GetExpressionType() != ::duckdb::ExpressionType::COMPARE_EQUAL ||
        expression.GetExpressionClass() != ExpressionClass::BOUND_COMPARISON)
      return;
    const auto& equality = expression.Cast<::duckdb::BoundComparisonExpression>();
    if (equality.right->IsFoldable()) return column(*equality.left);
    if (equality.left->IsFoldable()) column(*equality.right);
  }

  void column(const Expression& expression) {
    if (expression.GetExpressionClass() != ExpressionClass::BOUND_COLUMN_REF ||
        declared_type(expression.return_type).kind != DeclaredKind::kVarchar)
      return;
    const auto binding = expression.Cast<::duckdb::BoundColumnRefExpression>().binding;
    const auto found = gets_.find(binding.table_index);
    if (found == gets_.end()) return;
    auto& get = *found->second;
    const auto& ids = get.GetColumnIds();
    if (binding.column_index >= ids.size() || ids[binding.column_index].IsVirtualColumn()) return;
    const auto stats =
        get.function.statistics(context_, get.bind_data.get(), ids[binding.column_index].GetPrimaryIndex());
    const auto distinct = stats ? stats->GetDistinctCount() : 0;
    if (distinct == 0) return;
    const double share = std::min(1.0, 1 / (kDefaultSelectivity * static_cast<double>(distinct)));
    if (get.function.cardinality != scaled_cardinality) {
      state_.cardinality = get.function.cardinality;
      get.function.cardinality = scaled_cardinality;
    }
    auto& known = state_.shares.try_emplace(get.bind_data.get(), 1.0).first->second;
    known = std::min(known, share);
  }

  ::duckdb::ClientContext& context_;
  ScanEstimates& state_;
  std::map<std::size_t, ::duckdb::LogicalGet*> gets_;
};

}  // namespace

void estimate_equalities(::duckdb::ClientContext& context, LogicalOperator& plan) {
  const auto state = context.registered_state->GetOrCreate<ScanEstimates>(kStateKey);
  state->shares.clear();
  Estimator(context, *state).visit(plan);
}

}  // namespace slipher::engine
