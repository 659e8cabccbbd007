// EXPLAIN: DuckDB's physical plan, written as Redshift writes plans.
#include <algorithm>
#include <cstdio>

#include "duckdb/execution/operator/join/physical_comparison_join.hpp"
#include "duckdb/execution/physical_operator.hpp"
#include "duckdb/execution/physical_plan_generator.hpp"
#include "duckdb/main/prepared_statement_data.hpp"
#include "engine/duckdb/lowering/statements.h"

namespace slipher::engine {
namespace {

using ::duckdb::PhysicalOperator;
using ::duckdb::PhysicalOperatorType;

/// What Redshift calls an operator; "" = it is no step of its own there.
std::string_view step_name(PhysicalOperatorType type) {
  switch (type) {
    case PhysicalOperatorType::PROJECTION:
    case PhysicalOperatorType::RESULT_COLLECTOR:
    case PhysicalOperatorType::VERIFY_VECTOR:
      return "";
    case PhysicalOperatorType::TABLE_SCAN:
    case PhysicalOperatorType::COLUMN_DATA_SCAN:
      return "XN Seq Scan";
    case PhysicalOperatorType::FILTER:
      return "XN Filter";
    case PhysicalOperatorType::HASH_JOIN:
    case PhysicalOperatorType::LEFT_DELIM_JOIN:
    case PhysicalOperatorType::RIGHT_DELIM_JOIN:
      return "XN Hash Join DS_DIST_NONE";
    case PhysicalOperatorType::PIECEWISE_MERGE_JOIN:
    case PhysicalOperatorType::IE_JOIN:
      return "XN Merge Join DS_DIST_NONE";
    case PhysicalOperatorType::NESTED_LOOP_JOIN:
    case PhysicalOperatorType::BLOCKWISE_NL_JOIN:
    case PhysicalOperatorType::CROSS_PRODUCT:
    case PhysicalOperatorType::POSITIONAL_JOIN:
      return "XN Nested Loop DS_BCAST_INNER";
    case PhysicalOperatorType::HASH_GROUP_BY:
    case PhysicalOperatorType::PERFECT_HASH_GROUP_BY:
    case PhysicalOperatorType::PARTITIONED_AGGREGATE:
      return "XN HashAggregate";
    case PhysicalOperatorType::UNGROUPED_AGGREGATE:
      return "XN Aggregate";
    case PhysicalOperatorType::WINDOW:
    case PhysicalOperatorType::STREAMING_WINDOW:
      return "XN Window";
    case PhysicalOperatorType::ORDER_BY:
      return "XN Sort";
    case PhysicalOperatorType::TOP_N:
    case PhysicalOperatorType::LIMIT:
    case PhysicalOperatorType::STREAMING_LIMIT:
    case PhysicalOperatorType::LIMIT_PERCENT:
      return "XN Limit";
    case PhysicalOperatorType::UNION:
      return "XN Append";
    case PhysicalOperatorType::EMPTY_RESULT:
    case PhysicalOperatorType::DUMMY_SCAN:
    case PhysicalOperatorType::EXPRESSION_SCAN:
      return "XN Result";
    case PhysicalOperatorType::CTE_SCAN:
      return "XN Subquery Scan";
    case PhysicalOperatorType::INSERT:
    case PhysicalOperatorType::BATCH_INSERT:
      return "XN Insert";
    case PhysicalOperatorType::DELETE_OPERATOR:
      return "XN Delete";
    case PhysicalOperatorType::UPDATE:
      return "XN Update";
    default:
      return "XN Step";
  }
}

/// Parameters of DuckDB's that have a line of their own in Redshift's plans, and what it begins with.
constexpr std::pair<std::string_view, std::string_view> kDetails[] = {
    {"Filters", "Filter: "},        {"__expression__", "Filter: "},
    {"Conditions", "Hash Cond: "},  {"__condition__", "Join Filter: "},
    {"__order_by__", "Sort Key: "}, {"Order By", "Sort Key: "}};

std::string one_line(std::string text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n')
      out += ", ";
    else
      out += c;
  }
  return out;
}

std::int64_t width_of(const PhysicalOperator& step) {
  std::int64_t width = 0;
  for (const auto& type : step.types)
    width += type.InternalType() == ::duckdb::PhysicalType::VARCHAR
                 ? 16
                 : static_cast<std::int64_t>(::duckdb::GetTypeIdSize(type.InternalType()));
  return width;
}

/// A step's cost: the rows that it and the steps below it are thought to give, as a hundredth each.
double cost_of(const PhysicalOperator& step) {
  double cost = static_cast<double>(step.estimated_cardinality) / 100;
  for (const auto& child : step.GetChildren()) cost += cost_of(child.get());
  return cost;
}

class PlanWriter {
 public:
  explicit PlanWriter(bool verbose) : verbose_(verbose) {}

