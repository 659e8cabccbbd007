#include "engine/duckdb/procedures/bound_expression.h"

#include "duckdb/common/types/column/column_data_collection.hpp"
#include "duckdb/main/client_context.hpp"
#include "duckdb/optimizer/optimizer.hpp"
#include "duckdb/parser/expression/columnref_expression.hpp"
#include "duckdb/parser/expression/parameter_expression.hpp"
#include "duckdb/parser/parsed_expression_iterator.hpp"
#include "duckdb/parser/query_node/select_node.hpp"
#include "duckdb/parser/tableref/column_data_ref.hpp"
#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "duckdb/planner/expression/bound_reference_expression.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator.hpp"
#include "duckdb/planner/planner.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::LogicalOperatorType;
using ::duckdb::ParsedExpression;
using ::duckdb::Value;

constexpr const char* kTable = "slipher variables";

std::string column_name(std::size_t number) { return "variable " + std::to_string(number); }

// A parameter's type is known to DuckDB only with its value, which then is a constant. A column's is always.
void parameters_to_columns(::duckdb::unique_ptr<ParsedExpression>& expression) {
  if (expression->GetExpressionClass() == ::duckdb::ExpressionClass::PARAMETER) {
    const auto number = std::stoul(expression->Cast<::duckdb::ParameterExpression>().identifier);
    auto column = ::duckdb::make_uniq<::duckdb::ColumnRefExpression>(column_name(number), std::string(kTable));
    column->SetAlias(expression->GetAlias());
    expression = std::move(column);
    return;
  }
  ::duckdb::ParsedExpressionIterator::EnumerateChildren(*expression, parameters_to_columns);
}

// A plan names columns by their table; what runs, by their place.
void columns_to_places(::duckdb::unique_ptr<Expression>& expression) {
  if (expression->GetExpressionClass() == ::duckdb::ExpressionClass::BOUND_COLUMN_REF) {
    const auto& column = expression->Cast<::duckdb::BoundColumnRefExpression>();
    expression = ::duckdb::make_uniq<::duckdb::BoundReferenceExpression>(column.GetAlias(), column.return_type,
                                                                         column.binding.column_index);
    return;
  }
  ::duckdb::ExpressionIterator::EnumerateChildren(*expression, columns_to_places);
}

}  // namespace

std::optional<BoundExpression> BoundExpression::from(const ::duckdb::PreparedStatement& prepared,
                                                     const std::vector<Value>& values) {
  if (!prepared.data || !prepared.data->unbound_statement ||
      prepared.data->unbound_statement->type != ::duckdb::StatementType::SELECT_STATEMENT)
    return std::nullopt;
  BoundExpression bound;
  bound.context_ = prepared.context.get();
  for (const auto& value : values) bound.types_.push_back(value.type());
  bool is_fit = false;
  const auto planned = guarded([&]() -> Result<void> {
    auto statement = prepared.data->unbound_statement->Copy();
    bound.context_->RunFunctionInTransaction(
        [&] { is_fit = bound.plan(statement->Cast<::duckdb::SelectStatement>()); });
    return {};
  });
  if (!planned || !is_fit) return std::nullopt;
  return bound;
}

bool BoundExpression::plan(::duckdb::SelectStatement& statement) {
  if (statement.node->type != ::duckdb::QueryNodeType::SELECT_NODE || !statement.node->modifiers.empty()) return false;
  auto& node = statement.node->Cast<::duckdb::SelectNode>();
  if (!node.from_table || node.from_table->type != ::duckdb::TableReferenceType::EMPTY_FROM || node.where_clause)
    return false;
  for (auto& item : node.select_list) parameters_to_columns(item);
  if (!types_.empty()) {
    ::duckdb::vector<::duckdb::string> names;
    for (std::size_t i = 1; i <= types_.size(); ++i) names.push_back(column_name(i));
    node.from_table = ::duckdb::make_uniq<::duckdb::ColumnDataRef>(
        ::duckdb::make_uniq<::duckdb::ColumnDataCollection>(*context_, types_), std::move(names));
    node.from_table->alias = kTable;
  }
  ::duckdb::Planner planner(*context_);
  planner.CreatePlan(statement.Copy());
  ::duckdb::Optimizer optimizer(*planner.binder, *context_);
  auto root = optimizer.Optimize(std::move(planner.plan));
  // What expressions have in common is worked out below them.
  auto* at = root.get();
  for (; at->type == LogicalOperatorType::LOGICAL_PROJECTION && at->children.size() == 1; at = at->children[0].get()) {
    for (auto& expression : at->expressions) columns_to_places(expression);
    stages_.insert(stages_.begin(), Stage{std::move(at->expressions), nullptr, nullptr});
  }
  const auto wanted = types_.empty() ? LogicalOperatorType::LOGICAL_DUMMY_SCAN : LogicalOperatorType::LOGICAL_CHUNK_GET;
  return at->type == wanted && !stages_.empty();
}

void BoundExpression::make_machine() {
  auto& allocator = ::duckdb::Allocator::Get(*context_);
  input_ = std::make_unique<::duckdb::DataChunk>();
  if (!types_.empty()) input_->Initialize(allocator, types_);
  for (auto& stage : stages_) {
    ::duckdb::vector<::duckdb::LogicalType> types;
    for (const auto& each : stage.expressions) types.push_back(each->return_type);
    stage.executor = std::make_unique<::duckdb::ExpressionExecutor>(*context_, stage.expressions);
    stage.result = std::make_unique<::duckdb::DataChunk>();
    stage.result->Initialize(allocator, types);
  }
}

Result<std::vector<Value>> BoundExpression::evaluate(const std::vector<Value>& values) {
  return guarded([&]() -> Result<std::vector<Value>> {
    std::vector<Value> row;
    context_->RunFunctionInTransaction([&] {
      if (!input_) make_machine();
      for (std::size_t i = 0; i < types_.size(); ++i) input_->data[i].Reference(values.at(i));
      input_->SetCardinality(1);
      auto* from = input_.get();
      for (auto& stage : stages_) {
        stage.result->Reset();
        stage.executor->Execute(*from, *stage.result);
        from = stage.result.get();
      }
      for (std::size_t i = 0; i < from->ColumnCount(); ++i) row.push_back(from->GetValue(i, 0));
    });
    return row;
  });
}

}  // namespace slipher::engine
