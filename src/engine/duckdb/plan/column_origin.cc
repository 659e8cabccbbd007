#include "engine/duckdb/plan/column_origin.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "duckdb/catalog/catalog_entry/table_catalog_entry.hpp"
#include "duckdb/parser/constraints/not_null_constraint.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/operator/list.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/plan/type_families.h"
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

/// Adds what else a column can hold.
void meet(ColumnOrigin& origin, const ColumnOrigin& other) {
  origin.text_bytes = origin.text_bytes && other.text_bytes
                          ? std::optional(std::max(*origin.text_bytes, *other.text_bytes))
                          : std::nullopt;
  origin.is_varchar = origin.is_varchar || other.is_varchar;
}

/// What can hold nothing yet.
ColumnOrigin nothing() {
  ColumnOrigin origin;
  origin.text_bytes = 0;
  return origin;
}

/// What a declared type promises.
ColumnOrigin promised(const ::duckdb::LogicalType& type) {
  ColumnOrigin origin;
  const auto declared = declared_type(type);
  if (declared.bytes > 0) origin.text_bytes = declared.bytes;
  origin.is_varchar = declared.kind != DeclaredKind::kChar;
  return origin;
}

/// Follows columns of one plan.
class Tracer {
 public:
  explicit Tracer(LogicalOperator& plan) { find_common_tables(plan); }
  ColumnOrigin trace(LogicalOperator& op, ColumnBinding binding, int depth);
  ColumnOrigin trace_expression(const Expression& expression, LogicalOperator& child, int depth);

 private:
  void find_common_tables(LogicalOperator& op) {
    if (op.type == LogicalOperatorType::LOGICAL_MATERIALIZED_CTE)
      common_tables_[op.Cast<::duckdb::LogicalMaterializedCTE>().table_index] = op.children[0].get();
    for (auto& child : op.children) find_common_tables(*child);
  }
  /// One of several values.
  ColumnOrigin trace_all(const ::duckdb::vector<::duckdb::unique_ptr<Expression>>& expressions, LogicalOperator& child,
                         int depth);
  std::optional<int> function_text_bytes(const ::duckdb::BoundFunctionExpression& call, LogicalOperator& child,
                                         int depth);
  ColumnOrigin trace_set_operation(LogicalOperator& op, ColumnBinding binding, int depth);
  ColumnOrigin trace_aggregate(::duckdb::LogicalAggregate& aggregate, ColumnBinding binding, int depth);
  ColumnOrigin trace_window(::duckdb::LogicalWindow& window, ColumnBinding binding, int depth);
  ColumnOrigin trace_common_table(::duckdb::idx_t table_index, ::duckdb::idx_t column, int depth);
  ColumnOrigin trace_recursion(::duckdb::LogicalRecursiveCTE& table, ::duckdb::idx_t column, int depth);

  using CommonColumn = std::pair<::duckdb::idx_t, ::duckdb::idx_t>;
  /// The queries of WITH, by the index that the references to them carry.
  std::map<::duckdb::idx_t, LogicalOperator*> common_tables_;
  /// Their columns, so that each is followed once, however often it is named.
  std::map<CommonColumn, ColumnOrigin> common_columns_;
};

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

std::optional<int> constant_integer(const Expression& expression) {
  const auto* value = &expression;
  while (value->GetExpressionClass() == ExpressionClass::BOUND_CAST)
    value = value->Cast<::duckdb::BoundCastExpression>().child.get();
  if (value->GetExpressionClass() != ExpressionClass::BOUND_CONSTANT) return std::nullopt;
  return value->Cast<::duckdb::BoundConstantExpression>().value.GetValue<std::int32_t>();
}

// A cast that DuckDB adds has the place of its operand.
bool is_written(const ::duckdb::BoundCastExpression& cast) {
  return !(cast.GetQueryLocation() == cast.child->GetQueryLocation());
}

// NULL::varchar.
bool is_written_null(const ::duckdb::BoundCastExpression& cast) {
  return cast.child->return_type.id() == ::duckdb::LogicalTypeId::SQLNULL &&
         cast.return_type.id() == ::duckdb::LogicalTypeId::VARCHAR && is_written(cast);
}

