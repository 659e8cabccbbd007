#include "engine/duckdb/plan/column_origin.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/parser/constraints/not_null_constraint.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/operator/list.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/session_context.h"

namespace slipher::engine {
namespace {

using ::duckdb::ColumnBinding;
using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::LogicalOperator;
using ::duckdb::LogicalOperatorType;

// Plans nest as deeply as the query text; give up (no origin) long before the stack does.
constexpr int kMaxDepth = 200;

ColumnOrigin trace(LogicalOperator& op, ColumnBinding binding, int depth);

std::optional<int> longer(std::optional<int> a, std::optional<int> b) {
  if (!a || !b) return std::nullopt;
  return std::max(*a, *b);
}

std::optional<int> declared_bytes(const ::duckdb::LogicalType& type) {
  const auto declared = declared_type(type);
  return declared.bytes > 0 ? std::optional(declared.bytes) : std::nullopt;
}

ColumnOrigin trace_expression(const Expression& expression, LogicalOperator& child, int depth);

// Longest text of a whole number, its sign included.
std::optional<int> integer_text_bytes(const ::duckdb::LogicalType& type) {
  switch (type.id()) {
    case ::duckdb::LogicalTypeId::SMALLINT:
      return 6;
    case ::duckdb::LogicalTypeId::INTEGER:
      return 11;
    case ::duckdb::LogicalTypeId::BIGINT:
      return 20;
    default:
      return std::nullopt;
  }
}

// Functions whose result is no longer than their first argument, or all of them together, or always as long.
std::optional<int> function_text_bytes(const ::duckdb::BoundFunctionExpression& call, LogicalOperator& child,
                                       int depth) {
  constexpr std::string_view kNoLonger[] = {"upper",   "lower",         "rs_trim",         "trim", "ltrim",
                                            "rtrim",   "rs_initcap",    "rs_substring",    "left", "right",
                                            "reverse", "rs_split_part", "rs_regexp_substr"};
  constexpr std::pair<std::string_view, int> kFixed[] = {{"md5", 32}, {"sha1", 40}, {"rs_sha2", 128}, {"chr", 4}};
  const std::string_view name = call.function.name;
  for (const auto& [fixed, bytes] : kFixed) {
    if (name == fixed) return bytes;
  }
  const auto argument = [&](std::size_t i) { return trace_expression(*call.children[i], child, depth + 1).text_bytes; };
  if (!call.children.empty() && std::find(std::begin(kNoLonger), std::end(kNoLonger), name) != std::end(kNoLonger))
    return argument(0);
  if (name != "||") return std::nullopt;
  int total = 0;
  for (std::size_t i = 0; i < call.children.size(); ++i) {
    const auto bytes = argument(i);
    if (!bytes) return std::nullopt;
    total = std::min(total + *bytes, kVarcharMaxBytes);
  }
  return total;
}

ColumnOrigin trace_expression(const Expression& expression, LogicalOperator& child, int depth) {
  switch (expression.GetExpressionClass()) {
    case ExpressionClass::BOUND_COLUMN_REF:
      return trace(child, expression.Cast<::duckdb::BoundColumnRefExpression>().binding, depth);
    case ExpressionClass::BOUND_CONSTANT: {
      const auto& value = expression.Cast<::duckdb::BoundConstantExpression>().value;
      ColumnOrigin origin;
      if (value.IsNull()) {
        origin.text_bytes = 0;
      } else if (value.type().InternalType() == ::duckdb::PhysicalType::VARCHAR) {
        origin.text_bytes = static_cast<int>(::duckdb::StringValue::Get(value).size());
      }
      return origin;
    }
    case ExpressionClass::BOUND_CAST: {
      // Between text types a cast changes the name, not the value.
      const auto& cast = expression.Cast<::duckdb::BoundCastExpression>();
      ColumnOrigin origin;
      origin.text_bytes = integer_text_bytes(cast.child->return_type);
      if (cast.child->return_type.InternalType() == ::duckdb::PhysicalType::VARCHAR)
        origin.text_bytes = trace_expression(*cast.child, child, depth + 1).text_bytes;
      return origin;
    }
    case ExpressionClass::BOUND_CASE: {
      const auto& branches = expression.Cast<::duckdb::BoundCaseExpression>();
      ColumnOrigin origin;
      origin.text_bytes = trace_expression(*branches.else_expr, child, depth + 1).text_bytes;
      for (const auto& check : branches.case_checks)
        origin.text_bytes = longer(origin.text_bytes, trace_expression(*check.then_expr, child, depth + 1).text_bytes);
      return origin;
    }
    case ExpressionClass::BOUND_OPERATOR: {
      const auto& operation = expression.Cast<::duckdb::BoundOperatorExpression>();
      ColumnOrigin origin;
      if (operation.GetExpressionType() != ::duckdb::ExpressionType::OPERATOR_COALESCE) return origin;
      origin.text_bytes = 0;
      for (const auto& each : operation.children)
        origin.text_bytes = longer(origin.text_bytes, trace_expression(*each, child, depth + 1).text_bytes);
      return origin;
    }
    case ExpressionClass::BOUND_FUNCTION: {
      const auto& call = expression.Cast<::duckdb::BoundFunctionExpression>();
      ColumnOrigin origin;
      origin.text_bytes = declared_bytes(expression.return_type);
      if (!origin.text_bytes) origin.text_bytes = function_text_bytes(call, child, depth);
      return origin;
    }
    default: {
      // A function that returns rs_varchar(n) promises it.
      ColumnOrigin origin;
      origin.text_bytes = declared_bytes(expression.return_type);
      return origin;
    }
  }
}

ColumnOrigin trace_table(::duckdb::LogicalGet& get, ColumnBinding binding) {
  ColumnOrigin origin;
  const auto& ids = get.GetColumnIds();
  if (binding.column_index >= ids.size()) return origin;
  const auto& id = ids[binding.column_index];
  const auto table = get.GetTable();
  if (!table || id.IsVirtualColumn() || id.HasChildren()) return origin;
  const auto& column = table->GetColumn(::duckdb::LogicalIndex(id.GetPrimaryIndex()));
  // What a system view is made of is nobody's business.
  const bool is_internal = table->schema.name == kInternalSchema;
  if (!is_internal) {
    origin.schema = table->schema.name;
    origin.table = table->name;
  }
  origin.text_bytes = declared_bytes(column.Type());
  for (const auto& constraint : table->GetConstraints()) {
    if (constraint->type == ::duckdb::ConstraintType::NOT_NULL &&
        constraint->Cast<::duckdb::NotNullConstraint>().index == column.Logical())
      origin.nullable = false;
  }
  return origin;
}

ColumnOrigin trace_set_operation(LogicalOperator& op, ColumnBinding binding, int depth) {
  ColumnOrigin origin;
  origin.text_bytes = 0;
  for (auto& child : op.children) {
    const auto bindings = child->GetColumnBindings();
    if (binding.column_index >= bindings.size()) return {};
    origin.text_bytes = longer(origin.text_bytes, trace(*child, bindings[binding.column_index], depth + 1).text_bytes);
  }
  return origin;
}

ColumnOrigin trace_aggregate(::duckdb::LogicalAggregate& aggregate, ColumnBinding binding, int depth) {
  auto& child = *aggregate.children[0];
  if (binding.table_index == aggregate.group_index && binding.column_index < aggregate.groups.size())
    return trace_expression(*aggregate.groups[binding.column_index], child, depth + 1);
  ColumnOrigin origin;
  if (binding.table_index == aggregate.aggregate_index && binding.column_index < aggregate.expressions.size()) {
    const auto& call = aggregate.expressions[binding.column_index]->Cast<::duckdb::BoundAggregateExpression>();
    const bool picks = call.function.name == "min" || call.function.name == "max" || call.function.name == "first" ||
                       call.function.name == "any_value";
    if (picks && !call.children.empty())
      origin.text_bytes = trace_expression(*call.children[0], child, depth + 1).text_bytes;
  }
  return origin;
}

ColumnOrigin trace(LogicalOperator& op, ColumnBinding binding, int depth) {
  if (depth > kMaxDepth) return {};
  switch (op.type) {
    case LogicalOperatorType::LOGICAL_PROJECTION: {
      auto& projection = op.Cast<::duckdb::LogicalProjection>();
      if (projection.table_index != binding.table_index || binding.column_index >= op.expressions.size()) return {};
      return trace_expression(*op.expressions[binding.column_index], *op.children[0], depth + 1);
    }
    case LogicalOperatorType::LOGICAL_GET:
      return trace_table(op.Cast<::duckdb::LogicalGet>(), binding);
    case LogicalOperatorType::LOGICAL_AGGREGATE_AND_GROUP_BY:
      return trace_aggregate(op.Cast<::duckdb::LogicalAggregate>(), binding, depth);
    case LogicalOperatorType::LOGICAL_UNION:
    case LogicalOperatorType::LOGICAL_EXCEPT:
    case LogicalOperatorType::LOGICAL_INTERSECT:
      return trace_set_operation(op, binding, depth);
    default:
      break;
  }
  for (auto& child : op.children) {
    const auto bindings = child->GetColumnBindings();
    if (std::find(bindings.begin(), bindings.end(), binding) != bindings.end())
      return trace(*child, binding, depth + 1);
  }
  return {};
}

}  // namespace

std::vector<ColumnOrigin> trace_columns(LogicalOperator& plan) {
  std::vector<ColumnOrigin> origins;
  for (const auto& binding : plan.GetColumnBindings()) origins.push_back(trace(plan, binding, 0));
  return origins;
}

}  // namespace slipher::engine
