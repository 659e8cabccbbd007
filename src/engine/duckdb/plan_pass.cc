#include "engine/duckdb/plan_pass.h"

#include "duckdb/optimizer/optimizer.hpp"
#include "duckdb/optimizer/optimizer_extension.hpp"
#include "engine/duckdb/blank_comparison.h"
#include "engine/duckdb/collated_patterns.h"
#include "engine/duckdb/column_origin.h"
#include "engine/duckdb/distinct_unions.h"
#include "engine/duckdb/length_check.h"
#include "engine/duckdb/zone_casts.h"

namespace slipher::engine {
namespace {

constexpr const char* kFactsKey = "slipher_plan_facts";

void run_pass(::duckdb::OptimizerExtensionInput& input, ::duckdb::unique_ptr<::duckdb::LogicalOperator>& plan) {
  distinct_unions(plan);
  use_own_zone_casts(input.context, *plan);
  ignore_case_in_patterns(input.context, *plan);
  add_length_checks(input.optimizer.binder, *plan);
  const auto facts = input.context.registered_state->Get<PlanFacts>(kFactsKey);
  if (facts && facts->wanted) facts->columns = trace_columns(*plan);
  ignore_trailing_blanks(*plan);
}

}  // namespace

::duckdb::shared_ptr<PlanFacts> PlanFacts::of(::duckdb::ClientContext& context) {
  return context.registered_state->GetOrCreate<PlanFacts>(kFactsKey);
}

void register_plan_pass(::duckdb::DatabaseInstance& database) {
  ::duckdb::OptimizerExtension extension;
  extension.pre_optimize_function = run_pass;
  ::duckdb::DBConfig::GetConfig(database).optimizer_extensions.push_back(extension);
}

}  // namespace slipher::engine