// Functions whose result is no longer than their first argument, or all of them together, or always as long.
std::optional<int> Tracer::function_text_bytes(const ::duckdb::BoundFunctionExpression& call, LogicalOperator& child,
                                               int depth) {
  constexpr std::string_view kNoLonger[] = {"upper",   "lower",         "rs_trim",         "trim", "ltrim",
                                            "rtrim",   "rs_initcap",    "rs_substring",    "left", "right",
                                            "reverse", "rs_split_part", "rs_regexp_substr"};
  // error() never returns.
  constexpr std::pair<std::string_view, int> kFixed[] = {
      {"md5", 32}, {"sha1", 40}, {"rs_sha2", 128}, {"rs_soundex", 4}, {"rs_crc32", 8}, {"rs_chr", 4}, {"error", 0}};
  const std::string_view name = call.function.name;
  for (const auto& [fixed, bytes] : kFixed) {
    if (name == fixed) return bytes;
  }
  // A written cast to VARCHAR(n) has the length that it says, whatever is cast.
  if (name == "rs_cut") return constant_integer(*call.children[1]);
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

ColumnOrigin Tracer::trace_all(const ::duckdb::vector<::duckdb::unique_ptr<Expression>>& expressions,
                               LogicalOperator& child, int depth) {
  auto origin = nothing();
  for (const auto& each : expressions) meet(origin, trace_expression(*each, child, depth + 1));
  return origin;
}

ColumnOrigin Tracer::trace_expression(const Expression& expression, LogicalOperator& child, int depth) {
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
      // Between text types a cast changes the name, not the value. Of what is no text, only a NULL without a type has
      // a length.
      const auto& cast = expression.Cast<::duckdb::BoundCastExpression>();
      if (declared_type(cast.return_type).kind == DeclaredKind::kChar && is_written(cast))
        return promised(cast.return_type);
      ColumnOrigin origin;
      meet(origin = nothing(), trace_expression(*cast.child, child, depth + 1));
      if (is_written_null(cast))
        origin.text_bytes = kVarcharDefaultBytes;
      else if (cast.child->return_type.InternalType() != ::duckdb::PhysicalType::VARCHAR && origin.text_bytes != 0)
        origin.text_bytes = integer_text_bytes(cast.child->return_type);
      return origin;
    }
    case ExpressionClass::BOUND_CASE: {
      const auto& branches = expression.Cast<::duckdb::BoundCaseExpression>();
      auto origin = nothing();
      meet(origin, trace_expression(*branches.else_expr, child, depth + 1));
      for (const auto& check : branches.case_checks) meet(origin, trace_expression(*check.then_expr, child, depth + 1));
      return origin;
    }
    case ExpressionClass::BOUND_OPERATOR: {
      const auto& operation = expression.Cast<::duckdb::BoundOperatorExpression>();
      if (operation.GetExpressionType() != ::duckdb::ExpressionType::OPERATOR_COALESCE) return {};
      return trace_all(operation.children, child, depth);
    }
    case ExpressionClass::BOUND_FUNCTION: {
      const auto& call = expression.Cast<::duckdb::BoundFunctionExpression>();
      if (call.function.name == "greatest" || call.function.name == "least")
        return trace_all(call.children, child, depth);
      // A function that returns rs_varchar(n) promises it.
      auto origin = promised(expression.return_type);
      if (!origin.text_bytes) origin.text_bytes = function_text_bytes(call, child, depth);
      return origin;
    }
    default:
      return promised(expression.return_type);
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
  origin = promised(column.Type());
  const bool is_internal = table->schema.name == kInternalSchema;
  if (!is_internal) {
    origin.schema = table->schema.name;
    origin.table = table->name;
  }
  for (const auto& constraint : table->GetConstraints()) {
    if (constraint->type == ::duckdb::ConstraintType::NOT_NULL &&
        constraint->Cast<::duckdb::NotNullConstraint>().index == column.Logical())
      origin.nullable = false;
  }
  return origin;
}

ColumnOrigin Tracer::trace_set_operation(LogicalOperator& op, ColumnBinding binding, int depth) {
  auto origin = nothing();
  for (auto& child : op.children) {
    const auto bindings = child->GetColumnBindings();
    if (binding.column_index >= bindings.size()) return {};
    meet(origin, trace(*child, bindings[binding.column_index], depth + 1));
  }
  return origin;
}

// Aggregates that return one of the values.
bool picks_a_value(std::string_view name) {
  return name == "min" || name == "max" || name == "first" || name == "any_value";
}

ColumnOrigin Tracer::trace_aggregate(::duckdb::LogicalAggregate& aggregate, ColumnBinding binding, int depth) {
  auto& child = *aggregate.children[0];
  if (binding.table_index == aggregate.group_index && binding.column_index < aggregate.groups.size())
    return trace_expression(*aggregate.groups[binding.column_index], child, depth + 1);
  ColumnOrigin origin;
  if (binding.table_index == aggregate.aggregate_index && binding.column_index < aggregate.expressions.size()) {
    const auto& call = aggregate.expressions[binding.column_index]->Cast<::duckdb::BoundAggregateExpression>();
    if (picks_a_value(call.function.name) && !call.children.empty())
      meet(origin = nothing(), trace_expression(*call.children[0], child, depth + 1));
  }
  return origin;
}

