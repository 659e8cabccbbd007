#include "engine/duckdb/plan/given_names.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "duckdb/common/string_util.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/operator/list.hpp"

namespace slipher::engine {
namespace {

using ::duckdb::ColumnBinding;
using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::LogicalOperator;
using ::duckdb::LogicalOperatorType;

/// Plans nest as deeply as the query text.
constexpr int kMaxDepth = 200;

using Names = std::vector<std::string>;

/// Whether DuckDB may have made `name` of `given`: id_1 of id.
bool is_numbered(std::string_view name, std::string_view given) {
  if (name.size() < given.size() + 2 || !name.starts_with(given) || name[given.size()] != '_') return false;
  const auto digits = name.substr(given.size() + 1);
  return std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool may_be_numbered(std::string_view name) {
  const auto mark = name.rfind('_');
  return mark != std::string_view::npos && mark > 0 && is_numbered(name, name.substr(0, mark));
}

/// `name`, or what the query called the column: one of `given` that is not the first of its name.
std::string unnumbered(std::string name, const Names& given, std::size_t column) {
  if (column >= given.size() || !is_numbered(name, given[column])) return name;
  // Or DuckDB has made the column's name of that one's.
  const auto is_same = [&](const auto& other) {
    return ::duckdb::StringUtil::CIEquals(other, given[column]) || is_numbered(given[column], other);
  };
  const auto end = given.begin() + static_cast<std::ptrdiff_t>(column);
  return std::any_of(given.begin(), end, is_same) ? given[column] : name;
}

class NameTracer {
 public:
  explicit NameTracer(LogicalOperator& plan) { find_common_tables(plan); }

  /// The given names of all columns of an operator that makes them; empty where they are not known.
  const Names& names_of(LogicalOperator& op, int depth) {
    const auto known = names_.find(&op);
    if (known != names_.end()) return known->second;
    Names names;
    for (const auto& binding : op.GetColumnBindings()) names.push_back(name_of(op, binding, depth + 1));
    return names_[&op] = std::move(names);
  }

  std::string name_of(LogicalOperator& op, ColumnBinding binding, int depth) {
    if (depth > kMaxDepth) return {};
    switch (op.type) {
      case LogicalOperatorType::LOGICAL_PROJECTION:
        if (binding.column_index >= op.expressions.size()) return {};
        return item_name(*op.expressions[binding.column_index], *op.children[0], depth);
      case LogicalOperatorType::LOGICAL_UNION:
      case LogicalOperatorType::LOGICAL_EXCEPT:
      case LogicalOperatorType::LOGICAL_INTERSECT: {
        const auto bindings = op.children[0]->GetColumnBindings();
        if (binding.column_index >= bindings.size()) return {};
        return name_of(*op.children[0], bindings[binding.column_index], depth + 1);
      }
      case LogicalOperatorType::LOGICAL_CTE_REF:
        return common_name(op.Cast<::duckdb::LogicalCTERef>(), binding.column_index, depth);
      default:
        break;
    }
    for (auto& child : op.children) {
      if (has_column(*child, binding)) return name_of(*child, binding, depth + 1);
    }
    return {};
  }

 private:
  void find_common_tables(LogicalOperator& op) {
    if (op.type == LogicalOperatorType::LOGICAL_MATERIALIZED_CTE)
      common_tables_[op.Cast<::duckdb::LogicalMaterializedCTE>().table_index] = op.children[0].get();
    for (auto& child : op.children) find_common_tables(*child);
  }

  static bool has_column(LogicalOperator& op, ColumnBinding binding) {
    const auto bindings = op.GetColumnBindings();
    return std::find(bindings.begin(), bindings.end(), binding) != bindings.end();
  }

  /// The operator that makes a column: below joins, filters, ORDER BY and their like.
  LogicalOperator* maker_of(LogicalOperator& op, ColumnBinding binding, int depth) {
    switch (op.type) {
      case LogicalOperatorType::LOGICAL_PROJECTION:
      case LogicalOperatorType::LOGICAL_UNION:
      case LogicalOperatorType::LOGICAL_EXCEPT:
      case LogicalOperatorType::LOGICAL_INTERSECT:
      case LogicalOperatorType::LOGICAL_CTE_REF:
        return &op;
      default:
        break;
    }
    for (auto& child : op.children) {
      if (depth <= kMaxDepth && has_column(*child, binding)) return maker_of(*child, binding, depth + 1);
    }
    return nullptr;
  }

  std::string item_name(const Expression& item, LogicalOperator& child, int depth) {
    const auto name = item.GetAlias();
    const auto* value = &item;
    while (value->GetExpressionClass() == ExpressionClass::BOUND_CAST)
      value = value->Cast<::duckdb::BoundCastExpression>().child.get();
    // What a * stands for has no place in the text.
    const bool is_of_star =
        value->GetExpressionClass() == ExpressionClass::BOUND_COLUMN_REF && !item.GetQueryLocation().IsValid();
    if (!is_of_star) return name.empty() ? value->GetAlias() : name;
    const auto binding = value->Cast<::duckdb::BoundColumnRefExpression>().binding;
    const auto& shown = name.empty() ? value->GetAlias() : name;
    if (shown.empty()) return name_of(child, binding, depth + 1);
    if (!may_be_numbered(shown)) return shown;
    auto* maker = maker_of(child, binding, depth);
    return maker ? unnumbered(shown, names_of(*maker, depth), binding.column_index) : shown;
  }

  std::string common_name(const ::duckdb::LogicalCTERef& reference, std::size_t column, int depth) {
    if (column >= reference.bound_columns.size()) return {};
    const auto& name = reference.bound_columns[column];
    const auto table = common_tables_.find(reference.cte_index);
    if (table == common_tables_.end() || !may_be_numbered(name)) return name;
    return unnumbered(name, names_of(*table->second, depth), column);
  }

  std::map<LogicalOperator*, Names> names_;
  /// The queries of WITH, by the index that the references to them carry.
  std::map<::duckdb::idx_t, LogicalOperator*> common_tables_;
};

}  // namespace

Names given_names(LogicalOperator& plan) {
  NameTracer tracer(plan);
  Names names;
  for (const auto& binding : plan.GetColumnBindings()) names.push_back(tracer.name_of(plan, binding, 0));
  return names;
}

std::string shown_name(const std::string& name, const std::string& given) {
  return !given.empty() && is_numbered(name, given) ? given : name;
}

}  // namespace slipher::engine
