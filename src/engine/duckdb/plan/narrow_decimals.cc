#include "engine/duckdb/plan/narrow_decimals.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "duckdb/catalog/catalog_entry/aggregate_function_catalog_entry.hpp"
#include "duckdb/function/function_binder.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"
#include "duckdb/planner/operator/list.hpp"
#include "engine/duckdb/functions/exact_numbers.h"
#include "engine/duckdb/functions/wide_decimals.h"
#include "engine/duckdb/plan/value_ranges.h"

namespace slipher::engine {
namespace {

using ::duckdb::ColumnBinding;
using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::LogicalOperator;
using ::duckdb::LogicalOperatorType;
using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;
using ::duckdb::PhysicalType;
using functions::BoundPointer;
using functions::digits_of;
using functions::Range;

bool is_narrow_decimal(const LogicalType& type) {
  return type.id() == LogicalTypeId::DECIMAL && digits_of(type).precision <= functions::kNarrowDigits;
}

bool is_wide_decimal(const LogicalType& type) {
  return type.id() == LogicalTypeId::DECIMAL && !is_narrow_decimal(type);
}

LogicalType narrow_type(int scale) {
  return LogicalType::DECIMAL(static_cast<std::uint8_t>(functions::kNarrowDigits), static_cast<std::uint8_t>(scale));
}

class Narrower {
 public:
  explicit Narrower(::duckdb::ClientContext& context) : context_(context), ranges_(context) {}

  void visit(LogicalOperator& op) {
    for (auto& child : op.children) visit(*child);
    ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(op, [this](BoundPointer* each) { narrow(*each); });
    if (op.type == LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY) {
      for (auto& each : op.expressions) narrow_aggregate(op, each);
    }
    ranges_.note(op);
  }

 private:
  static bool is_narrow(std::optional<Range> range) {
    const auto limit = functions::power_of_ten(functions::kNarrowDigits);
    return range && range->low > -limit && range->high < limit;
  }

  /// The same values as a DECIMAL that is stored in 64 bits, of the same scale; nullptr when that is not known to do.
  BoundPointer narrowed(const Expression& expression) {
    const auto& type = expression.return_type;
    if (type.id() != LogicalTypeId::DECIMAL || digits_of(type).scale > functions::kNarrowDigits) return nullptr;
    if (is_narrow_decimal(type))
      return type.InternalType() == PhysicalType::INT64
                 ? expression.Copy()
                 : functions::bound_cast(context_, expression.Copy(), narrow_type(digits_of(type).scale));
    if (!is_narrow(ranges_.range_of(expression))) return nullptr;
    if (expression.IsFoldable())
      return functions::bound_cast(context_, expression.Copy(), narrow_type(digits_of(type).scale));
    switch (expression.GetExpressionClass()) {
      case ExpressionClass::BOUND_CAST: {
        const auto& child = *expression.Cast<::duckdb::BoundCastExpression>().child;
        const auto& from = child.return_type;
        if (!functions::is_exact(from) || digits_of(from).precision > 19) return nullptr;
        if (is_narrow_decimal(from) && digits_of(from).scale == digits_of(type).scale) return narrowed(child);
        return functions::bound_cast(context_, child.Copy(), narrow_type(digits_of(type).scale));
      }
      case ExpressionClass::BOUND_CASE:
        return narrowed_case(expression.Cast<::duckdb::BoundCaseExpression>());
      case ExpressionClass::BOUND_COLUMN_REF:
        return narrowed_column(expression.Cast<::duckdb::BoundColumnRefExpression>());
      default:
        return nullptr;
    }
  }

  BoundPointer narrowed_case(const ::duckdb::BoundCaseExpression& branches) {
    auto copy = ::duckdb::make_uniq<::duckdb::BoundCaseExpression>(narrow_type(digits_of(branches.return_type).scale));
    const auto branch = [&](const Expression& from) {
      auto value = narrowed(from);
      return value ? functions::bound_cast(context_, std::move(value), copy->return_type) : nullptr;
    };
    copy->else_expr = branch(*branches.else_expr);
    if (!copy->else_expr) return nullptr;
    for (const auto& check : branches.case_checks) {
      ::duckdb::BoundCaseCheck next;
      next.when_expr = check.when_expr->Copy();
      next.then_expr = branch(*check.then_expr);
      if (!next.then_expr) return nullptr;
      copy->case_checks.push_back(std::move(next));
    }
    return copy;
  }