ColumnOrigin Tracer::trace_window(::duckdb::LogicalWindow& window, ColumnBinding binding, int depth) {
  auto& child = *window.children[0];
  if (binding.table_index != window.window_index) return trace(child, binding, depth + 1);
  ColumnOrigin origin;
  if (binding.column_index >= window.expressions.size()) return origin;
  const auto& call = window.expressions[binding.column_index]->Cast<::duckdb::BoundWindowExpression>();
  switch (call.GetExpressionType()) {
    case ::duckdb::ExpressionType::WINDOW_FIRST_VALUE:
    case ::duckdb::ExpressionType::WINDOW_LAST_VALUE:
    case ::duckdb::ExpressionType::WINDOW_NTH_VALUE:
    case ::duckdb::ExpressionType::WINDOW_LEAD:
    case ::duckdb::ExpressionType::WINDOW_LAG:
      meet(origin = nothing(), trace_expression(*call.children[0], child, depth + 1));
      if (call.default_expr) meet(origin, trace_expression(*call.default_expr, child, depth + 1));
      break;
    case ::duckdb::ExpressionType::WINDOW_AGGREGATE:
      if (call.aggregate && picks_a_value(call.aggregate->name) && !call.children.empty())
        meet(origin = nothing(), trace_expression(*call.children[0], child, depth + 1));
      break;
    default:
      break;
  }
  return origin;
}

ColumnOrigin Tracer::trace_common_table(::duckdb::idx_t table_index, ::duckdb::idx_t column, int depth) {
  const CommonColumn key(table_index, column);
  if (const auto known = common_columns_.find(key); known != common_columns_.end()) return known->second;
  const auto table = common_tables_.find(table_index);
  if (table == common_tables_.end()) return {};
  const auto bindings = table->second->GetColumnBindings();
  if (column >= bindings.size()) return {};
  return common_columns_[key] = trace(*table->second, bindings[column], depth + 1);
}

// No longer than what it begins with, if the step makes nothing longer out of that.
ColumnOrigin Tracer::trace_recursion(::duckdb::LogicalRecursiveCTE& table, ::duckdb::idx_t column, int depth) {
  const auto first = table.children[0]->GetColumnBindings();
  const auto step = table.children[1]->GetColumnBindings();
  if (column >= first.size() || column >= step.size()) return {};
  auto origin = nothing();
  meet(origin, trace(*table.children[0], first[column], depth + 1));
  if (!origin.text_bytes) return origin;
  const CommonColumn key(table.table_index, column);
  common_columns_[key] = origin;
  const auto stepped = trace(*table.children[1], step[column], depth + 1).text_bytes;
  if (!stepped || *stepped > *origin.text_bytes) origin.text_bytes.reset();
  return common_columns_[key] = origin;
}

ColumnOrigin Tracer::trace(LogicalOperator& op, ColumnBinding binding, int depth) {
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
    case LogicalOperatorType::LOGICAL_WINDOW:
      return trace_window(op.Cast<::duckdb::LogicalWindow>(), binding, depth);
    case LogicalOperatorType::LOGICAL_RECURSIVE_CTE:
      return trace_recursion(op.Cast<::duckdb::LogicalRecursiveCTE>(), binding.column_index, depth);
    case LogicalOperatorType::LOGICAL_CTE_REF:
      return trace_common_table(op.Cast<::duckdb::LogicalCTERef>().cte_index, binding.column_index, depth);
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
  Tracer tracer(plan);
  for (const auto& binding : plan.GetColumnBindings()) origins.push_back(tracer.trace(plan, binding, 0));
  return origins;
}

::duckdb::LogicalType with_char_length(const ::duckdb::LogicalType& type, const ColumnOrigin& origin) {
  const auto declared = declared_type(type);
  if (declared.kind != DeclaredKind::kChar || (!origin.text_bytes && !origin.is_varchar)) return type;
  const auto bytes = std::max(origin.text_bytes.value_or(kVarcharMaxBytes), 1);
  if (origin.is_varchar || bytes > kCharMaxBytes) return varchar_type(bytes, declared.ignores_case);
  return bytes > declared.bytes ? char_type(bytes) : type;
}

bool is_untyped_null(LogicalOperator& plan, LogicalOperator& op, std::size_t column) {
  return Tracer(plan).trace(op, op.GetColumnBindings().at(column), 0).text_bytes == 0;
}

bool is_untyped_null(LogicalOperator& plan, LogicalOperator& op, const Expression& value) {
  if (op.children.size() != 1) return op.children.size() > 1;
  const auto type = own_type(value);
  return type && type->id() != ::duckdb::LogicalTypeId::VARCHAR &&
         Tracer(plan).trace_expression(value, *op.children[0], 0).text_bytes == 0;
}

}  // namespace slipher::engine
