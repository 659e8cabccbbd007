#include "engine/duckdb/plan/set_types.h"

#include <optional>
#include <string>

#include "duckdb/common/exception/binder_exception.hpp"
#include "duckdb/planner/expression/bound_cast_expression.hpp"
#include "duckdb/planner/expression/bound_constant_expression.hpp"
#include "duckdb/planner/operator/logical_projection.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/plan/column_origin.h"
#include "engine/duckdb/type_mapping.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionClass;
using ::duckdb::LogicalOperator;
using ::duckdb::LogicalOperatorType;
using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;

/// Types that can be matched with each other; kOther with all.
enum class Family { kOther, kText, kNumber, kBoolean, kMoment, kTime, kInterval };

Family family_of(const LogicalType& type) {
  switch (declared_type(type).kind) {
    case DeclaredKind::kNone:
      break;
    case DeclaredKind::kVarchar:
    case DeclaredKind::kChar:
    case DeclaredKind::kName:
      return Family::kText;
    case DeclaredKind::kOid:
      return Family::kNumber;
    case DeclaredKind::kIntervalYearToMonth:
      return Family::kInterval;
    default:
      return Family::kOther;
  }
  switch (type.id()) {
    case LogicalTypeId::VARCHAR:
      return type.IsJSONType() ? Family::kOther : Family::kText;
    case LogicalTypeId::BOOLEAN:
      return Family::kBoolean;
    case LogicalTypeId::DATE:
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_TZ:
      return Family::kMoment;
    case LogicalTypeId::TIME:
    case LogicalTypeId::TIME_TZ:
      return Family::kTime;
    case LogicalTypeId::INTERVAL:
      return Family::kInterval;
    default:
      return type.IsNumeric() ? Family::kNumber : Family::kOther;
  }
}

/// The type that a side's column has of its own; nothing for a literal without one. The operation's own cast stands
/// where its operand does in the text, a written one does not.
std::optional<LogicalType> type_of(const LogicalOperator& side, std::size_t column) {
  if (side.type != LogicalOperatorType::LOGICAL_PROJECTION) return side.types[column];
  const auto* value = side.expressions[column].get();
  while (value->GetExpressionClass() == ExpressionClass::BOUND_CAST) {
    const auto& operand = *value->Cast<::duckdb::BoundCastExpression>().child;
    if (operand.GetQueryLocation() != value->GetQueryLocation()) break;
    value = &operand;
  }
  const bool is_untyped = value->GetExpressionClass() == ExpressionClass::BOUND_CONSTANT &&
                          (value->return_type.id() == LogicalTypeId::VARCHAR ||
                           value->Cast<::duckdb::BoundConstantExpression>().value.IsNull());
  return is_untyped ? std::nullopt : std::optional(value->return_type);
}

std::string shown(const LogicalType& type) {
  const auto text = format_type(type);
  return text.substr(0, text.find('('));
}

const char* name_of(LogicalOperatorType operation) {
  switch (operation) {
    case LogicalOperatorType::LOGICAL_UNION:
      return "UNION";
    case LogicalOperatorType::LOGICAL_INTERSECT:
      return "INTERSECT";
    case LogicalOperatorType::LOGICAL_EXCEPT:
      return "EXCEPT";
    default:
      return nullptr;
  }
}

void check(LogicalOperator& plan, LogicalOperator& op) {
  for (auto& child : op.children) check(plan, *child);
  const auto* name = name_of(op.type);
  if (!name) return;
  op.ResolveOperatorTypes();
  for (std::size_t column = 0; column < op.types.size(); ++column) {
    std::optional<LogicalType> first;
    LogicalOperator* first_side = nullptr;
    for (auto& side : op.children) {
      const auto type = type_of(*side, column);
      if (!type || family_of(*type) == Family::kOther) continue;
      const bool is_match = !first || family_of(*first) == family_of(*type) || is_untyped_null(plan, *side, column);
      if (!is_match && !is_untyped_null(plan, *first_side, column))
        throw ::duckdb::BinderException("%s types %s and %s cannot be matched", name, shown(*first), shown(*type));
      if (first && is_match) continue;
      first = type;
      first_side = side.get();
    }
  }
}

}  // namespace

void check_set_types(LogicalOperator& plan) { check(plan, plan); }

}  // namespace slipher::engine