  /// A column of a projection below, which gives the narrow value beside the wide one.
  BoundPointer narrowed_column(const ::duckdb::BoundColumnRefExpression& column) {
    if (!aggregate_input_) return nullptr;
    auto* const below = ranges_.projection(column.binding.table_index);
    if (!below) return nullptr;
    auto& expressions = below->expressions;
    const auto known = narrow_columns_.find(std::pair(column.binding.table_index, column.binding.column_index));
    ColumnBinding binding(column.binding.table_index, expressions.size());
    if (known != narrow_columns_.end()) {
      binding.column_index = known->second;
    } else {
      // One projection only: what lies below it is not visible through it.
      auto* const input = std::exchange(aggregate_input_, nullptr);
      auto value = narrowed(*expressions[column.binding.column_index]);
      aggregate_input_ = input;
      if (!value) return nullptr;
      expressions.push_back(std::move(value));
      below->ResolveOperatorTypes();
      // Whatever lies between may not pass it on.
      const auto bindings = input->GetColumnBindings();
      if (std::find(bindings.begin(), bindings.end(), binding) == bindings.end()) {
        expressions.pop_back();
        below->ResolveOperatorTypes();
        return nullptr;
      }
      narrow_columns_[std::pair(column.binding.table_index, column.binding.column_index)] = binding.column_index;
    }
    return ::duckdb::make_uniq<::duckdb::BoundColumnRefExpression>(expressions[binding.column_index]->return_type,
                                                                   binding, column.depth);
  }

  /// Bottom-up: every call that need not be as wide as its type.
  void narrow(BoundPointer& expression) {
    ::duckdb::ExpressionIterator::EnumerateChildren(*expression, [this](BoundPointer& child) { narrow(child); });
    const auto* data = functions::exact_data(*expression);
    if (!data || !is_wide_decimal(expression->return_type) ||
        digits_of(expression->return_type).scale > functions::kNarrowDigits ||
        !is_narrow(ranges_.range_of(*expression)))
      return;
    auto& operands = expression->Cast<::duckdb::BoundFunctionExpression>().children;
    auto left = narrowed(*operands[0]);
    auto right = left ? narrowed(*operands[1]) : nullptr;
    if (!right) return;
    auto alias = expression->GetAlias();
    const auto type = expression->return_type;
    expression = functions::bound_cast(
        context_, functions::narrow_call(data->operation, std::move(left), std::move(right)), type);
    expression->SetAlias(std::move(alias));
  }

  /// SUM of up to 18 digits has the type of SUM of more; of more it is ours.
  void narrow_aggregate(LogicalOperator& op, BoundPointer& expression) {
    if (expression->GetExpressionClass() != ExpressionClass::BOUND_AGGREGATE) return;
    auto& aggregate = expression->Cast<::duckdb::BoundAggregateExpression>();
    const bool is_sum = aggregate.function.name == "sum";
    if ((!is_sum && aggregate.function.name != "count") || aggregate.children.size() != 1 || aggregate.order_bys ||
        !is_wide_decimal(aggregate.children[0]->return_type))
      return;
    aggregate_input_ = op.children[0].get();
    auto argument = narrowed(*aggregate.children[0]);
    aggregate_input_ = nullptr;
    if (!argument) {
      if (is_sum) aggregate.function = functions::wide_sum(aggregate.children[0]->return_type);
      return;
    }
    ::duckdb::FunctionBinder binder(context_);
    ::duckdb::ErrorData error;
    auto& entry = ::duckdb::Catalog::GetSystemCatalog(context_).GetEntry<::duckdb::AggregateFunctionCatalogEntry>(
        context_, DEFAULT_SCHEMA, aggregate.function.name);
    const auto best = binder.BindFunction(entry.name, entry.functions, {argument->return_type}, error);
    if (!best.IsValid()) return;
    auto call = binder.BindAggregateFunction(entry.functions.GetFunctionByOffset(best.GetIndex()),
                                             functions::bound_arguments(std::move(argument)),
                                             std::move(aggregate.filter), aggregate.aggr_type);
    call->SetAlias(expression->GetAlias());
    expression = std::move(call);
  }

  ::duckdb::ClientContext& context_;
  ValueRanges ranges_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> narrow_columns_;
  /// While an aggregate's argument is looked at: the operator that gives it.
  LogicalOperator* aggregate_input_ = nullptr;
};

}  // namespace

void narrow_decimals(::duckdb::ClientContext& context, LogicalOperator& plan) { Narrower(context).visit(plan); }

}  // namespace slipher::engine