  void write(const PhysicalOperator& step, std::size_t depth) {
    const auto name = step_name(step.type);
    if (name.empty()) {
      for (const auto& child : step.GetChildren()) write(child.get(), depth);
      return;
    }
    const auto parameters = step.ParamsToString();
    const std::string indent(depth == 0 ? 0 : depth * 6 - 4, ' ');
    char numbers[120];
    std::snprintf(numbers, sizeof numbers, "  (cost=0.00..%.2f rows=%lld width=%lld)", cost_of(step),
                  static_cast<long long>(step.estimated_cardinality), static_cast<long long>(width_of(step)));
    lines_.push_back({indent + (depth == 0 ? "" : "->  ") + std::string(name) + table_of(parameters) + numbers});
    const std::string detail_indent(depth * 6 + 2, ' ');
    for (const auto& [key, label] : kDetails) {
      if (const auto found = parameters.find(std::string(key)); found != parameters.end() && !found->second.empty())
        lines_.push_back({detail_indent + std::string(label) + one_line(found->second)});
    }
    if (verbose_) write_all(parameters, detail_indent);
    for (const auto& child : step.GetChildren()) write(child.get(), depth + 1);
  }

  std::vector<std::vector<std::optional<std::string>>> take() { return std::move(lines_); }

 private:
  using Parameters = ::duckdb::InsertionOrderPreservingMap<std::string>;

  static std::string table_of(const Parameters& parameters) {
    const auto found = parameters.find("Table");
    return found == parameters.end() ? std::string() : " on " + found->second.substr(found->second.rfind('.') + 1);
  }

  void write_all(const Parameters& parameters, const std::string& indent) {
    for (const auto& [key, value] : parameters) {
      const bool told =
          key.starts_with("__") || key == "Table" || value.empty() ||
          std::any_of(std::begin(kDetails), std::end(kDetails), [&](const auto& d) { return d.first == key; });
      if (!told) lines_.push_back({indent + key + ": " + one_line(value)});
    }
  }

  const bool verbose_;
  std::vector<std::vector<std::optional<std::string>>> lines_;
};

/// What of a statement has a plan: itself, or the query that it runs.
Result<std::string> planned_text(const sql::Span& statement) {
  auto tree = sql::parse(statement.text);
  if (!tree) return tree.error();
  if (!*tree) return statement.text;
  if (const auto* table = std::get_if<sql::CreateTableAs>(&**tree)) return table->query.text;
  if (const auto* view = std::get_if<sql::CreateView>(&**tree)) return view->query.text;
  if (const auto* view = std::get_if<sql::CreateMaterializedView>(&**tree)) return view->query.text;
  return sql::not_supported("EXPLAIN of this statement");
}

}  // namespace

Result<Outcome> lower_statement(Session& session, const sql::Explain& statement) {
  auto text = planned_text(statement.statement);
  if (!text) return text.error();
  auto prepared = session.runner().prepare(*text, session.parameters());
  if (!prepared) return prepared.error();
  PlanWriter writer(statement.verbose);
  writer.write((*prepared)->data->physical_plan->Root(), 0);
  return text_rows({"QUERY PLAN"}, writer.take());
}

}  // namespace slipher::engine
