#include "engine/duckdb/plan/value_ranges.h"

#include <algorithm>

#include "duckdb/execution/expression_executor.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/operator/list.hpp"
#include "duckdb/storage/statistics/numeric_stats.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;
using ::duckdb::PhysicalType;
using ::duckdb::Value;
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

std::optional<Range> join(std::optional<Range> a, std::optional<Range> b) {
  if (!a || !b) return std::nullopt;
  return Range{std::min(a->low, b->low), std::max(a->high, b->high)};
}

int scale_of(const LogicalType& type) { return type.id() == LogicalTypeId::DECIMAL ? digits_of(type).scale : 0; }

/// What every value of a type can be.
std::optional<Range> type_range(const LogicalType& type) {
  const auto id = type.id();
  if (id != LogicalTypeId::DECIMAL && id != LogicalTypeId::SMALLINT && id != LogicalTypeId::INTEGER &&
      id != LogicalTypeId::BIGINT)
    return std::nullopt;
  const auto limit = functions::power_of_ten(digits_of(type).precision) - 1;
  return Range{-limit, limit};
}

/// The operation of a call of DuckDB's own + - * on exact numbers whose points stand where ours do.
std::optional<char> engine_operation(const ::duckdb::BoundFunctionExpression& call) {
  const auto& name = call.function.name;
  if (call.children.size() != 2 || (name != "+" && name != "-" && name != "*")) return std::nullopt;
  const auto& left = call.children[0]->return_type;
  const auto& right = call.children[1]->return_type;
  const auto& result = call.return_type;
  if (!functions::is_exact(left) || !functions::is_exact(right) || !functions::is_exact(result)) return std::nullopt;
  const bool fits = name == "*" ? scale_of(left) + scale_of(right) == scale_of(result)
                                : scale_of(left) == scale_of(result) && scale_of(right) == scale_of(result);
  return fits ? std::optional(name[0]) : std::nullopt;
}

}  // namespace

void ValueRanges::note(::duckdb::LogicalOperator& op) {
  if (op.type == ::duckdb::LogicalOperatorType::LOGICAL_GET) {
    auto& get = op.Cast<::duckdb::LogicalGet>();
    gets_[get.table_index] = &get;
  } else if (op.type == ::duckdb::LogicalOperatorType::LOGICAL_PROJECTION) {
    auto& projection = op.Cast<::duckdb::LogicalProjection>();
    projections_[projection.table_index] = &projection;
  }
}

::duckdb::LogicalProjection* ValueRanges::projection(std::size_t table_index) const {
  const auto found = projections_.find(table_index);
  return found == projections_.end() ? nullptr : found->second;
}

std::optional<Range> ValueRanges::column_range(const ::duckdb::BoundColumnRefExpression& column) {
  const auto binding = column.binding;
  if (const auto* below = projection(binding.table_index)) {
    const auto& expressions = below->expressions;
    return binding.column_index < expressions.size() ? range_of(*expressions[binding.column_index]) : std::nullopt;
  }
  const auto found = gets_.find(binding.table_index);
  if (found == gets_.end()) return std::nullopt;
  const auto key = std::pair(binding.table_index, binding.column_index);
  if (const auto known = ranges_.find(key); known != ranges_.end()) return known->second;
  return ranges_[key] = stored_range(*found->second, binding.column_index);
}

std::optional<Range> ValueRanges::stored_range(::duckdb::LogicalGet& get, std::size_t column) {
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

std::optional<Range> ValueRanges::constant_range(const Expression& expression) {
  Value value;
  if (!::duckdb::ExpressionExecutor::TryEvaluateScalar(context_, expression, value)) return std::nullopt;
  if (value.IsNull()) return Range{0, 0};
  const auto number = number_of(value);
  return number ? std::optional(Range{*number, *number}) : std::nullopt;
}

std::optional<Range> ValueRanges::range_of(const Expression& expression) {
  const auto limit = type_range(expression.return_type);
  if (!limit) return std::nullopt;
  const auto proven = proven_range(expression);
  return proven ? proven : limit;
}

std::optional<Range> ValueRanges::call_range(const Expression& expression) {
  const auto& call = expression.Cast<::duckdb::BoundFunctionExpression>();
  const auto* data = functions::exact_data(expression);
  const auto operation = data ? std::optional(data->operation) : engine_operation(call);
  if (!operation) return std::nullopt;
  const auto left = range_of(*call.children[0]);
  const auto right = range_of(*call.children[1]);
  return left && right ? functions::exact_range(*operation, *left, *right) : std::nullopt;
}

std::optional<Range> ValueRanges::proven_range(const Expression& expression) {
  if (expression.IsFoldable()) return constant_range(expression);
  switch (expression.GetExpressionClass()) {
    case ExpressionClass::BOUND_COLUMN_REF:
      return column_range(expression.Cast<::duckdb::BoundColumnRefExpression>());
    case ExpressionClass::BOUND_CAST: {
      const auto& child = *expression.Cast<::duckdb::BoundCastExpression>().child;
      const auto inner = functions::is_exact(child.return_type) ? range_of(child) : std::nullopt;
      const int shift = scale_of(expression.return_type) - scale_of(child.return_type);
      if (!inner || shift < 0) return std::nullopt;
      const auto factor = functions::power_of_ten(shift);
      return functions::exact_range('*', *inner, {factor, factor});
    }
    case ExpressionClass::BOUND_FUNCTION:
      return call_range(expression);
    case ExpressionClass::BOUND_CASE: {
      const auto& branches = expression.Cast<::duckdb::BoundCaseExpression>();
      auto range = range_of(*branches.else_expr);
      for (const auto& check : branches.case_checks) range = join(range, range_of(*check.then_expr));
      return range;
    }
    case ExpressionClass::BOUND_OPERATOR: {
      if (expression.GetExpressionType() != ::duckdb::ExpressionType::OPERATOR_COALESCE) return std::nullopt;
      const auto& values = expression.Cast<::duckdb::BoundOperatorExpression>().children;
      auto range = range_of(*values[0]);
      for (const auto& value : values) range = join(range, range_of(*value));
      return range;
    }
    default:
      return std::nullopt;
  }
}

}  // namespace slipher::engine
