#include "engine/duckdb/plan/branch_types.h"

#include <optional>
#include <vector>

#include "duckdb/execution/expression_executor.hpp"
#include "duckdb/planner/expression/list.hpp"
#include "duckdb/planner/expression_iterator.hpp"
#include "duckdb/planner/logical_operator_visitor.hpp"
#include "engine/duckdb/plan/column_origin.h"
#include "engine/duckdb/plan/type_families.h"

namespace slipher::engine {
namespace {

using ::duckdb::Expression;
using ::duckdb::ExpressionClass;
using ::duckdb::LogicalOperator;
using ::duckdb::LogicalType;

using Branches = std::vector<const Expression*>;

class BranchTypes {
 public:
  BranchTypes(::duckdb::ClientContext& context, LogicalOperator& plan) : context_(context), plan_(plan) {}

  void visit(LogicalOperator& op) {
    for (auto& child : op.children) visit(*child);
    ::duckdb::LogicalOperatorVisitor::EnumerateExpressions(
        op, [&](::duckdb::unique_ptr<Expression>* each) { visit(op, **each); });
  }

 private:
  void visit(LogicalOperator& op, const Expression& expression) {
    ::duckdb::ExpressionIterator::EnumerateChildren(expression, [&](const Expression& child) { visit(op, child); });
    if (expression.GetExpressionClass() == ExpressionClass::BOUND_CASE) {
      const auto& node = expression.Cast<::duckdb::BoundCaseExpression>();
      // The default comes first, as in PostgreSQL 8.0.
      Branches branches = {node.else_expr.get()};
      for (const auto& check : node.case_checks) branches.push_back(check.then_expr.get());
      check(op, "CASE", branches);
    } else if (expression.GetExpressionType() == ::duckdb::ExpressionType::OPERATOR_COALESCE) {
      Branches branches;
      for (const auto& each : expression.Cast<::duckdb::BoundOperatorExpression>().children)
        branches.push_back(each.get());
      check(op, "COALESCE", branches);
    }
  }

  void check(LogicalOperator& op, const char* construct, const Branches& branches) {
    const Expression* first = nullptr;
    std::optional<LogicalType> first_type;
    for (const auto* branch : branches) {
      check_literal(*branch);
      const auto type = own_type(*branch);
      if (!type || family_of(*type) == TypeFamily::kOther) continue;
      if (!first) {
        first = branch;
        first_type = type;
      } else if (family_of(*type) != family_of(*first_type) && !is_untyped_null(plan_, op, *first) &&
                 !is_untyped_null(plan_, op, *branch)) {
        throw_unmatched(construct, *first_type, *type);
      }
    }
  }

  void check_literal(const Expression& branch) {
    if (branch.GetExpressionClass() != ExpressionClass::BOUND_CAST) return;
    const auto& child = *branch.Cast<::duckdb::BoundCastExpression>().child;
    if (child.GetExpressionClass() == ExpressionClass::BOUND_CONSTANT &&
        child.return_type.id() == ::duckdb::LogicalTypeId::VARCHAR)
      ::duckdb::ExpressionExecutor::EvaluateScalar(context_, branch);
  }

  ::duckdb::ClientContext& context_;
  LogicalOperator& plan_;
};

}  // namespace

void check_branch_types(::duckdb::ClientContext& context, LogicalOperator& plan) {
  BranchTypes(context, plan).visit(plan);
}

}  // namespace slipher::engine
