#include "engine/duckdb/plan/zone_casts.h"

#include <utility>

#include "duckdb/planner/expression/bound_cast_expression.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"
#include "engine/duckdb/functions/support.h"

namespace slipher::engine {
namespace {

using ExpressionPointer = ::duckdb::unique_ptr<::duckdb::Expression>;

const char* reader_of(const ::duckdb::LogicalType& type) {
  if (type.id() == ::duckdb::LogicalTypeId::TIMESTAMP_TZ) return "rs_timestamptz";
  return type.id() == ::duckdb::LogicalTypeId::TIME_TZ ? "rs_timetz" : nullptr;
}

void visit(::duckdb::ClientContext& context, ExpressionPointer& expression) {
  ::duckdb::ExpressionIterator::EnumerateChildren(*expression,
                                                  [&](ExpressionPointer& child) { visit(context, child); });
  if (expression->GetExpressionClass() != ::duckdb::ExpressionClass::BOUND_CAST) return;
  auto& cast = expression->Cast<::duckdb::BoundCastExpression>();
  const auto* reader = reader_of(cast.return_type);
  if (!reader || cast.try_cast || cast.child->return_type.id() != ::duckdb::LogicalTypeId::VARCHAR) return;
  auto alias = expression->GetAlias();
  expression = functions::bound_call(context, reader, functions::bound_arguments(std::move(cast.child)));
  expression->SetAlias(std::move(alias));
}

}  // namespace

void use_own_zone_casts(::duckdb::ClientContext& context, ::duckdb::LogicalOperator& plan) {
  for (auto& child : plan.children) use_own_zone_casts(context, *child);
  ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(plan, [&](ExpressionPointer* each) { visit(context, *each); });
}

}  // namespace slipher::engine
