#include "engine/duckdb/plan/type_families.h"

#include <string>

#include "duckdb/common/exception/binder_exception.hpp"
#include "duckdb/planner/expression/bound_cast_expression.hpp"
#include "duckdb/planner/expression/bound_constant_expression.hpp"
#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/type_mapping.h"

namespace slipher::engine {
namespace {

using ::duckdb::ExpressionClass;
using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;

std::string shown(const LogicalType& type) {
  const auto text = format_type(type);
  return text.substr(0, text.find('('));
}

}  // namespace

TypeFamily family_of(const LogicalType& type) {
  switch (declared_type(type).kind) {
    case DeclaredKind::kNone:
      break;
    case DeclaredKind::kVarchar:
    case DeclaredKind::kChar:
    case DeclaredKind::kName:
      return TypeFamily::kText;
    case DeclaredKind::kOid:
      return TypeFamily::kNumber;
    case DeclaredKind::kIntervalYearToMonth:
      return TypeFamily::kInterval;
    default:
      return TypeFamily::kOther;
  }
  switch (type.id()) {
    case LogicalTypeId::VARCHAR:
      return type.IsJSONType() ? TypeFamily::kOther : TypeFamily::kText;
    case LogicalTypeId::BOOLEAN:
      return TypeFamily::kBoolean;
    case LogicalTypeId::DATE:
    case LogicalTypeId::TIMESTAMP:
    case LogicalTypeId::TIMESTAMP_TZ:
      return TypeFamily::kMoment;
    case LogicalTypeId::TIME:
    case LogicalTypeId::TIME_TZ:
      return TypeFamily::kTime;
    case LogicalTypeId::INTERVAL:
      return TypeFamily::kInterval;
    default:
      return type.IsNumeric() ? TypeFamily::kNumber : TypeFamily::kOther;
  }
}

std::optional<LogicalType> own_type(const ::duckdb::Expression& operand) {
  const auto* value = &operand;
  while (value->GetExpressionClass() == ExpressionClass::BOUND_CAST) {
    const auto& inner = *value->Cast<::duckdb::BoundCastExpression>().child;
    if (inner.GetQueryLocation() != value->GetQueryLocation()) break;
    value = &inner;
  }
  const bool is_untyped = value->GetExpressionClass() == ExpressionClass::BOUND_CONSTANT &&
                          (value->return_type.id() == LogicalTypeId::VARCHAR ||
                           value->Cast<::duckdb::BoundConstantExpression>().value.IsNull());
  return is_untyped ? std::nullopt : std::optional(value->return_type);
}

void throw_unmatched(const char* construct, const LogicalType& first, const LogicalType& second) {
  throw ::duckdb::BinderException("%s types %s and %s cannot be matched", construct, shown(first), shown(second));
}

}  // namespace slipher::engine
