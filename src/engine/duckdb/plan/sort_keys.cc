#include "engine/duckdb/plan/sort_keys.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "duckdb/optimizer/column_binding_replacer.hpp"
#include "duckdb/planner/binder.hpp"
#include "duckdb/planner/expression/bound_columnref_expression.hpp"
#include "duckdb/planner/expression/bound_window_expression.hpp"
#include "duckdb/planner/operator/logical_order.hpp"
#include "duckdb/planner/operator/logical_projection.hpp"
#include "duckdb/planner/operator/logical_window.hpp"
#include "engine/duckdb/functions/support.h"
#include "engine/duckdb/plan/comparison_functions.h"

namespace slipher::engine {
namespace {

using ::duckdb::BoundColumnRefExpression;
using ::duckdb::ColumnBinding;
using ::duckdb::Expression;
using ::duckdb::LogicalOperator;
using ::duckdb::LogicalOperatorType;
using ::duckdb::LogicalProjection;
using ::duckdb::make_uniq;
using ::duckdb::unique_ptr;
using Columns = ::duckdb::vector<unique_ptr<Expression>>;

/// Moves a key into the projection, once only, and names it there.
void move_key(unique_ptr<Expression>& key, ::duckdb::idx_t table_index, Columns& columns) {
  std::size_t place = 0;
  while (place < columns.size() && !columns[place]->Equals(*key)) place++;
  auto column = make_uniq<BoundColumnRefExpression>(key->return_type, ColumnBinding(table_index, place));
  if (place == columns.size()) columns.push_back(std::move(key));
  key = std::move(column);
}

/// Keys of a window that are no columns but texts made comparable.
std::vector<unique_ptr<Expression>*> computed_keys(LogicalOperator& window) {
  std::vector<unique_ptr<Expression>*> keys;
  const auto note = [&](unique_ptr<Expression>& key) {
    if (is_cut(*key) || is_plain_text(*key)) keys.push_back(&key);
  };
  for (auto& expression : window.expressions) {
    auto& call = expression->Cast<::duckdb::BoundWindowExpression>();
    for (auto& key : call.partitions) note(key);
    for (auto& order : call.orders) note(order.expression);
  }
  return keys;
}

void compute_below(::duckdb::Binder& binder, LogicalOperator& window, LogicalOperator& plan) {
  const auto keys = computed_keys(window);
  if (keys.empty()) return;
  auto& rows = window.children[0];
  rows->ResolveOperatorTypes();
  const auto table_index = binder.GenerateTableIndex();
  const auto bindings = rows->GetColumnBindings();
  Columns columns;
  ::duckdb::ColumnBindingReplacer replacer;
  for (std::size_t i = 0; i < bindings.size(); i++) {
    columns.push_back(make_uniq<BoundColumnRefExpression>(rows->types[i], bindings[i]));
    replacer.replacement_bindings.emplace_back(bindings[i], ColumnBinding(table_index, i));
  }
  for (auto* key : keys) move_key(*key, table_index, columns);
  auto projection = make_uniq<LogicalProjection>(table_index, std::move(columns));
  projection->children.push_back(std::move(rows));
  rows = std::move(projection);
  replacer.stop_operator = rows.get();
  replacer.VisitOperator(plan);
}

/// The columns of the rows that are sorted, by place, which are texts to sort by.
std::set<std::size_t> text_keys(const ::duckdb::LogicalOrder& order, const std::vector<ColumnBinding>& bindings) {
  std::set<std::size_t> places;
  for (const auto& each : order.orders) {
    // Something computed may need a column as it is.
    if (each.expression->GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_COLUMN_REF) return {};
    if (!can_be_plain(*each.expression)) continue;
    const auto binding = each.expression->Cast<BoundColumnRefExpression>().binding;
    const auto found = std::find(bindings.begin(), bindings.end(), binding);
    if (found != bindings.end()) places.insert(static_cast<std::size_t>(found - bindings.begin()));
  }
  return places;
}

/// Texts are sorted as DuckDB's own VARCHAR, and get their types back above.
void sort_plain(::duckdb::ClientContext& context, ::duckdb::Binder& binder, unique_ptr<LogicalOperator>& op,
                LogicalOperator& plan) {
  auto& order = op->Cast<::duckdb::LogicalOrder>();
  auto& rows = order.children[0];
  const auto bindings = rows->GetColumnBindings();
  const auto keys = text_keys(order, bindings);
  if (keys.empty() || !order.projection_map.empty()) return;
  rows->ResolveOperatorTypes();
  const auto below_index = binder.GenerateTableIndex();
  const auto above_index = binder.GenerateTableIndex();
  Columns below;
  Columns above;
  ::duckdb::ColumnBindingReplacer sorted;
  ::duckdb::ColumnBindingReplacer replacer;
  for (std::size_t i = 0; i < bindings.size(); i++) {
    const auto& type = rows->types[i];
    below.push_back(make_uniq<BoundColumnRefExpression>(type, bindings[i]));
    if (keys.contains(i)) plain_text(below.back());
    sorted.replacement_bindings.emplace_back(bindings[i], ColumnBinding(below_index, i), below.back()->return_type);
    auto result = make_uniq<BoundColumnRefExpression>(below.back()->return_type, ColumnBinding(below_index, i));
    above.push_back(functions::bound_cast(context, std::move(result), type));
    replacer.replacement_bindings.emplace_back(bindings[i], ColumnBinding(above_index, i));
  }
  for (auto& each : order.orders) sorted.VisitExpression(&each.expression);
  auto projection = make_uniq<LogicalProjection>(below_index, std::move(below));
  projection->children.push_back(std::move(rows));
  rows = std::move(projection);
  auto result = make_uniq<LogicalProjection>(above_index, std::move(above));
  result->children.push_back(std::move(op));
  op = std::move(result);
  replacer.stop_operator = op.get();
  replacer.VisitOperator(plan);
}

class SortKeys {
 public:
  SortKeys(::duckdb::ClientContext& context, ::duckdb::Binder& binder, LogicalOperator& plan)
      : context_(context), binder_(binder), plan_(plan) {}

  void visit(LogicalOperator& op) {
    // Columns of the outer query, which a correlated one repeats, keep their places.
    if (op.type == LogicalOperatorType::LOGICAL_DELIM_JOIN) return;
    for (auto& child : op.children) {
      visit(*child);
      // The first rows only are found without sort keys, where nothing stands between.
      if (child->type == LogicalOperatorType::LOGICAL_ORDER_BY && op.type != LogicalOperatorType::LOGICAL_LIMIT)
        sort_plain(context_, binder_, child, plan_);
    }
    if (op.type == LogicalOperatorType::LOGICAL_WINDOW) compute_below(binder_, op, plan_);
  }

 private:
  ::duckdb::ClientContext& context_;
  ::duckdb::Binder& binder_;
  LogicalOperator& plan_;
};

}  // namespace

void sort_by_plain_texts(::duckdb::ClientContext& context, ::duckdb::Binder& binder, LogicalOperator& plan) {
  SortKeys(context, binder, plan).visit(plan);
}

}  // namespace slipher::engine
