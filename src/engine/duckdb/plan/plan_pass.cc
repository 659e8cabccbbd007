#include "engine/duckdb/plan/plan_pass.h"

#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/optimizer/optimizer.hpp"
#include "duckdb/optimizer/optimizer_extension.hpp"
#include "duckdb/planner/operator/logical_delete.hpp"
#include "duckdb/planner/operator/logical_empty_result.hpp"
#include "duckdb/planner/operator/logical_get.hpp"
#include "duckdb/planner/operator/logical_merge_into.hpp"
#include "duckdb/planner/operator/logical_update.hpp"
#include "engine/duckdb/plan/blank_comparison.h"
#include "engine/duckdb/plan/branch_types.h"
#include "engine/duckdb/plan/collated_patterns.h"
#include "engine/duckdb/plan/column_origin.h"
#include "engine/duckdb/plan/comparison_functions.h"
#include "engine/duckdb/plan/date_comparison.h"
#include "engine/duckdb/plan/direct_unnest.h"
#include "engine/duckdb/plan/distinct_unions.h"
#include "engine/duckdb/plan/equality_estimates.h"
#include "engine/duckdb/plan/given_names.h"
#include "engine/duckdb/plan/length_check.h"
#include "engine/duckdb/plan/narrow_decimals.h"
#include "engine/duckdb/plan/number_comparison.h"
#include "engine/duckdb/plan/set_types.h"
#include "engine/duckdb/plan/sort_keys.h"
#include "engine/duckdb/plan/subquery_casts.h"
#include "engine/duckdb/plan/update_matches.h"
#include "engine/duckdb/plan/widening_casts.h"
#include "engine/duckdb/plan/zone_casts.h"
#include "engine/duckdb/refresh/view_extents.h"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {
namespace {

// Before the optimizer has looked at it, a scan's columns are those that the statement names.
void collect_scans(::duckdb::LogicalOperator& plan, std::vector<PlanScan>& scans) {
  if (plan.type == ::duckdb::LogicalOperatorType::LOGICAL_GET) {
    auto& get = plan.Cast<::duckdb::LogicalGet>();
    if (const auto table = get.GetTable()) {
      PlanScan scan{table->ParentCatalog().GetName(), table->ParentSchema().name, table->name, {}};
      for (const auto& column : get.GetColumnIds()) {
        if (!column.IsVirtualColumn()) scan.columns.push_back(get.names.at(column.GetPrimaryIndex()));
      }
      scans.push_back(std::move(scan));
    }
  }
  for (auto& child : plan.children) collect_scans(*child, scans);
}

// For stl_scan: whatever has a table's name, but for what the server itself keeps.
void collect_tables(::duckdb::LogicalOperator& plan, std::vector<PlanScan>& tables) {
  if (plan.type == ::duckdb::LogicalOperatorType::LOGICAL_GET) {
    const auto table = plan.Cast<::duckdb::LogicalGet>().GetTable();
    if (table && table->ParentSchema().name != kInternalSchema)
      tables.push_back({table->ParentCatalog().GetName(), table->ParentSchema().name, table->name, {}});
  }
  for (auto& child : plan.children) collect_tables(*child, tables);
}

// The table whose rows a statement changes or deletes; nothing for every other statement.
::duckdb::optional_ptr<::duckdb::TableCatalogEntry> changed_table(const ::duckdb::LogicalOperator& plan) {
  switch (plan.type) {
    case ::duckdb::LogicalOperatorType::LOGICAL_UPDATE:
      return plan.Cast<::duckdb::LogicalUpdate>().table;
    case ::duckdb::LogicalOperatorType::LOGICAL_DELETE:
      return plan.Cast<::duckdb::LogicalDelete>().table;
    case ::duckdb::LogicalOperatorType::LOGICAL_MERGE_INTO:
      return plan.Cast<::duckdb::LogicalMergeInto>().table;
    default:
      return nullptr;
  }
}

void note_changes(::duckdb::ClientContext& context, const ::duckdb::LogicalOperator& plan) {
  const auto table = changed_table(plan);
  if (!table || table->temporary) return;
  if (const auto changes = TransactionChanges::find(context))
    changes->note_change({table->ParentCatalog().GetName(), table->ParentSchema().name, table->name});
}

void note_probes(const ::duckdb::LogicalOperator& plan, PlanFacts& facts) {
  for (const auto& expression : plan.expressions) {
    const auto place = expression->GetQueryLocation();
    if (!place.IsValid() || place.GetIndex() < PlanFacts::kFirstProbe) continue;
    const auto number = place.GetIndex() - PlanFacts::kFirstProbe;
    if (number < facts.probed.size()) facts.probed[number] = expression->return_type;
  }
  for (const auto& child : plan.children) note_probes(*child, facts);
}

void note_columns(::duckdb::LogicalOperator& plan, PlanFacts& facts) {
  facts.columns = trace_columns(plan);
  auto names = given_names(plan);
  for (std::size_t i = 0; i < names.size() && i < facts.columns.size(); ++i)
    facts.columns[i].given_name = std::move(names[i]);
}

constexpr const char* kFactsKey = "slipher_plan_facts";

void run_pass(::duckdb::OptimizerExtensionInput& input, ::duckdb::unique_ptr<::duckdb::LogicalOperator>& plan) {
  const auto facts = input.context.registered_state->Get<PlanFacts>(kFactsKey);
  if (facts && !facts->probed.empty()) {
    note_probes(*plan, *facts);
    plan = ::duckdb::make_uniq<::duckdb::LogicalEmptyResult>(std::move(plan));  // nobody runs it
    return;
  }
  note_changes(input.context, *plan);
  check_set_types(*plan);
  distinct_unions(plan);
  use_registered_casts(input.context, *plan);
  use_own_zone_casts(input.context, *plan);
  check_branch_types(input.context, *plan);
  ignore_case_in_patterns(input.context, *plan);
  add_length_checks(input.optimizer.binder, *plan);
  update_rows_once(input.context, input.optimizer.binder, *plan);
  if (facts && facts->wanted) {
    note_columns(*plan, *facts);
    facts->tables.clear();
    collect_tables(*plan, facts->tables);
  }
  unnest_directly(plan);
  compare_with_numbers(input.context, *plan);
  estimate_equalities(input.context, *plan);
  ignore_trailing_blanks(input.optimizer.binder, plan);
  sort_by_plain_texts(input.context, input.optimizer.binder, *plan);
  compare_dates_as_dates(input.context, *plan);
  narrow_decimals(input.context, *plan);
  use_own_widening(*plan);
  if (facts && facts->wants_scans) collect_scans(*plan, facts->scans);
}

}  // namespace

::duckdb::shared_ptr<PlanFacts> PlanFacts::of(::duckdb::ClientContext& context) {
  return context.registered_state->GetOrCreate<PlanFacts>(kFactsKey);
}

void register_plan_pass(::duckdb::DatabaseInstance& database) {
  register_comparison_functions(database);
  ::duckdb::OptimizerExtension extension;
  extension.pre_optimize_function = run_pass;
  ::duckdb::DBConfig::GetConfig(database).optimizer_extensions.push_back(extension);
}

}  // namespace slipher::engine
