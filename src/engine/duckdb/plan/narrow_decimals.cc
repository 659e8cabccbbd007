#include "engine/duckdb/plan/narrow_decimals.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "duckdb/catalog/catalog_entry/aggregate_function_catalog_entry.hpp"
#include "duckdb/execution/expression_executor.hpp"
#include "duckdb/function/function_binder.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"
#include "duckdb/planner/operator/list.hpp"
#include "duckdb/storage/statistics/numeric_stats.hpp"
#include "engine/duckdb/functions/exact_numbers.h"

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
using ::duckdb::Value;
using functions::BoundPointer;
using functions::digits_of;
using functions::Int128;
using functions::Range;

std::optional<Int128> number_of(const Value& value) {
  if (value.IsNull() || !functions::is_exact(value.type())) return std::nullopt;
  switch (value.type().InternalType()) {
    case PhysicalType::INT8:
      return value.GetValueUnsafe<std::int8_t>();
    case PhysicalType::INT16:
      return value.GetValueUnsafe<std::int16_t>();
    case PhysicalType::INT32:
      return value.GetValueUnsafe<std::int32_t>();
    case PhysicalType::INT64:
      return value.GetValueUnsafe<std::int64_t>();
    case PhysicalType::INT128:
      return functions::wide(value.GetValueUnsafe<::duckdb::hugeint_t>());
    default:
      return std::nullopt;
  }
}

bool is_narrow_decimal(const LogicalType& type) {
  return type.id() == LogicalTypeId::DECIMAL && digits_of(type).precision <= functions::kNarrowDigits;
}

bool is_wide_decimal(const LogicalType& type) {
  return type.id() == LogicalTypeId::DECIMAL && !is_narrow_decimal(type);
}

std::optional<Range> join(std::optional<Range> a, std::optional<Range> b) {
  if (!a || !b) return std::nullopt;
  return Range{std::min(a->low, b->low), std::max(a->high, b->high)};
}

LogicalType narrow_type(int scale) {
  return LogicalType::DECIMAL(static_cast<std::uint8_t>(functions::kNarrowDigits), static_cast<std::uint8_t>(scale));
}

class Narrower {
 public:
  explicit Narrower(::duckdb::ClientContext& context) : context_(context) {}

  void visit(LogicalOperator& op) {
    for (auto& child : op.children) visit(*child);
    ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(op, [this](BoundPointer* each) { narrow(*each); });
    if (op.type == LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY) {
      for (auto& each : op.expressions) narrow_aggregate(op, each);
    } else if (op.type == LogicalOperatorType::LOGICAL_GET) {
      auto& get = op.Cast<::duckdb::LogicalGet>();
      gets_[get.table_index] = &get;
    } else if (op.type == LogicalOperatorType::LOGICAL_PROJECTION) {
      auto& projection = op.Cast<::duckdb::LogicalProjection>();
      projections_[projection.table_index] = &projection;
    }
  }

 private:
  std::optional<Range> column_range(const ::duckdb::BoundColumnRefExpression& column) {
    const auto binding = column.binding;
    if (const auto found = projections_.find(binding.table_index); found != projections_.end()) {
      const auto& expressions = found->second->expressions;
      return binding.column_index < expressions.size() ? range_of(*expressions[binding.column_index]) : std::nullopt;
    }
    const auto found = gets_.find(binding.table_index);
    if (found == gets_.end()) return std::nullopt;
    const auto key = std::pair(binding.table_index, binding.column_index);
    if (const auto known = ranges_.find(key); known != ranges_.end()) return known->second;
    return ranges_[key] = stored_range(*found->second, binding.column_index);
  }

  std::optional<Range> stored_range(::duckdb::LogicalGet& get, std::size_t column) {
    const auto& ids = get.GetColumnIds();
    if (!get.GetTable() || !get.function.statistics || column >= ids.size() || ids[column].IsVirtualColumn() ||
        ids[column].HasChildren())
      return std::nullopt;
    const auto stats = get.function.statistics(context_, get.bind_data.get(), ids[column].GetPrimaryIndex());
    if (!stats || stats->GetStatsType() != ::duckdb::StatisticsType::NUMERIC_STATS ||
        !::duckdb::NumericStats::HasMinMax(*stats))
      return std::nullopt;
    const auto low = number_of(::duckdb::NumericStats::Min(*stats));
    const auto high = number_of(::duckdb::NumericStats::Max(*stats));
    if (!low || !high) return std::nullopt;
    return Range{*low, *high};
  }

  /// What every value of a type can be.
  static std::optional<Range> type_range(const LogicalType& type) {
    const auto id = type.id();
    if (id != LogicalTypeId::DECIMAL && id != LogicalTypeId::SMALLINT && id != LogicalTypeId::INTEGER &&
        id != LogicalTypeId::BIGINT)
      return std::nullopt;
    const auto limit = functions::power_of_ten(digits_of(type).precision) - 1;
    return Range{-limit, limit};
  }

  std::optional<Range> constant_range(const Expression& expression) {
    Value value;
    if (!::duckdb::ExpressionExecutor::TryEvaluateScalar(context_, expression, value)) return std::nullopt;
    if (value.IsNull()) return Range{0, 0};
    const auto number = number_of(value);
    return number ? std::optional(Range{*number, *number}) : std::nullopt;
  }

  /// Values of an exact number without the point; nothing when they may be anything.
  std::optional<Range> range_of(const Expression& expression) {
    const auto limit = type_range(expression.return_type);
    if (!limit) return std::nullopt;
    const auto proven = proven_range(expression);
    return proven ? proven : limit;
  }

  std::optional<Range> proven_range(const Expression& expression) {
    if (expression.IsFoldable()) return constant_range(expression);
    switch (expression.GetExpressionClass()) {
      case ExpressionClass::BOUND_COLUMN_REF:
        return column_range(expression.Cast<::duckdb::BoundColumnRefExpression>());
      case ExpressionClass::BOUND_CAST: {
        const auto& child = *expression.Cast<::duckdb::BoundCastExpression>().child;
        const auto inner = functions::is_exact(child.return_type) ? range_of(child) : std::nullopt;
        if (!inner) return std::nullopt;
        const auto from = child.return_type.id() == LogicalTypeId::DECIMAL ? digits_of(child.return_type).scale : 0;
        const auto to =
            expression.return_type.id() == LogicalTypeId::DECIMAL ? digits_of(expression.return_type).scale : 0;
        if (to < from) return std::nullopt;
        const auto factor = functions::power_of_ten(to - from);
        return functions::exact_range('*', *inner, {factor, factor});
      }
      case ExpressionClass::BOUND_FUNCTION: {
        const auto* data = functions::exact_data(expression);
        if (!data) return std::nullopt;
        const auto& operands = expression.Cast<::duckdb::BoundFunctionExpression>().children;
        const auto left = range_of(*operands[0]);
        const auto right = range_of(*operands[1]);
        return left && right ? functions::exact_range(data->operation, *left, *right) : std::nullopt;
      }
      case ExpressionClass::BOUND_CASE: {
        const auto& branches = expression.Cast<::duckdb::BoundCaseExpression>();
        auto range = range_of(*branches.else_expr);
        for (const auto& check : branches.case_checks) range = join(range, range_of(*check.then_expr));
        return range;
      }
      default:
        return std::nullopt;
    }
  }

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
    if (!is_narrow(range_of(expression))) return nullptr;
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
    const auto found = projections_.find(column.binding.table_index);
    if (found == projections_.end()) return nullptr;
    auto& expressions = found->second->expressions;
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
      found->second->ResolveOperatorTypes();
      // Whatever lies between may not pass it on.
      const auto bindings = input->GetColumnBindings();
      if (std::find(bindings.begin(), bindings.end(), binding) == bindings.end()) {
        expressions.pop_back();
        found->second->ResolveOperatorTypes();
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
        digits_of(expression->return_type).scale > functions::kNarrowDigits || !is_narrow(range_of(*expression)))
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

  /// SUM of up to 18 digits has the type of SUM of more.
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
    if (!argument) return;
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
  std::map<std::size_t, ::duckdb::LogicalGet*> gets_;
  std::map<std::size_t, ::duckdb::LogicalProjection*> projections_;
  std::map<std::pair<std::size_t, std::size_t>, std::optional<Range>> ranges_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> narrow_columns_;
  /// While an aggregate's argument is looked at: the operator that gives it.
  LogicalOperator* aggregate_input_ = nullptr;
};

}  // namespace

void narrow_decimals(::duckdb::ClientContext& context, LogicalOperator& plan) { Narrower(context).visit(plan); }

}  // namespace slipher::engine
